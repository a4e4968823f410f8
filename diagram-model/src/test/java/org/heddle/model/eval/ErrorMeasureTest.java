package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErrorMeasureTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static ErrorMeasure compare(double[] expected, double... actual) {
        return ErrorMeasure.compare(expected, actual);
    }

    private static double[] values(double... values) {
        return values;
    }

    @Test
    void equalValuesHaveNoError() {
        ErrorMeasure measure =
                compare(values(1, -2, 0, INF, -INF, NAN, 0.0), 1, -2, 0, INF, -INF, NAN, -0.0);
        assertThat(measure.within(0)).isTrue();
        assertThat(measure.worstIndex()).isEqualTo(-1);
        assertThat(measure.count()).isEqualTo(7);
        assertThat(measure).hasToString("max error 0.00 relative, 0.00 absolute over 7 elements");
    }

    /// rms of (3, 4, 0, 0) is 2.5: large elements count relative to themselves, small ones relative to the rms.
    @Test
    void relativeErrorHasTheRmsAsFloor() {
        double[] expected = {3, 4, 0, 0};
        assertThat(compare(expected, 3, 4.4, 0, 0).maxRelative()).isCloseTo(0.1, within(1e-15));
        ErrorMeasure small = compare(expected, 3, 4, 0.5, 0);
        assertThat(small.rms()).isCloseTo(2.5, within(1e-15));
        assertThat(small.maxRelative()).isCloseTo(0.2, within(1e-15));
        assertThat(small.maxAbsolute()).isEqualTo(0.5);
        assertThat(small.maxRelativeToPeak()).isEqualTo(0.125);
        assertThat(small.worstIndex()).isEqualTo(2);
        assertThat(small.expectedAtWorst()).isZero();
        assertThat(small.actualAtWorst()).isEqualTo(0.5);
        assertThat(small.within(0.2)).isTrue();
        assertThat(small.within(0.19)).isFalse();
        assertThat(small)
                .hasToString(
                        "max error 0.200 relative, 0.500 absolute over 4 elements, worst at 2: 0.5, expected 0.0");
    }

    @Test
    void infinitiesAndNaNsMustMatch() {
        assertThat(compare(values(1, INF), 1, -INF).infinityMismatches()).isEqualTo(1);
        assertThat(compare(values(1, 2), 1, INF).infinityMismatches()).isEqualTo(1);
        assertThat(compare(values(1, 2), 1, NAN).nanMismatches()).isEqualTo(1);
        assertThat(compare(values(1, INF), 1, NAN).nanMismatches()).isEqualTo(1);
        ErrorMeasure licensed = compare(values(1, NAN, -INF), 1, 0, 5);
        assertThat(licensed.nanMismatches()).isEqualTo(1);
        assertThat(licensed.infinityMismatches()).isEqualTo(1);
        assertThat(licensed.licensed()).isZero();
        assertThat(licensed.worstIndex()).isEqualTo(1);
        assertThat(licensed.within(1)).isFalse();
        assertThat(licensed.withinWhereFinite(0)).isFalse();
        assertThat(compare(values(1, 0, 5), 1, NAN, -INF).withinWhereFinite(1)).isFalse();
        assertThat(licensed.toString())
                .contains("1 NaN and 1 infinity mismatches, worst at 1: 0.0, expected NaN");
    }

    @Test
    void zerosAreExactOrInfinitelyWrong() {
        assertThat(compare(values(0, 0), 0, 0).maxRelative()).isZero();
        assertThat(compare(values(0, 0), 0, 1e-300).maxRelative()).isEqualTo(INF);
        assertThat(compare(values()).within(0)).isTrue();
    }

    @Test
    void theRmsNeitherOverflowsNorVanishes() {
        assertThat(compare(values(1e300, 1e300), 1e300, 1e300).rms()).isEqualTo(1e300);
        assertThat(compare(values(1e-300, -1e-300), 1e-300, 1e-300).maxRelative()).isEqualTo(2);
    }

    @Test
    void lengthsMustAgree() {
        assertThatThrownBy(() -> compare(values(1), 1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
