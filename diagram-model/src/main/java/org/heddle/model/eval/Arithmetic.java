package org.heddle.model.eval;

import org.heddle.model.data.Numbers;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;

/// What operations give: the exact result, or one that a device might give.
///
/// ```
///  exact result ─► off by a rounding (rough) ─► beyond the largest number: overflow ─► result
/// ```
///
/// Rough results are off by half a unit to a whole unit, up or down as a hash of the result and the seed says: a function of the number, as real rounding is, so that
/// equal numbers stay equal. A number of few digits is left alone, as real rounding leaves it. Sums are off by what n roundings of random sign make of the sum of the *magnitudes* of their
/// terms, in whatever order they are added: √n·u·Σ|terms| (Higham and Mary, *A new approach to probabilistic rounding error analysis*, SIAM J. Sci. Comput. 41(5), 2019, theorem 2.4).
///
/// @param overflow what lies beyond the largest number
/// @param largest number
/// @param least number that a comparison tells from 0
/// @param unit relative error of one rounding; 0 for exact results
/// @param seed of the directions in which results are off
record Arithmetic(Overflow overflow, double largest, double least, double unit, long seed) {
    /// IEEE 754 binary64.
    static final Arithmetic F64 = new Arithmetic(Overflow.INFINITE, Double.MAX_VALUE, 0, 0, 0);

    /// Exact whole numbers or none.
    static final Arithmetic WHOLE = new Arithmetic(Overflow.REFUSED, Double.MAX_VALUE, 0, 0, 0);

    /// OpenCL C asks of an f32 `exp`, `log`, or root for 3 units in the last place, of a division for 2.5, of `sin` for 4 (OpenCL 3.0 specification, section 7.4); such a unit is two of ours, and the
    /// measure is taken four times.
    static final double FUNCTION = 4;

    /// A rounding of f64 itself is two of its units: one would be lost in the numbers that stand for the results.
    private static final double SMALLEST_UNIT = 0x1p-52;

    private static final int SHORT = 24;

    /// What an f32 rounds to 0, subnormal numbers kept.
    private static final double VANISHED = 0x1p-150;

    /// How a diagram is computed.
    ///
    /// @param roughness seed of the directions; 0 for exact results
    record Manner(Overflow overflow, Range range, long roughness) {
        static final Manner PLAIN = new Manner(Overflow.INFINITE, Range.F64, 0);

        /// Rough in the way of one box: what two boxes compute of the same numbers is rounded apart.
        Manner of(Box box) {
            return roughness == 0
                    ? this
                    : new Manner(overflow, range, roughness + ((long) box.id().hashCode() << 32));
        }

        /// @param computing the type in which a box computes, F32 or F64
        Arithmetic in(DType computing) {
            double unit =
                    roughness == 0 ? 0 : Math.max(Numbers.unitRoundoff(computing), SMALLEST_UNIT);
            return new Arithmetic(
                    overflow, range.largest(computing), range.least(computing), unit, roughness);
        }
    }

    /// Whether operations are those of f64, unmarked.
    boolean isPlain() {
        return !overflow.isMarked() && isOfF64() && least == 0 && unit == 0;
    }

    /// Whether f64 is the only bound.
    boolean isOfF64() {
        return largest == Double.MAX_VALUE;
    }

    boolean isRough() {
        return unit > 0;
    }

    /// The result of an operation on two numbers, neither of which is a pole of it.
    double of(double exact, double a, double b) {
        return ranged(rough(exact, 1), a, b);
    }

    double ranged(double result, double a, double b) {
        return Math.abs(result) > largest && Double.isFinite(a) && Double.isFinite(b)
                ? overflow.of(result)
                : result;
    }

    /// What is compared: devices may take a number below the least normal one of its type for 0; a rough one does so here and not there.
    double compared(double value) {
        boolean isSmall = Math.abs(value) < least;
        boolean isKept = isRough() && Math.abs(value) > VANISHED && direction(bits(value)) > 0;
        return isSmall && !isKept ? 0 : value;
    }

    /// @param units how often a rounding it may be off by
    double rough(double exact, double units) {
        return isShort(exact) ? exact : inexact(exact, units);
    }

    /// A result that was rounded already, however few its digits: 1e20 + 5 is no 1e20.
    double inexact(double rounded, double units) {
        return unit == 0 || Double.isInfinite(rounded)
                ? rounded
                : rounded + direction(bits(rounded)) * units * unit * rounded;
    }

    /// The sum of two numbers. It is rounded where f64 itself lost digits of it, and then off by a function of the two: equal results stand for different sums (Knuth, *The Art of Computer Programming*, volume 2, section 4.2.2, theorem B).
    double sum(double a, double b) {
        double sum = a + b;
        double ofB = sum - a;
        boolean isRounded = (a - (sum - ofB)) + (b - ofB) != 0;
        return ranged(isRounded ? absorbing(a, b) : rough(sum, 1), a, b);
    }

    /// A sum of which f64 lost digits: off by no more than the smaller number, since the larger alone is as near, and by no less than f64 tells.
    private double absorbing(double a, double b) {
        double sum = a + b;
        double rounding = Math.min(unit * Math.abs(sum), Math.min(Math.abs(a), Math.abs(b)));
        double size = Math.max(rounding, 2 * SMALLEST_UNIT * Math.abs(sum));
        return unit == 0 || Double.isInfinite(sum)
                ? sum
                : sum + direction(bits(a) * 31 + bits(b)) * size;
    }

    /// The sum of so many terms, in any order. It is exact where all partial sums are multiples of a power of two that have few digits.
    ///
    /// @param magnitude the sum of the terms' magnitudes
    /// @param last the exponent of the last binary digit of any term, see {@link Digits#last}
    double sum(double exact, double magnitude, double terms, double last) {
        double digits = -Math.getExponent(unit);
        boolean isExact = magnitude == 0 || Math.getExponent(magnitude) < digits + last;
        return isExact || !Double.isFinite(exact) || !Double.isFinite(magnitude)
                ? exact
                : exact + direction(bits(exact)) * Math.sqrt(terms) * unit * magnitude;
    }

    /// What a wire of a type leaves of a number, however large or small.
    double stored(DType dtype, double value) {
        double own = Numbers.unitRoundoff(dtype);
        return own <= unit || unit == 0 || Digits.cut(value, Digits.of(dtype)) == value
                ? value
                : value + direction(bits(value)) * own * value;
    }

    private boolean isShort(double value) {
        return unit == 0 || (float) value == value || Digits.cut(value, SHORT) == value;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /// Half to one, up or down.
    private double direction(long bits) {
        long hash = (bits ^ seed) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        hash ^= hash >>> 32;
        double size = 0.5 + (hash >>> 12) * 0x1p-53;
        return (hash & 1) == 0 ? size : -size;
    }
}
