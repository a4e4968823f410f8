package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Op;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    /// Row by row, as in a textbook.
    private static double[] weightedMean(
            double[] q, double[] k, double[] v, int heads, int queries, int keys, int width) {
        double[] o = new double[heads * queries * width];
        for (int h = 0; h < heads; h++) {
            for (int row = 0; row < queries; row++) {
                double[] weights = new double[keys];
                double total = 0;
                for (int x = 0; x < keys; x++) {
                    double score = 0;
                    for (int d = 0; d < width; d++) {
                        score += q[(h * queries + row) * width + d] * k[(h * keys + x) * width + d];
                    }
                    weights[x] = Math.exp(score / Math.sqrt(width));
                    total += weights[x];
                }
                for (int e = 0; e < width; e++) {
                    double sum = 0;
                    for (int x = 0; x < keys; x++) {
                        sum += weights[x] * v[(h * keys + x) * width + e];
                    }
                    o[(h * queries + row) * width + e] = sum / total;
                }
            }
        }
        return o;
    }

    @Test
    void aWeightedMeanIsWhatTheTextbookSays() throws EvaluationException {
        Sketch sketch = Sketch.weightedMean(2, 65, 130, 24);
        double[] expected =
                weightedMean(
                        sketch.values("Q"), sketch.values("K"), sketch.values("V"), 2, 65, 130, 24);
        assertThat(ErrorMeasure.compare(expected, sketch.evaluate()).maxRelative())
                .isLessThan(1e-14);
        ErrorMeasure sampled =
                sketch.evaluator()
                        .sample("O", 500, 1)
                        .against(Tensor.of(DType.F64, sketch.shape("O"), expected));
        assertThat(sampled.count()).isGreaterThanOrEqualTo(500);
        assertThat(sampled.maxRelative()).isLessThan(1e-14);
    }

    @Test
    void interiorWiresAndInputsCanBeAskedFor() throws EvaluationException {
        Sketch sketch = Sketch.weightedMean(1, 3, 5, 4);
        Map<String, Tensor> wires = sketch.evaluator().evaluate(List.of("l", "P", "Q"));
        assertThat(wires.keySet()).containsExactly("l", "P", "Q");
        assertThat(wires.get("Q").toDoubles()).isEqualTo(sketch.values("Q"));
        for (int q = 0; q < 3; q++) {
            double sum = 0;
            for (int x = 0; x < 5; x++) {
                sum += wires.get("P").at(0, q, x);
            }
            assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-15));
        }
    }

    @Test
    void inputsAreDecodedFromTheTypeTheyHave() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 3)
                        .input("x[i]", Distribution.NORMAL)
                        .map("y[i]", "x -> x", "x[i]")
                        .output("y");
        for (DType dtype : DType.values()) {
            Tensor typed = sketch.inputs().get("x").to(dtype);
            Evaluator evaluator =
                    Evaluator.of(sketch.diagram(), sketch.sizes(), Map.of("x", typed));
            assertThat(evaluator.evaluate().get("y").toDoubles()).isEqualTo(typed.toDoubles());
            assertThat(evaluator.evaluate().get("y").dtype()).isEqualTo(DType.F64);
        }
    }

    @Test
    void tooLittleMemoryIsAnErrorThatStatesBoundAndNeed() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 100)
                        .axis("j", 100)
                        .input("u[i]", Distribution.NORMAL)
                        .contract("A[i, j]", "u[i]", "u[j]")
                        .contract("s[]", "A[i, j]", "A[i, j]")
                        .output("s");
        long need = (100 + 100 * 100) * 8; // while A is computed from u
        Evaluator evaluator = sketch.evaluator();
        assertThatThrownBy(() -> evaluator.withMaxBytes(need - 1).evaluate())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(
                        "needs " + need + " bytes, " + (need - 1) + " bytes are allowed");
        assertThat(evaluator.withMaxBytes(need).evaluate().get("s").elements()).isEqualTo(1);
        assertThatThrownBy(() -> evaluator.withMaxBytes(50_000).element("s"))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("wire 'A[:, :]' needs 80000 bytes")
                .hasMessageContaining("50000 bytes are allowed");
    }

    @Test
    void aWireLargerThanAJavaArrayIsAnErrorToo() {
        Evaluator evaluator =
                new Sketch()
                        .axis("i", 1L << 20)
                        .axis("j", 1L << 20)
                        .map("A[i, j]", "-> #i + #j")
                        .output("A")
                        .evaluator()
                        .withMaxBytes(Long.MAX_VALUE);
        assertThatThrownBy(evaluator::evaluate)
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("1099511627776 elements");
    }

    @Test
    void brokenContractsAreRefusedNamingTheBox() {
        Sketch base = new Sketch().axis("i", 2).axis("j", 3).input("x[i]", 1, 2).output("y");
        refused(
                "unfold the call of 'softmax' first",
                box(new Op.Call("softmax", List.of()), "y[i]", "x[i]"));
        refused(
                "unfold the block 'kernel' first",
                box(new Op.Block(base.diagram(), "kernel"), "y[i]", "x[i]"));
        refused(
                "a map may not lose the axes [i]",
                new Sketch().axis("i", 2).input("x[i]", 1, 2).map("y[]", "a -> a", "x[i]"));
        refused(
                "2 parameters for 1 inputs",
                new Sketch().axis("i", 2).input("x[i]", 1, 2).map("y[i]", "a, b -> a", "x[i]"));
        refused(
                "axis 'j' has size 3, the wire's axis 'i' has size 2",
                new Sketch()
                        .axis("i", 2)
                        .axis("j", 3)
                        .input("x[i]", 1, 2)
                        .map("y[j]", "a -> a", "x[j]"));
        refused(
                "names an axis twice",
                new Sketch()
                        .axis("i", 2)
                        .axis("j", 2)
                        .input("x[i]", 1, 2)
                        .wire("y[i, j]")
                        .map("y[i, i]", "a -> a", "x[i]"));
    }

    private static Sketch box(Op op, String output, String input) {
        return new Sketch().axis("i", 2).input("x[i]", 1, 2).box(op, output, input);
    }

    private static void refused(String message, Sketch sketch) {
        assertThatThrownBy(sketch.output("y")::evaluator)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("box 'y'")
                .hasMessageContaining(message);
    }

    @Test
    void inputsMustBeThereAndFit() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 2)
                        .input("x[i]", 1, 2)
                        .map("y[i]", "a -> a", "x[i]")
                        .output("y");
        assertThatThrownBy(() -> Evaluator.of(sketch.diagram(), sketch.sizes(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no tensor for input 'x'");
        Tensor wrong = Tensor.allocate(DType.F32, List.of(3L));
        assertThatThrownBy(() -> Evaluator.of(sketch.diagram(), sketch.sizes(), Map.of("x", wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input 'x' has shape [3], its wire has shape [2]");
        assertThatThrownBy(() -> sketch.evaluator().element("z"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sketch.evaluator().element("y", 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> sketch.evaluator().element("y"))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
