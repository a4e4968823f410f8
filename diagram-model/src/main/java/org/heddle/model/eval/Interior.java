package org.heddle.model.eval;

import org.heddle.model.data.Numbers;
import org.heddle.model.diagram.DType;

/// What a box's results become before other boxes read them.
enum Interior {
    /// The f64 that was computed.
    F64,
    /// The nearest number of the wire's format, ties to even; beyond its largest number what {@link Numbers} says.
    ROUNDED,
    /// The nearest number of as many binary digits as the wire's format has, however large or small; of a sum of n terms, as many as n roundings leave of them, which is half of
    /// the digits of n fewer. Integers as {@link #ROUNDED}.
    AS_PRECISE;

    /// @param terms how many items the value sums up
    double of(DType dtype, double value, long terms) {
        return switch (this) {
            case F64 -> value;
            case ROUNDED -> Numbers.round(dtype, value);
            case AS_PRECISE ->
                    dtype.isFloating()
                            ? toDigits(value, digits(dtype) - digits(terms) / 2)
                            : Numbers.round(dtype, value);
        };
    }

    /// Binary digits of a normal number, the first one included.
    private static int digits(DType dtype) {
        return switch (dtype) {
            case F64, I64, I32, I8, BOOL -> 53;
            case F32 -> 24;
            case F16 -> 11;
            case BF16 -> 8;
            case F8E4M3 -> 4;
            case F8E5M2 -> 3;
        };
    }

    private static int digits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number - 1);
    }

    private static double toDigits(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        return Math.scalb(
                Math.rint(Math.scalb(value, digits - 1 - exponent)), exponent - digits + 1);
    }
}
