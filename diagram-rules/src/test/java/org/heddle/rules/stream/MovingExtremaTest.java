package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.stream.StreamAnalyzerTest.assertLawful;
import static org.heddle.rules.stream.StreamAnalyzerTest.onlyRefusal;

import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// Running maxima of items less other running maxima.
final class MovingExtremaTest {
    /// The largest of items less a running maximum moves with that, and bounds exponents that are less both.
    @Test
    void anExtremumOfItemsLessAnotherMovesWithIt() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 6)
                        .input("S[q, x]", "T[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(
                                Scalar.MAX,
                                "k[q]",
                                "s, t, m -> where(t == -inf, -inf, (s - m) / 2 + t)",
                                "S[q, x]",
                                "T[q, x]",
                                "m[q]")
                        .reduce(
                                Scalar.SUM,
                                "z[q]",
                                "s, t, m, k -> where(t == -inf, 0, exp((s - m) / 2 + t - k))",
                                "S[q, x]",
                                "T[q, x]",
                                "m[q]",
                                "k[q]")
                        .output("k", "z");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.refusals()).isEmpty();
        assertThat(form.passes()).isEqualTo(1);
        StreamForm.Slot largest = form.accumulated().get("k").slots().getFirst();
        assertThat(largest.law().orElseThrow().text()).isEqualTo("k + 0.5 * (m - m')");
        assertThat(largest.rebased().orElseThrow())
                .hasToString("where(abs(k) == inf, k, k + 0.5 * (m - where(m' == -inf, 0, m')))");
        assertThat(
                        form.accumulated()
                                .get("z")
                                .slots()
                                .getFirst()
                                .rebased()
                                .orElseThrow()
                                .toString())
                .contains("min(")
                .contains("k - where(k' == -inf, 0, k')");
        assertLawful(form);
    }

    /// What attained such an extremum need not equal it when it has moved.
    @Test
    void whatAttainsAnExtremumThatMovesWithOthersWaits() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 6)
                        .input("S[q, x]", "T[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(
                                Scalar.MAX,
                                "k[q]",
                                "s, t, m -> (s - m) + t",
                                "S[q, x]",
                                "T[q, x]",
                                "m[q]")
                        .reduce(
                                Scalar.SUM,
                                "n[q]",
                                "s, t, m, k -> where((s - m) + t == k, 1, 0)",
                                "S[q, x]",
                                "T[q, x]",
                                "m[q]",
                                "k[q]")
                        .output("n");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(onlyRefusal(form).reduction()).isEqualTo("n");
    }

    @Test
    void aMaximumOfShiftedItemsBoundsTheExponentToo() {
        Sketch sketch =
                Streams.cascade(
                        "s, v, c -> s + c",
                        "s, v, w, c, b, m -> exp(s - m)",
                        "s, v, w, c, b, m, z -> exp(s - m) * v / z");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(1);
        assertLawful(form);
    }
}
