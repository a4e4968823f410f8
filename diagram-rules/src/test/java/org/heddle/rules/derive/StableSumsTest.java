package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Normalised sums of exponentials are derived in one pass and relative to their maximum, however their author wrote them.
final class StableSumsTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    /// Weights that overflow f64 as written for items near 2: all ways to write an exponential.
    static Stream<String> exponentials() {
        return Stream.of(
                "s -> exp(1000 * s)",
                "s -> exp2(2000 * s)",
                "s -> pow(7, 800 * s)",
                "s -> 1 / exp(-1000 * s)",
                "s -> exp(600 * s) * exp(400 * s)",
                "s -> exp(900 * s) / exp2(-100 * s)",
                "s -> exp(700 * s) + 3 * exp(-900 * s)",
                "s -> where(#x != 1, exp(1000 * s), 0)",
                "s -> sqrt(exp(2000 * s))",
                "s -> exp(-1000 * (s - 40) * (s - 40))");
    }

    @ParameterizedTest
    @MethodSource("exponentials")
    void normalisedSumsAreFiniteHoweverTheyAreWritten(String weight) throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 4)
                        .axis("d", 2)
                        .input("S[q, x]", "V[x, d]")
                        .map("W[q, x]", weight, "S[q, x]")
                        .reduce(Scalar.SUM, "Z[q]", "w -> w", "W[q, x]")
                        .contract("N[q, d]", "W[q, x]", "V[x, d]")
                        .map("O[q, d]", "n, z -> n / z", "N[q, d]", "Z[q]")
                        .output("O");
        Diagram before = sketch.diagram();
        var derivation = Deriver.derive(before, sketch.sizes(), CPU);
        assertThat(derivation.steps())
                .extracting(step -> step.rule())
                .contains("shift-exponentials");
        assertThat(derivation.onePass()).isTrue();
        var inputs = Meaning.inputs(before, sketch.sizes(), 5);
        var outputs = Meaning.of(derivation.result(), sketch.sizes(), inputs).get("O");
        for (long i = 0; i < outputs.elements(); i++) {
            assertThat(outputs.get(i)).isFinite();
        }
    }

    /// Geometric means of two rows of weights, one of which is nothing but far items: their exponents are so many times an item less its maximum, which says nothing of where both are near it.
    @Test
    void meansOfMaskedWeightsGetAMaximumOfTheirOwn() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 40)
                        .input("S[q, x]", "T[q, x]", "V[q, x]")
                        .map("A[q, x]", "s -> where(#x < 30, s, -1e30)", "S[q, x]")
                        .call("softmax", List.of("x"), "P[q, x]", "A[q, x]")
                        .call("softmax", List.of("x"), "R[q, x]", "T[q, x]")
                        .map("W[q, x]", "p, r -> sqrt(p) * sqrt(r)", "P[q, x]", "R[q, x]")
                        .reduce(Scalar.SUM, "N[q]", "w, v -> w * v", "W[q, x]", "V[q, x]")
                        .reduce(Scalar.SUM, "Z[q]", "w -> w", "W[q, x]")
                        .map("L[q]", "n, z -> n / z", "N[q]", "Z[q]")
                        .output("L");
        var derivation = Deriver.derive(sketch.diagram(), sketch.sizes(), CPU);
        assertThat(derivation.steps())
                .filteredOn(step -> step.rule().equals("shift-exponentials"))
                .extracting(step -> step.where().getFirst())
                .contains("N", "Z");
    }
}
