package org.heddle.model.data;

import org.heddle.model.diagram.DType;

/// The bit patterns of every element type, and rounding of f64 values to them.
///
/// | dtype | sign, exponent, fraction bits | largest | beyond the largest |
/// | --- | --- | --- | --- |
/// | f64 f32 f16 | IEEE 754 binary64, 32, 16 | 65504 (f16) | infinity |
/// | bf16 | 1, 8, 7 | 3.39e38 | infinity |
/// | f8e5m2 | 1, 5, 2 | 57344 | infinity |
/// | f8e4m3 | 1, 4, 3; no infinities, NaN is `S.1111.111` | 448 | 448: values beyond and infinities saturate |
/// | i64 i32 i8 | two's complement | | the nearest end of the range; NaN becomes 0 |
/// | bool | one byte, 0 or 1 | | every value but zero is 1, NaN too |
///
/// Rounding is to nearest, ties to even, straight from f64 (never by way of f32, which would round twice), subnormal
/// numbers included. f8 formats: OCP 8-bit Floating Point Specification 1.0 (2023), §5; saturation of f8e4m3 is what
/// `cvt.rn.satfinite` does. An i64 beyond 2^53 does not fit an f64 exactly and is rounded when decoded.
public final class Numbers {
    private static final double[] F8E4M3_VALUES = f8e4m3Values();
    private static final int F8E4M3_LARGEST = 0x7E;
    private static final int F8E4M3_NAN = 0x7F;

    private Numbers() {}

    /// The nearest number that the type can hold, ties to even.
    public static double round(DType dtype, double value) {
        return switch (dtype) {
            case F64 -> value;
            case F32 -> (float) value;
            case F16, BF16, F8E4M3, F8E5M2, I64, I32, I8, BOOL ->
                    decode(dtype, encode(dtype, value));
        };
    }

    /// The bit pattern of the nearest number, in the low bits; the bits above the type's width are 0.
    public static long encode(DType dtype, double value) {
        return switch (dtype) {
            case F64 -> Double.doubleToRawLongBits(value);
            case F32 -> Integer.toUnsignedLong(Float.floatToRawIntBits((float) value));
            case F16 -> encodeSmall(value, 5, 10);
            case BF16 -> encodeSmall(value, 8, 7);
            case F8E5M2 -> encodeSmall(value, 5, 2);
            case F8E4M3 -> encodeF8e4m3(value);
            case I64 -> (long) Math.rint(value);
            case I32 -> Integer.toUnsignedLong((int) Math.rint(value));
            case I8 -> Math.clamp((long) Math.rint(value), Byte.MIN_VALUE, Byte.MAX_VALUE) & 0xFFL;
            case BOOL -> value != 0 ? 1 : 0;
        };
    }

    /// The number that a bit pattern means; bits above the type's width are ignored.
    public static double decode(DType dtype, long bits) {
        return switch (dtype) {
            case F64 -> Double.longBitsToDouble(bits);
            case F32 -> Float.intBitsToFloat((int) bits);
            case F16 -> Float.float16ToFloat((short) bits);
            case BF16 -> Float.intBitsToFloat((int) bits << 16);
            case F8E5M2 -> Float.float16ToFloat((short) (bits << 8));
            case F8E4M3 -> F8E4M3_VALUES[(int) bits & 0xFF];
            case I64 -> bits;
            case I32 -> (int) bits;
            case I8 -> (byte) bits;
            case BOOL -> (bits & 0xFF) != 0 ? 1 : 0;
        };
    }

    /// Half the distance from 1 to the next larger number: the largest relative error of one rounding in the normal
    /// range; 0 for integers, which are exact.
    public static double unitRoundoff(DType dtype) {
        return switch (dtype) {
            case F64 -> 0x1p-53;
            case F32 -> 0x1p-24;
            case F16 -> 0x1p-11;
            case BF16 -> 0x1p-8;
            case F8E4M3 -> 0x1p-4;
            case F8E5M2 -> 0x1p-3;
            case I64, I32, I8, BOOL -> 0;
        };
    }

    private static long encodeF8e4m3(double value) {
        if (Double.isNaN(value)) {
            return F8E4M3_NAN;
        }
        long magnitude =
                Double.isInfinite(value) ? F8E4M3_LARGEST : magnitude(Math.abs(value), 4, 3);
        return sign(value, 8) | Math.min(magnitude, F8E4M3_LARGEST);
    }

    /// A format with infinities and NaNs where all exponent bits are set, as IEEE 754 lays them out.
    private static long encodeSmall(double value, int exponentBits, int fractionBits) {
        long infinity = ((1L << exponentBits) - 1) << fractionBits;
        if (Double.isNaN(value)) {
            return infinity | (1L << (fractionBits - 1));
        }
        long magnitude =
                Double.isInfinite(value)
                        ? infinity
                        : magnitude(Math.abs(value), exponentBits, fractionBits);
        return sign(value, 1 + exponentBits + fractionBits) | Math.min(magnitude, infinity);
    }

    /// Exponent and fraction fields of a finite value, rounded. A carry out of the fraction runs into the exponent, as
    /// it should; beyond the largest exponent the fields run over, which the callers clip.
    private static long magnitude(double value, int exponentBits, int fractionBits) {
        int bias = (1 << (exponentBits - 1)) - 1;
        int exponent = Math.max(Math.getExponent(value), 1 - bias);
        double unitsInLastPlace = Math.rint(Math.scalb(value, fractionBits - exponent));
        return ((long) (exponent + bias - 1) << fractionBits) + (long) unitsInLastPlace;
    }

    private static long sign(double value, int width) {
        return (Double.doubleToRawLongBits(value) >>> 63) << (width - 1);
    }

    private static double[] f8e4m3Values() {
        double[] values = new double[256];
        for (int bits = 0; bits < values.length; bits++) {
            int exponent = (bits >> 3) & 0xF;
            int fraction = bits & 7;
            double magnitude =
                    exponent == 0
                            ? Math.scalb(fraction, -9)
                            : Math.scalb(8 + fraction, exponent - 10);
            double finite = (bits & 0x80) == 0 ? magnitude : -magnitude;
            values[bits] = (bits & 0x7F) == 0x7F ? Double.NaN : finite;
        }
        return values;
    }
}
