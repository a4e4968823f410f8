package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.stream.StreamAnalyzerTest.assertLawful;
import static org.heddle.rules.stream.StreamAnalyzerTest.onlyRefusal;

import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Differences of what is normalised by running values of its own.
final class WrittenSumsTest {
    private static StreamForm difference(String item) {
        return Streams.form(
                new Sketch()
                        .axis("x", 6)
                        .input("S[x]", "T[x]", "V[x]", "c[]")
                        .reduce(Scalar.MAX, "m[]", "s -> s", "S[x]")
                        .reduce(Scalar.SUM, "z[]", "s, m -> exp(s - m)", "S[x]", "m[]")
                        .reduce(Scalar.MAX, "n[]", "t -> t", "T[x]")
                        .reduce(Scalar.SUM, "w[]", "t, n -> exp(t - n)", "T[x]", "n[]")
                        .reduce(
                                Scalar.SUM,
                                "O[]",
                                "s, t, v, c, m, z, n, w -> " + item,
                                "S[x]",
                                "T[x]",
                                "V[x]",
                                "c[]",
                                "m[]",
                                "z[]",
                                "n[]",
                                "w[]")
                        .output("O"),
                "x");
    }

    @Test
    void aDifferenceOfWeightedMeansIsOnePass() {
        StreamForm form = difference("(exp(s - m) / z - c * (exp(t - n) / w)) * v");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("O").slots()).hasSize(2);
        assertThat(form.accumulated().get("O").slots())
                .allMatch(slot -> slot.law().isPresent())
                .noneMatch(slot -> slot.item().arguments().contains("z"));
        assertLawful(form);
    }

    /// Both logarithms are measured from one centre: nearly equal ones cancel item by item.
    @Test
    void aDivergenceIsOnePass() {
        StreamForm form = difference("exp(s - m - log(z)) * (s - m - log(z) - (t - n - log(w)))");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("O").slots()).hasSize(1);
        assertLawful(form);
    }

    /// Whether a weight vanishes is asked of what it is a weight of; of anything else, the small number itself decides.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "where(exp(s - m) / z > 0, t, 0)",
                "where(exp(s - m) / z != 0, exp(t - n) / w, 0)",
                "where(exp(s - m) == 0, 0, exp(s - m) * t + t)"
            })
    void aWeightThatVanishesHidesNothingElse(String item) {
        assertThat(difference(item).passes()).isEqualTo(2);
    }

    /// What is made of `c` by its mean only; the mean cancels.
    @Test
    void aRunningValueThatCancelsIsNotKept() {
        StreamForm form =
                Streams.form(
                        new Sketch()
                                .axis("x", 6)
                                .input("S[x]", "V[x]")
                                .reduce(Scalar.SUM, "c[]", "s -> s / |x|", "S[x]")
                                .reduce(Scalar.MAX, "m[]", "s -> s", "S[x]")
                                .reduce(Scalar.SUM, "z[]", "s, m -> exp(s - m)", "S[x]", "m[]")
                                .reduce(
                                        Scalar.SUM,
                                        "O[]",
                                        "s, v, c, m, z -> exp(s - c) / (z * exp(m - c)) * v",
                                        "S[x]",
                                        "V[x]",
                                        "c[]",
                                        "m[]",
                                        "z[]")
                                .output("O"),
                        "x");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated()).containsOnlyKeys("m", "z", "O");
        assertLawful(form);
    }

    /// What is exact is as large as what is rounded item by item, where they cancel.
    @ParameterizedTest
    @ValueSource(strings = {"(abs(v) - exp(t - n) / w) * s", "(v - exp(t - n) / w) * s"})
    void oneSummandMayBeExact(String item) {
        StreamForm form = difference(item);
        assertThat(form.passes()).isEqualTo(1);
        assertLawful(form);
    }

    @Test
    void aProductOfDifferencesIsNoSumAsWritten() {
        StreamForm form = difference("(exp(s - m) / z - exp(t - n) / w) * (exp(s - m) / z - c)");
        assertThat(form.passes()).isEqualTo(2);
        assertThat(onlyRefusal(form).reason()).contains("may cancel");
    }
}
