package org.heddle.rules.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AccuracyTest {
    /// Of six pairs, five are in the same order.
    @Test
    void countsPairs() {
        Accuracy accuracy = Accuracy.of(List.of(1.0, 2.0, 3.0, 4.0), List.of(2.0, 1.0, 3.0, 8.0));
        assertThat(accuracy.tau()).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(accuracy.error()).isCloseTo((0.5 + 1 + 0 + 0.5) / 4, within(1e-12));
        assertThat(accuracy.chosen()).isZero();
        assertThat(accuracy.fastest()).isEqualTo(1);
    }

    @Test
    void anOrderReversedIsMinusOne() {
        assertThat(Accuracy.of(List.of(1.0, 2.0, 3.0), List.of(3.0, 2.0, 1.0)).tau())
                .isCloseTo(-1, within(1e-12));
    }

    /// One tie among the predictions: two of three pairs have an order there.
    @Test
    void tiesCountAsTauBHasThem() {
        assertThat(Accuracy.of(List.of(1.0, 1.0, 2.0), List.of(1.0, 2.0, 3.0)).tau())
                .isCloseTo(2 / Math.sqrt(2 * 3), within(1e-12));
    }

    @Test
    void asManyPredictionsAsMeasurements() {
        assertThatThrownBy(() -> Accuracy.of(List.of(1.0), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
