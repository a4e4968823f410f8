package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ports that compute positions, against loops written by hand; every element alone, too.
class ComputedReadsTest {
    private static Tensor evaluated(Sketch sketch, String wire) throws EvaluationException {
        Evaluator evaluator = sketch.output(wire).evaluator();
        Tensor whole = evaluator.evaluate().get(wire);
        for (int flat = 0; flat < whole.elements(); flat++) {
            long[] index = SampleIndices.unravel(flat, whole.shape());
            assertThat(evaluator.element(wire, index))
                    .as("%s at %s", wire, flat)
                    .isEqualTo(whole.get(flat));
        }
        return whole;
    }

    /// `Y[o, y, x] = Σ_{c, u, v} W[o, c, u, v] · X[c, s·y + t·u - p, s·x + t·v - p]`, 0 outside; with and without the
    /// fast loops (which need every read inside).
    @ParameterizedTest
    @CsvSource({"1, 1, 0", "1, 1, 1", "2, 1, 1", "2, 3, 0", "1, 2, 2", "3, 2, 4"})
    void convolutions(int stride, int dilation, int padding) throws EvaluationException {
        int size = 12;
        int window = 3;
        int positions = (size + 2 * padding - dilation * (window - 1) - 1) / stride + 1;
        String read =
                "X[c, %d*y + %d*u - %d, %d*x + %d*v - %d] | 0"
                        .formatted(stride, dilation, padding, stride, dilation, padding);
        Sketch sketch =
                new Sketch()
                        .axis("o", 2)
                        .axis("c", 3)
                        .axis("h", size)
                        .axis("w", size)
                        .axis("u", window)
                        .axis("v", window)
                        .axis("y", positions)
                        .axis("x", positions)
                        .input("X[c, h, w]", Distribution.INTEGER)
                        .input("W[o, c, u, v]", Distribution.INTEGER)
                        .contract("Y[o, y, x]", "W[o, c, u, v]", read);
        Tensor found = evaluated(sketch, "Y");
        Tensor image = sketch.inputs().get("X");
        Tensor weights = sketch.inputs().get("W");
        for (int o = 0; o < 2; o++) {
            for (int y = 0; y < positions; y++) {
                for (int x = 0; x < positions; x++) {
                    double sum = 0;
                    for (int i = 0; i < 3 * window * window; i++) {
                        int c = i / (window * window);
                        int u = i / window % window;
                        int v = i % window;
                        int row = stride * y + dilation * u - padding;
                        int column = stride * x + dilation * v - padding;
                        boolean inside = row >= 0 && row < size && column >= 0 && column < size;
                        sum += inside ? weights.at(o, c, u, v) * image.at(c, row, column) : 0;
                    }
                    assertThat(found.at(o, y, x)).isEqualTo(sum);
                }
            }
        }
    }

