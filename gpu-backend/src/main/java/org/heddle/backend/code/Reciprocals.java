package org.heddle.backend.code;

import java.util.OptionalDouble;
import org.heddle.model.diagram.DType;

/// Divisions that are products: `x / c = x · (1 / c)`, exactly, for a power of two `c`.
///
/// Both sides are the nearest number to the same real number, for every `x`, infinities, NaN and subnormal numbers included. For any other `c` the
/// reciprocal itself is rounded, and the product would differ in the last bit: those divisions stay.
public final class Reciprocals {
    private Reciprocals() {}

    /// The factor by which to multiply instead of dividing; empty where that is not the same.
    ///
    /// @param real the type in which the division is computed, F32 or F64
    public static OptionalDouble exact(double divisor, DType real) {
        double reciprocal = 1 / divisor;
        boolean powerOfTwo =
                Double.isFinite(divisor) && Math.abs(divisor) == Math.ulp(divisor) * 0x1p52;
        return powerOfTwo && isNormal(divisor, real) && isNormal(reciprocal, real)
                ? OptionalDouble.of(reciprocal)
                : OptionalDouble.empty();
    }

    /// Neither subnormal, which some devices take for 0, nor beyond the type's range.
    private static boolean isNormal(double x, DType real) {
        double size = Math.abs(x);
        return real == DType.F32
                ? size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE
                : size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
    }
}
