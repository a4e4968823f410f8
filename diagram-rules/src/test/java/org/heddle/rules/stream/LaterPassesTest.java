package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// Forms of several passes.
final class LaterPassesTest {
    /// What an earlier pass has finished is the value of its wire: `m` is divided by `sqrt(n)` once.
    @Test
    void whatAnEarlierPassFinishedIsTakenAsItIs() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 6)
                        .input("S[q, x]", "T[q, x]")
                        .reduce(Scalar.SUM, "n[q]", "s -> s * s", "S[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s, n -> s / sqrt(n)", "S[q, x]", "n[q]")
                        .reduce(
                                Scalar.SUM,
                                "z[q]",
                                "s, n, m -> exp(s / sqrt(n) - m)",
                                "S[q, x]",
                                "n[q]",
                                "m[q]")
                        .reduce(
                                Scalar.SUM,
                                "o[q]",
                                "s, n, m, z, t -> exp(s / sqrt(n) - m) * t / z",
                                "S[q, x]",
                                "n[q]",
                                "m[q]",
                                "z[q]",
                                "T[q, x]")
                        .output("o");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(2);
        assertThat(form.accumulated().get("m").isPlain()).isFalse();
        assertThat(AccumulatorLaws.check(form, 1, 1000).counterexample()).isEmpty();
    }
}
