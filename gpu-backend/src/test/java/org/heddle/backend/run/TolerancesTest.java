package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heddle.model.data.Numbers;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tolerances follow the coarsest rounding that happened and the longest sum; nothing rounds integers.
final class TolerancesTest {
    private static double of(DType stored, DType computed) {
        return Tolerances.relative(stored, computed, List.of(), 1);
    }

    @Test
    void floatsAreHeldToTheirFormat() {
        assertThat(of(DType.F32, DType.F32)).isEqualTo(1e-5);
        assertThat(of(DType.F64, DType.F64)).isEqualTo(1e-12);
        assertThat(of(DType.F64, DType.F32)).isEqualTo(1e-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"I64", "I32", "I8", "BOOL"})
    void integersAreExact(DType dtype) {
        assertThat(Tolerances.relative(dtype, DType.F32, List.of(DType.F16), 1e7)).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "F8E4M3", "F8E5M2"})
    void storingRounds(DType dtype) {
        double unit = Numbers.unitRoundoff(dtype);
        assertThat(of(dtype, DType.F32)).isBetween(2 * unit, 5 * unit);
        assertThat(Tolerances.relative(DType.F32, DType.F32, List.of(dtype), 1))
                .isEqualTo(of(dtype, DType.F32));
    }

    /// A register that adds random numbers one by one, as a kernel's does: its error relative to the root mean square of such sums.
    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 10_000_000})
    void sumsOfRandomTermsStayWithin(int n) {
        java.util.Random random = new java.util.Random(n);
        float single = 0;
        double exact = 0;
        for (int i = 0; i < n; i++) {
            float term = (float) random.nextGaussian();
            single += term;
            exact += term;
        }
        double error = Math.abs(single - exact) / Math.sqrt(n);
        double tolerance = Tolerances.relative(DType.F32, DType.F32, List.of(), n);
        assertThat(error).isLessThan(tolerance);
        assertThat(tolerance).isCloseTo(Math.max(1e-5, 4 * Math.sqrt(n) * 0x1p-24), within(1e-12));
    }
}