    @Test
    void poolingTakesTheLargestOfEveryWindow() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("h", 7)
                        .axis("y", 3)
                        .axis("u", 3)
                        .input("X[h]", 3, 1, -4, 1, 5, -9, -2)
                        .reduce(Monoid.Scalar.MAX, "v -> v", "P[y]", "X[2*y + u]");
        assertThat(evaluated(sketch, "P").toDoubles()).containsExactly(3, 5, 5);
    }

    /// Coefficients and offsets made of sizes: `X[|x| - 1 - i]` and `X[|k|·y + k]`.
    @Test
    void reversalAndReshape() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("x", 6)
                        .axis("i", 6)
                        .axis("y", 2)
                        .axis("k", 3)
                        .input("X[x]", 10, 11, 12, 13, 14, 15)
                        .reindex("R[i]", "X[|x| - 1 - i]")
                        .reindex("M[k, y]", "X[|k|*y + k]");
        assertThat(evaluated(sketch, "R").toDoubles()).containsExactly(15, 14, 13, 12, 11, 10);
        assertThat(evaluated(sketch, "M").toDoubles()).containsExactly(10, 13, 11, 14, 12, 15);
    }

    @Test
    void constantPositionsAndComputedDiagonals() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("a", 3)
                        .axis("b", 3)
                        .axis("i", 3)
                        .input("A[a, b]", 1, 2, 3, 4, 5, 6, 7, 8, 9)
                        .reindex("row[i]", "A[1, i]")
                        .reindex("anti[i]", "A[i, |a| - 1 - i]")
                        .reindex("corner[]", "A[|a| - 1, 0]");
        assertThat(evaluated(sketch, "row").toDoubles()).containsExactly(4, 5, 6);
        assertThat(evaluated(sketch, "anti").toDoubles()).containsExactly(3, 5, 7);
        assertThat(evaluated(sketch, "corner").at()).isEqualTo(7);
    }

    @Test
    void gathersReadTheRowsThatTheIndicesName() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("v", 4)
                        .axis("d", 2)
                        .axis("t", 5)
                        .input("E[v, d]", 0, 1, 10, 11, 20, 21, 30, 31)
                        .input("ids[t]", 3, 0, 0, 2, 1)
                        .reindex("rows[t, d]", "E[ids[t], d]")
                        .contract("sum[d]", "E[ids[t], d]");
        assertThat(evaluated(sketch, "rows").toDoubles())
                .containsExactly(30, 31, 0, 1, 0, 1, 20, 21, 10, 11);
        assertThat(evaluated(sketch, "sum").toDoubles()).containsExactly(60, 65);
    }

    /// A block table: `K[pages[blocks[s], p], r]`, with indices computed as well, and -1 for what is not there.
    @Test
    void gathersNestAndFill() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("page", 3)
                        .axis("r", 2)
                        .axis("b", 2)
                        .axis("n", 2)
                        .axis("s", 3)
                        .axis("p", 3)
                        .input("K[page, r]", 1, 2, 3, 4, 5, 6)
                        .input("pages[b, n]", 2, 0, 1, -1)
                        .input("blocks[s]", 1, 0, 1)
                        .reindex("G[s, p, r]", "K[pages[blocks[s], p - 1] | 7, r] | -5");
        Tensor found = evaluated(sketch, "G");
        int[][] table = {{7, 2, 0}, {7, 1, -1}};
        int[] blocks = {1, 0, 1};
        for (int s = 0; s < 3; s++) {
            for (int p = 0; p < 3; p++) {
                for (int r = 0; r < 2; r++) {
                    int page = table[blocks[s]][p];
                    double expected = page < 0 || page > 2 ? -5 : 2 * page + r + 1;
                    assertThat(found.at(s, p, r)).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'0, 4, 9', 'wire ''E'' is read at 4 along axis ''v'' of size 4, at t = 1', E609",
        "'0, 1, -1', 'wire ''E'' is read at -1 along axis ''v'' of size 4, at t = 2', E609",
        "'0.5, 1, 2', 'is read at ids[t] = 0.5, which is no integer, at t = 0', E609",
        "'NaN, 1, 2', 'is read at ids[t] = NaN, which is no integer, at t = 0', E609"
    })
    void positionsOutsideAreErrorsOfTheFirstElement(String ids, String message, Code code) {
        double[] values =
                java.util.Arrays.stream(ids.split(",")).mapToDouble(Double::parseDouble).toArray();
        Sketch sketch =
                new Sketch()
                        .axis("v", 4)
                        .axis("t", 3)
                        .input("E[v]", 0, 1, 2, 3)
                        .input("ids[t]", values)
                        .reindex("rows[t]", "E[ids[t]]")
                        .output("rows");
        assertThatThrownBy(sketch::evaluate)
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("box 'rows'")
                .hasMessageContaining(message)
                .extracting(e -> ((EvaluationException) e).code())
                .isEqualTo(code);
        assertThatThrownBy(
                        () -> {
                            for (int t = 0; t < 3; t++) {
                                sketch.evaluator().element("rows", t);
                            }
                        })
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void affineReadsOutsideAreErrorsUnlessNothingIsRead() throws EvaluationException {
        Sketch outside =
                new Sketch()
                        .axis("x", 4)
                        .axis("y", 3)
                        .axis("none", 0)
                        .input("X[x]", 0, 1, 2, 3)
                        .reindex("Y[y]", "X[y + 2]")
                        .reduce(Monoid.Scalar.SUM, "a -> a", "Z[y]", "X[y + 9*none + 2]")
                        .output("Y");
        assertThatThrownBy(outside::evaluate)
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("wire 'X' is read at 4 along axis 'x' of size 4, at y = 2");
        assertThat(outside.evaluator().evaluate(java.util.List.of("Z")).get("Z").toDoubles())
                .containsOnly(0)
                .hasSize(3);
    }

    @Test
    void constantsAreExpressionsOfTheIndices() throws EvaluationException {
        Expr triangle =
                Expr.call(
                        Fun.LE,
                        new Expr.Index("j"),
                        Expr.call(Fun.ADD, new Expr.Index("i"), Expr.num(1)));
        Sketch sketch =
                new Sketch()
                        .axis("i", 2)
                        .axis("j", 3)
                        .box(new Op.Constant(triangle), "T[i, j]")
                        .box(new Op.Constant(new Expr.Extent("j")), "n[]");
        assertThat(evaluated(sketch, "T").toDoubles()).containsExactly(1, 1, 0, 1, 1, 1);
        assertThat(evaluated(sketch, "n").at()).isEqualTo(3);
    }

    /// A window of a row is all that an output element needs: the padded wire of 10^12 elements is never there.
    @Test
    void elementsOfAGatherFromAHugeWireAreComputedOnDemand() throws EvaluationException {
        long n = 1_000_000;
        Evaluator evaluator =
                new Sketch()
                        .axis("i", n)
                        .axis("j", n)
                        .axis("k", 3)
                        .input("u[i]", Distribution.INTEGER)
                        .input("ids[i]", Distribution.INTEGER)
                        .contract("A[i, j]", "u[i]", "u[j]")
                        .reduce(Monoid.Scalar.SUM, "a -> a", "W[i, j]", "A[i, j - k] | 0")
                        .reindex("G[i]", "W[ids[i], i] | 0")
                        .output("G")
                        .evaluator();
        assertThatThrownBy(() -> evaluator.evaluate(java.util.List.of("W")))
                .isInstanceOf(EvaluationException.class)
                .extracting(e -> ((EvaluationException) e).code())
                .isEqualTo(Code.S824);
        Evaluator scarce = evaluator.withMaxBytes(64 << 20);
        Tensor u = scarce.evaluate(java.util.List.of("u")).get("u");
        Tensor ids = scarce.evaluate(java.util.List.of("ids")).get("ids");
        for (long i : new long[] {0, 1, 2, 12_345, n - 1}) {
            double expected = 0;
            for (int k = 0; k < 3 && k <= i && ids.get(i) >= 0; k++) {
                expected += u.get((long) ids.get(i)) * u.get(i - k);
            }
            assertThat(scarce.element("G", i)).isEqualTo(expected);
        }
    }
}
