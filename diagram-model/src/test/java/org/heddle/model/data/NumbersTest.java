package org.heddle.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Every bit pattern of the small formats, and rounding judged by the neighbours.
class NumbersTest {
    private static final String SMALL = "F16|BF16|F8E4M3|F8E5M2";

    private static long patterns(DType dtype) {
        return 1L << (8 * dtype.bytes());
    }

    /// The largest finite magnitude has the pattern just below that of infinity (or of NaN, for f8e4m3).
    private static long largestPattern(DType dtype) {
        return switch (dtype) {
            case F16 -> 0x7BFF;
            case BF16 -> 0x7F7F;
            case F8E4M3 -> 0x7E;
            case F8E5M2 -> 0x7B;
            case F64, F32, I64, I32, I8, BOOL -> throw new IllegalArgumentException(dtype.text());
        };
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = SMALL)
    void everyPatternOfASmallFormatRoundTrips(DType dtype) {
        int notANumber = 0;
        for (long bits = 0; bits < patterns(dtype); bits++) {
            double value = Numbers.decode(dtype, bits);
            if (Double.isNaN(value)) {
                notANumber++;
                assertThat(Numbers.decode(dtype, Numbers.encode(dtype, value))).isNaN();
            } else {
                assertThat(Numbers.encode(dtype, value)).isEqualTo(bits);
            }
        }
        assertThat(notANumber)
                .isEqualTo(
                        switch (dtype) {
                            case F16 -> 2 * 1023;
                            case BF16 -> 2 * 127;
                            case F8E4M3 -> 2;
                            case F8E5M2 -> 2 * 3;
                            case F64, F32, I64, I32, I8, BOOL -> -1;
                        });
    }

