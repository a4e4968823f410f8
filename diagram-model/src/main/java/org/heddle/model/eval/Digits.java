package org.heddle.model.eval;

import org.heddle.model.diagram.DType;

/// Binary digits of numbers, however large or small these are.
final class Digits {
    private Digits() {}

    /// Of a normal number, the first one included.
    static int of(DType dtype) {
        return switch (dtype) {
            case F64, I64, I32, I8, BOOL -> 53;
            case F32 -> 24;
            case F16 -> 11;
            case BF16 -> 8;
            case F8E4M3 -> 4;
            case F8E5M2 -> 3;
        };
    }

    /// The exponent of the last digit that is not 0; of 0 and of what is no number the largest.
    static int last(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return Double.MAX_EXPONENT;
        }
        long fraction = Double.doubleToRawLongBits(value) & 0xFFFFFFFFFFFFFL;
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        return fraction == 0 ? exponent : exponent - 52 + Long.numberOfTrailingZeros(fraction);
    }

    static int last(double[] values) {
        int last = Double.MAX_EXPONENT;
        for (double value : values) {
            last = Math.min(last, last(value));
        }
        return last;
    }

    /// The nearest number of so many digits, ties to even.
    static double cut(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        return Math.scalb(
                Math.rint(Math.scalb(value, digits - 1 - exponent)), exponent - digits + 1);
    }
}
