package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// From which extent on one time is as long as another.
final class EnoughTest {
    @Test
    void isTheLeastExtent() {
        assertThat(Enough.extent(n -> 2.0 * n, n -> 100.0 + n)).hasValue(100);
        assertThat(Enough.extent(n -> 2.0 * n, n -> 100.5 + n)).hasValue(101);
        assertThat(Enough.extent(n -> 3.0, n -> 1.0)).hasValue(1);
        assertThat(Enough.extent(n -> 1.0 * n, n -> 1.1 * n)).isEmpty();
    }

    /// What is no number, or infinite, is longer than any time.
    @Test
    void whatDoesNotFitIsNeverEnough() {
        assertThat(Enough.extent(n -> 1.0 * n, n -> n > 1000 ? Double.NaN : 1)).isEmpty();
        assertThat(Enough.extent(n -> 1.0 * n, n -> Double.POSITIVE_INFINITY)).isEmpty();
    }

    /// A memory that does not hold what is held whatever the labels are moves no finite number of bytes.
    @Test
    void whatIsHeldHasToFit() {
        ClosedForm form = ClosedForm.of(Programs.streamed(2)).orElseThrow();
        double held = form.held().at(_ -> 64);
        assertThat(held).isPositive();
        assertThat(form.at(held, _ -> 64)).isInfinite();
        assertThat(form.at(held - 1, _ -> 64)).isInfinite();
        assertThat(form.at(2 * held, _ -> 64)).isFinite();
    }
}
