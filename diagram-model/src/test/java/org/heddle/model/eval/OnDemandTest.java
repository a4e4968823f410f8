package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An element asked for alone is the element of the whole wire, and both are what the definition says.
class OnDemandTest {
    /// O[q, d] fixes d, which the scores reduce under the same name: `S[q, x] = Σ_d Q[q, d] K[x, d]`.
    @Test
    void anAxisFixedForTheOutputIsNotFixedWhereAnotherBoxReducesIt() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("q", 4)
                        .axis("x", 5)
                        .axis("d", 3)
                        .input("Q[q, d]", Distribution.INTEGER)
                        .input("K[x, d]", Distribution.INTEGER)
                        .input("V[x, d]", Distribution.INTEGER)
                        .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                        .contract("O[q, d]", "S[q, x]", "V[x, d]")
                        .output("O");
        double[] whole = sketch.evaluate();
        assertElementsAre(whole, sketch, "O");
        double expected = 0;
        for (int x = 0; x < 5; x++) {
            for (int d = 0; d < 3; d++) {
                expected +=
                        sketch.values("Q")[2 * 3 + d]
                                * sketch.values("K")[x * 3 + d]
                                * sketch.values("V")[x * 3 + 1];
            }
        }
        assertThat(sketch.evaluator().element("O", 2, 1)).isEqualTo(expected);
    }

    /// A wire read by its row in one place and by its column in another, under swapped names.
    @Test
    void oneWireIsAskedForDifferentRegions() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 4)
                        .axis("j", 4)
                        .axis("k", 4)
                        .input("A[i, j]", Distribution.INTEGER)
                        .map("B[i, j]", "a -> a + #i - #j", "A[i, j]")
                        .contract("C[i, j]", "B[i, k]", "B[k, j]", "B[j, i]", "B[k, k]")
                        .output("C");
        assertElementsAre(sketch.evaluate(), sketch, "C");
    }

    private static void assertElementsAre(double[] whole, Sketch sketch, String wire)
            throws EvaluationException {
        Evaluator evaluator = sketch.evaluator();
        for (int flat = 0; flat < whole.length; flat++) {
            long[] index = SampleIndices.unravel(flat, sketch.shape(wire));
            assertThat(evaluator.element(wire, index))
                    .as("%s at %s", wire, flat)
                    .isEqualTo(whole[flat]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void randomDiagrams(int group) throws EvaluationException {
        for (int i = 0; i < 60; i++) {
            long seed = group * 1000L + i;
            Sketch sketch = RandomSketch.draw(seed);
            Diagram diagram = sketch.diagram();
            Definition definition = new Definition(diagram, sketch.sizes(), sketch.inputs());
            Evaluator evaluator = sketch.evaluator();
            for (String wire : diagram.wires().keySet()) {
                Tensor whole = evaluator.evaluate(java.util.List.of(wire)).get(wire);
                for (int flat = 0; flat < whole.elements(); flat++) {
                    long[] index = SampleIndices.unravel(flat, whole.shape());
                    String where =
                            "seed "
                                    + seed
                                    + ", "
                                    + wire
                                    + java.util.Arrays.toString(index)
                                    + " of "
                                    + diagram;
                    Double expected = definition.element(wire, index); // boxed: a NaN equals itself
                    assertThat(whole.get(flat)).as(where).isEqualTo(expected);
                    assertThat(evaluator.element(wire, index)).as(where).isEqualTo(expected);
                }
            }
        }
    }

    /// Room for a few rows only: slices are dropped and computed again, with the same result.
    @Test
    void elementsDoNotDependOnTheMemoryAllowed() throws EvaluationException {
        Sketch sketch = Sketch.weightedMean(2, 40, 50, 8);
        Evaluator plenty = sketch.evaluator();
        Evaluator scarce = plenty.withMaxBytes(12_000);
        Samples expected = plenty.sample("O", 300, 4);
        Samples found = scarce.sample("O", 300, 4);
        assertThat(found.flatIndices()).isEqualTo(expected.flatIndices());
        assertThat(found.values()).isEqualTo(expected.values());
    }

    /// While B is computed, A waits for it: A, B and x must fit together.
    @Test
    void whatAComputationHoldsIsCounted() throws EvaluationException {
        Evaluator evaluator =
                new Sketch()
                        .axis("i", 1000)
                        .input("x[i]", Distribution.INTEGER)
                        .map("A[i]", "x -> x + 1", "x[i]")
                        .map("B[i]", "x -> x - 1", "x[i]")
                        .contract("s[]", "A[i]", "B[i]")
                        .output("s")
                        .evaluator();
        double expected = evaluator.evaluate().get("s").at();
        assertThat(evaluator.withMaxBytes(24_000).element("s")).isEqualTo(expected);
        assertThatThrownBy(() -> evaluator.withMaxBytes(23_999).element("s"))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(
                        "wire 'B[:]' needs 8000 bytes beside 16000 bytes in use, 23999 bytes are allowed");
    }

    @Test
    void diagramsMayBeDeeperThanTheStack() throws EvaluationException {
        Sketch sketch = new Sketch().axis("i", 2).input("w0[i]", 1, 2);
        int depth = 6000;
        for (int i = 0; i < depth; i++) {
            sketch.map("w" + (i + 1) + "[i]", "x -> x + 1", "w" + i + "[i]");
        }
        assertThat(sketch.evaluator().element("w" + depth, 1)).isEqualTo(depth + 2);
    }

    /// The scores would take 128 GiB; what a row needs is a few hundred kilobytes.
    @Test
    void largeInteriorWiresAreNotMaterialised() throws EvaluationException {
        long n = 1 << 16;
        Evaluator evaluator =
                new Sketch()
                        .axis("q", n)
                        .axis("x", n)
                        .axis("d", 2)
                        .input("Q[q, d]", Distribution.INTEGER)
                        .input("K[x, d]", Distribution.INTEGER)
                        .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                        .reduce(
                                org.heddle.model.diagram.Monoid.Scalar.MAX,
                                "s -> s",
                                "m[q]",
                                "S[q, x]")
                        .output("m")
                        .evaluator()
                        .withMaxBytes(32 << 20);
        assertThat(evaluator.element("m", n - 1)).isBetween(0.0, 32.0);
    }
}
