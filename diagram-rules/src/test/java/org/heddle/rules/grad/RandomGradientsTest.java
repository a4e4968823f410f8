package org.heddle.rules.grad;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.check.Checker;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Meaning;
import org.heddle.testdata.FiniteDifferences;
import org.heddle.testdata.FiniteDifferences.Comparison;
import org.heddle.testdata.RandomDiagrams;
import org.junit.jupiter.api.Test;

/// Gradients of random diagrams of every kind of box.
final class RandomGradientsTest {
    private static final int DIAGRAMS = Integer.getInteger("heddle.random", 300);

    @Test
    void gradientsOfRandomDiagramsAreWhatCentralDifferencesSay() throws Exception {
        int compared = 0;
        for (long seed = 0; seed < DIAGRAMS; seed++) {
            Diagram diagram = RandomDiagrams.draw(seed, 1 + (int) (seed % 6));
            Diagram gradient;
            try {
                gradient = Gradient.of(diagram, List.of());
            } catch (DiagnosticException e) {
                assertThat(e).as("seed %d\n%s", seed, diagram).hasMessageContaining("R70");
                continue;
            }
            assertThat(Checker.check(gradient))
                    .as("seed %d\n%s\n%s", seed, diagram, gradient)
                    .filteredOn(Diagnostic::isError)
                    .isEmpty();
            Sizes sizes = SizeBinder.bind(diagram, Map.of());
            Map<String, Tensor> inputs = inputs(diagram, sizes, seed);
            List<Comparison> all =
                    FiniteDifferences.compare(
                            FiniteDifferences.inF64(diagram),
                            gradient,
                            sizes,
                            SizeBinder.bind(gradient, Map.of()),
                            inputs,
                            Map.of(),
                            6,
                            seed);
            for (Comparison one : all) {
                if (isSmooth(one)) {
                    assertThat(one.error())
                            .as("seed %d: %s\n%s\n%s", seed, one, diagram, gradient)
                            .isLessThan(1e-5);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(DIAGRAMS);
    }

    @Test
    void savingChangesNoGradient() throws Exception {
        int saving = 0;
        for (long seed = 0; seed < DIAGRAMS; seed++) {
            Diagram diagram =
                    FiniteDifferences.inF64(RandomDiagrams.draw(seed, 1 + (int) (seed % 6)));
            Passes passes;
            Diagram whole;
            try {
                passes = Passes.of(diagram, List.of());
                whole = Gradient.of(diagram, List.of());
            } catch (DiagnosticException _) {
                continue;
            }
            assertThat(Checker.check(passes.forward())).filteredOn(Diagnostic::isError).isEmpty();
            assertThat(Checker.check(passes.backward())).filteredOn(Diagnostic::isError).isEmpty();
            Sizes sizes = SizeBinder.bind(diagram, Map.of());
            Map<String, Tensor> given = inputs(diagram, sizes, seed);
            Sizes forwardSizes = SizeBinder.bind(passes.forward(), Map.of());
            given.putAll(Meaning.of(passes.forward(), forwardSizes, given));
            for (String input : whole.inputs()) {
                given.computeIfAbsent(
                        input,
                        wire -> inputs(whole, sizes, DIAGRAMS).getOrDefault(wire, given.get(wire)));
            }
            Map<String, Tensor> expected =
                    Meaning.of(whole, SizeBinder.bind(whole, Map.of()), given);
            Map<String, Tensor> actual =
                    Meaning.of(
                            passes.backward(), SizeBinder.bind(passes.backward(), Map.of()), given);
            assertThat(actual.keySet()).isEqualTo(expected.keySet());
            saving += passes.saved().isEmpty() ? 0 : 1;
            expected.forEach(
                    (wire, tensor) -> {
                        for (long i = 0; i < tensor.elements(); i++) {
                            double a = tensor.get(i);
                            double b = actual.get(wire).get(i);
                            if (Double.isFinite(a)) {
                                assertThat(Math.abs(a - b))
                                        .as("%s[%d]: %s and %s\n%s", wire, i, a, b, passes)
                                        .isLessThanOrEqualTo(1e-9 * Math.max(1, Math.abs(a)));
                            }
                        }
                    });
        }
        assertThat(saving).isGreaterThan(DIAGRAMS / 10);
    }

    /// Random numbers, no two equal: where two are, a largest one is at a kink.
    private static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = Meaning.inputs(diagram, sizes, seed);
        for (Tensor tensor : tensors.values()) {
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.set(i, random.nextDouble(-2, 2));
            }
        }
        return tensors;
    }

    /// Neither at a jump nor so steep that the quotient says nothing.
    private static boolean isSmooth(Comparison one) {
        return Double.isFinite(one.scale()) && one.scale() < 1e4;
    }
}
