package org.heddle.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import org.heddle.backend.simd.Index.Binding;
import org.heddle.backend.simd.Index.Variable;
import org.junit.jupiter.api.Test;

/// Whole numbers come out folded, grouped, and as wide as they have to be.
final class IndexTest {
    private static final Index Q = Index.of(Variable.counter("q", 64, 1));
    private static final Index START = Index.of(Variable.counter("q_start", 1 << 20, 64));
    private static final Index LANE =
            Index.of(new Variable("lane_index", Binding.NAME, true, false, 0, 15, 1));

    private static String text(Index index) {
        return index.text(16);
    }

    @Test
    void constantsAreFolded() {
        assertThat(text(START.plus(Q).plus(777).plus(-1000))).isEqualTo("q_start + q - 223");
        assertThat(text(Q.minus(Q))).isEqualTo("0");
        assertThat(text(Q.plus(Q))).isEqualTo("q * 2");
        assertThat(text(Index.of(5).minus(Q))).isEqualTo("5 - q");
        assertThat(text(Index.ZERO.minus(Q))).isEqualTo("-q");
        assertThat(text(Index.ZERO.minus(Q).plus(-3))).isEqualTo("-q - 3");
    }

    @Test
    void commonFactorsStandTogether() {
        assertThat(text(START.plus(Q).times(64).plus(Q))).isEqualTo("q_start * 64 + q * 65");
        assertThat(text(START.plus(LANE).times(64).plus(Q)))
                .isEqualTo("(q_start + lane_index) * 64 + q");
    }

    @Test
    void boundsFollowFromTheVariables() {
        Index index = Q.times(-2).plus(5);
        assertThat(index.min()).isEqualTo(5 - 126);
        assertThat(index.max()).isEqualTo(5);
    }

    @Test
    void whatExceedsIntIsLong() {
        assertThat(START.times(2000).isWide()).isFalse();
        assertThat(text(START.plus(Q).times(4096).plus(Q)))
                .isEqualTo("q_start * 4096L + q * 4097L");
        assertThat(text(START.times(4096).plus(LANE)))
                .isEqualTo("q_start * 4096L + convert_long16(lane_index)");
        Index huge = Index.of(Variable.counter("n", Integer.MAX_VALUE, 1));
        assertThat(text(huge.plus(Q))).isEqualTo("(long)n + (long)q");
        assertThat(huge.times(1 << 22).isExact()).isTrue();
        assertThat(huge.isExactTimes(1 << 23)).isFalse();
    }

    @Test
    void multiplesAreKnown() {
        assertThat(START.plus(Q).plus(70).multiplesOf(64)).isEqualTo(START.plus(64));
        assertThat(Q.times(64).multiplesOf(64)).isEqualTo(Q.times(64));
        assertThat(text(START.plus(Q).quotient(64).times(2).plus(START.plus(Q).remainder(64))))
                .isEqualTo("((q_start + q) / 64) * 2 + (q_start + q) % 64");
    }
}
