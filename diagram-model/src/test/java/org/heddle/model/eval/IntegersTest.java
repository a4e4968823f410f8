package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.junit.jupiter.api.Test;

/// Integers are exact, or there is no result.
class IntegersTest {
    private static final double BOUND = 0x1p53;

    private static Sketch sketch(double... values) {
        return new Sketch()
                .axis("i", values.length)
                .input("n[i]", values)
                .wire(DType.I64, "r[]")
                .output("r");
    }

    private static void refused(Sketch sketch, String message) {
        assertThatThrownBy(sketch::evaluate)
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((EvaluationException) e).code())
                .isEqualTo(Code.E610);
    }

    @Test
    void resultsBelowTheBoundAreExact() throws EvaluationException {
        double[] sum =
                sketch(BOUND - 3, 2).reduce(Monoid.Scalar.SUM, "n -> n", "r[]", "n[i]").evaluate();
        assertThat(sum).containsExactly(BOUND - 1);
    }

    /// The sum is small again, but a bit was lost on the way.
    @Test
    void partialResultsCount() {
        refused(
                sketch(BOUND - 1, 2, -BOUND + 1).reduce(Monoid.Scalar.SUM, "n -> n", "r[]", "n[i]"),
                "box 'r': a partial result of wire 'r' is 9007199254740992");
        refused(
                sketch(BOUND - 1, 2, -BOUND + 1).contract("r[]", "n[i]"),
                "box 'r': a partial result of wire 'r' is 9007199254740992");
    }

    @Test
    void productsCountInFastLoopsToo() throws EvaluationException {
        refused(
                sketch(1e8, 1).contract("r[]", "n[i]", "n[i]"),
                "a value of the expression is 10000000000000000");
        assertThat(sketch(9e7, 1).contract("r[]", "n[i]", "n[i]").evaluate())
                .containsExactly(8.1e15 + 1);
    }

    @Test
    void mapsCountAndFloatingWiresDoNot() throws EvaluationException {
        refused(
                sketch(3e15).wire(DType.I64, "r[i]").map("r[i]", "n -> 4 * n", "n[i]"),
                "a value of the expression is 12000000000000000");
        assertThat(
                        sketch(3e15)
                                .wire(DType.F64, "r[i]")
                                .map("r[i]", "n -> 4 * n", "n[i]")
                                .evaluate())
                .containsExactly(1.2e16);
    }

    /// The result is small again, but a bit was lost on the way.
    @Test
    void valuesInsideExpressionsCount() throws EvaluationException {
        for (String fn : new String[] {"n -> mod(n * n, 10)", "n -> n * n - (n - 1) * (n - 1)"}) {
            refused(
                    sketch(94906267).wire(DType.I64, "r[i]").map("r[i]", fn, "n[i]"),
                    "box 'r': a value of the expression is 9007199515875288");
            assertThat(sketch(9490).wire(DType.I64, "r[i]").map("r[i]", fn, "n[i]").evaluate())
                    .containsExactly(fn.startsWith("n -> mod") ? 0 : 18979);
        }
    }

    @Test
    void theMaximumOfNothingIsNoInteger() throws EvaluationException {
        assertThat(sketch().reduce(Monoid.Scalar.MAX, "n -> n", "r[]", "n[i]").evaluate())
                .containsExactly(Double.NEGATIVE_INFINITY);
    }

    @Test
    void inputsThatF64DoesNotHoldAreRefused() {
        Sketch sketch = sketch(0, 0).reduce(Monoid.Scalar.MAX, "n -> n", "r[]", "n[i]");
        Tensor large = Tensor.allocate(DType.I64, List.of(2L));
        large.set(1, -BOUND - 2);
        Evaluator evaluator = Evaluator.of(sketch.diagram(), sketch.sizes(), Map.of("n", large));
        assertThatThrownBy(evaluator::evaluate)
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("input 'n': element [1] is -9007199254740994");
    }

    @Test
    void castsRoundToTheNearestInteger() throws EvaluationException {
        double[] cast =
                new Sketch()
                        .axis("i", 4)
                        .input("x[i]", 0.5, 1.5, -2.7, 1e10)
                        .wire(DType.I32, "r[i]")
                        .reindex("r[i]", "x[i]")
                        .output("r")
                        .evaluate();
        assertThat(cast).containsExactly(0, 2, -3, Integer.MAX_VALUE);
    }
}