    /// Patterns of equal sign are ordered as their magnitudes are: neighbours in value are neighbours in pattern. A tie
    /// goes to the pattern whose last bit is 0.
    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = SMALL)
    void betweenTwoNeighboursTheNearerIsChosenAndTheEvenOneInTheMiddle(DType dtype) {
        for (long low = 0; low < largestPattern(dtype); low++) {
            double below = Numbers.decode(dtype, low);
            double above = Numbers.decode(dtype, low + 1);
            double middle = below + (above - below) / 2;
            assertThat(below).isLessThan(above);
            long even = low % 2 == 0 ? low : low + 1;
            assertRounds(dtype, middle, even);
            assertRounds(dtype, Math.nextDown(middle), low);
            assertRounds(dtype, Math.nextUp(middle), low + 1);
        }
    }

    private static void assertRounds(DType dtype, double value, long pattern) {
        long sign = patterns(dtype) / 2;
        assertThat(Numbers.encode(dtype, value)).as("%s as %s", value, dtype).isEqualTo(pattern);
        assertThat(Numbers.encode(dtype, -value))
                .as("%s as %s", -value, dtype)
                .isEqualTo(pattern | sign);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "F16|BF16|F8E5M2")
    void beyondTheLargestLiesInfinityFromHalfAStepOn(DType dtype) {
        long pattern = largestPattern(dtype);
        double largest = Numbers.decode(dtype, pattern);
        double halfStep = (largest - Numbers.decode(dtype, pattern - 1)) / 2;
        assertThat(Numbers.round(dtype, Math.nextDown(largest + halfStep))).isEqualTo(largest);
        assertThat(Numbers.round(dtype, largest + halfStep)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Numbers.round(dtype, Double.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Numbers.round(dtype, Double.NEGATIVE_INFINITY))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void f8e4m3HasNoInfinityAndSaturates() {
        for (double large : new double[] {448, 449, 464, 480, 1e300, Double.POSITIVE_INFINITY}) {
            assertThat(Numbers.round(DType.F8E4M3, large)).isEqualTo(448);
            assertThat(Numbers.round(DType.F8E4M3, -large)).isEqualTo(-448);
        }
    }

    /// Values from the OCP FP8 specification 1.0, tables 1 and 2, and IEEE 754.
    @ParameterizedTest
    @CsvSource({
        "F8E4M3, 0x7E, 448", "F8E4M3, 0x08, 0.015625", "F8E4M3, 0x01, 0.001953125",
                "F8E4M3, 0x38, 1",
        "F8E5M2, 0x7B, 57344", "F8E5M2, 0x04, 6.103515625e-05", "F8E5M2, 0x01, 1.52587890625e-05",
                "F8E5M2, 0x3C, 1",
        "F16, 0x7BFF, 65504", "F16, 0x0001, 5.9604644775390625e-08", "F16, 0xC000, -2",
                "BF16, 0x3F80, 1",
        "BF16, 0xC049, -3.140625", "I8, 0xFF, -1", "I32, 0x80000000, -2147483648", "BOOL, 0x01, 1"
    })
    void knownPatterns(DType dtype, String pattern, double value) {
        assertThat(Numbers.decode(dtype, Long.decode(pattern))).isEqualTo(value);
        assertThat(Numbers.encode(dtype, value)).isEqualTo(Long.decode(pattern));
    }

    /// 1 + 2^-11 + 2^-30 is above the middle of two halves, but its nearest float is the middle.
    @Test
    void roundingToF16DoesNotGoByWayOfF32() {
        double justAboveMiddle = 1 + 0x1p-11 + 0x1p-30;
        assertThat((double) Float.float16ToFloat(Float.floatToFloat16((float) justAboveMiddle)))
                .isEqualTo(1);
        assertThat(Numbers.round(DType.F16, justAboveMiddle)).isEqualTo(1 + 0x1p-10);
    }

    /// The JDK's conversion from f32, where that is one rounding only, is an independent second opinion.
    @Test
    void roundingToF16AgreesWithTheJdkOnFloats() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (!Float.isNaN(value)) {
                assertThat((short) Numbers.encode(DType.F16, value))
                        .isEqualTo(Float.floatToFloat16(value));
            }
        }
    }

    @Test
    void integersRoundToEvenAndSaturate() {
        assertThat(Numbers.round(DType.I8, 2.5)).isEqualTo(2);
        assertThat(Numbers.round(DType.I8, 3.5)).isEqualTo(4);
        assertThat(Numbers.round(DType.I8, 1e9)).isEqualTo(127);
        assertThat(Numbers.round(DType.I8, -1e9)).isEqualTo(-128);
        assertThat(Numbers.round(DType.I32, 1e18)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Numbers.round(DType.I64, 0x1p53 - 1)).isEqualTo(0x1p53 - 1);
        assertThat(Numbers.round(DType.I32, Double.NaN)).isZero();
        assertThat(Numbers.round(DType.BOOL, 0.25)).isEqualTo(1);
        assertThat(Numbers.round(DType.BOOL, -0.0)).isZero();
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void roundingIsMonotoneAndIdempotent(DType dtype) {
        SplittableRandom random = new SplittableRandom(dtype.bytes());
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            values.add(Math.scalb(random.nextDouble(-1, 1), random.nextInt(-30, 30)));
        }
        values.removeIf(value -> dtype == DType.BOOL && value < 0);
        values.sort(Comparator.naturalOrder());
        double last = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            double rounded = Numbers.round(dtype, value);
            assertThat(rounded).isGreaterThanOrEqualTo(last);
            assertThat(Numbers.round(dtype, rounded)).isEqualTo(rounded);
            last = rounded;
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void unitRoundoffBoundsTheErrorNearOne(DType dtype) {
        double u = Numbers.unitRoundoff(dtype);
        if (dtype.isFloating()) {
            assertThat(Numbers.round(dtype, 1 + u)).isEqualTo(1);
            assertThat(Numbers.round(dtype, 1 + 2 * u)).isEqualTo(1 + 2 * u);
        } else {
            assertThat(u).isZero();
        }
    }
}
