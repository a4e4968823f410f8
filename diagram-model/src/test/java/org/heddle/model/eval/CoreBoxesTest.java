package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.assertj.core.data.Offset;
import org.heddle.model.data.Distribution;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Semiring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Each core box against loops written by hand.
class CoreBoxesTest {
    private static DoubleBinaryOperator plus(Semiring semiring) {
        return switch (semiring) {
            case SUM_PRODUCT -> Double::sum;
            case MAX_PLUS, MAX_PRODUCT -> Math::max;
            case MIN_PLUS -> Math::min;
            case OR_AND -> (a, b) -> a + b > 0 ? 1 : 0;
            case LOG_SUM_EXP -> (a, b) -> Math.log(Math.exp(a) + Math.exp(b));
        };
    }

    private static DoubleBinaryOperator times(Semiring semiring) {
        return switch (semiring) {
            case SUM_PRODUCT, MAX_PRODUCT -> (a, b) -> a * b;
            case MAX_PLUS, MIN_PLUS, LOG_SUM_EXP -> Double::sum;
            case OR_AND -> (a, b) -> a * b != 0 ? 1 : 0;
        };
    }

    private static double zero(Semiring semiring) {
        return switch (semiring) {
            case SUM_PRODUCT, OR_AND -> 0;
            case MAX_PLUS, MAX_PRODUCT, LOG_SUM_EXP -> Double.NEGATIVE_INFINITY;
            case MIN_PLUS -> Double.POSITIVE_INFINITY;
        };
    }

    /// Logarithms round, two ways round differently: by some ulps for each of up to 72 items. All else is exact.
    private static Offset<Double> allowed(Semiring semiring, double value) {
        return Offset.offset(semiring == Semiring.LOG_SUM_EXP ? 1e-13 * Math.abs(value) : 0);
    }

    /// `C[i, j] = ⊕ over k of A[i, k] ⊗ B[k, j] ⊗ w[k]`, in all sizes that take different loops.
    @ParameterizedTest
    @EnumSource(Semiring.class)
    void contractions(Semiring semiring) throws EvaluationException {
        for (int size : new int[] {1, 3, 7, 8, 21, 70}) {
            Sketch sketch =
                    new Sketch()
                            .axis("i", size + 1)
                            .axis("j", size)
                            .axis("k", size + 2)
                            .input("A[i, k]", Distribution.INTEGER)
                            .input("B[k, j]", Distribution.INTEGER)
                            .input("w[k]", Distribution.INTEGER)
                            .contract(semiring, "C[i, j]", "A[i, k]", "B[k, j]")
                            .contract(semiring, "Ct[j, i]", "B[k, j]", "A[i, k]")
                            .contract(semiring, "D[i, j]", "A[i, k]", "B[k, j]", "w[k]")
                            .output("C", "Ct", "D");
            var outputs = sketch.evaluator().evaluate();
            double[] a = sketch.values("A");
            double[] b = sketch.values("B");
            double[] w = sketch.values("w");
            for (int i = 0; i <= size; i++) {
                for (int j = 0; j < size; j++) {
                    double two = zero(semiring);
                    double three = zero(semiring);
                    for (int k = 0; k < size + 2; k++) {
                        double product =
                                times(semiring)
                                        .applyAsDouble(a[i * (size + 2) + k], b[k * size + j]);
                        two = plus(semiring).applyAsDouble(two, product);
                        three =
                                plus(semiring)
                                        .applyAsDouble(
                                                three,
                                                times(semiring).applyAsDouble(product, w[k]));
                    }
                    assertThat(outputs.get("C").at(i, j)).isCloseTo(two, allowed(semiring, two));
                    assertThat(outputs.get("Ct").at(j, i)).isCloseTo(two, allowed(semiring, two));
                    assertThat(outputs.get("D").at(i, j))
                            .isCloseTo(three, allowed(semiring, three));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Semiring.class)
    void contractionOfNothingIsTheUnit(Semiring semiring) throws EvaluationException {
        double[] c =
                new Sketch()
                        .axis("i", 9)
                        .axis("j", 10)
                        .axis("k", 0)
                        .input("A[i, k]")
                        .input("B[k, j]")
                        .contract(semiring, "C[i, j]", "A[i, k]", "B[k, j]")
                        .output("C")
                        .evaluate();
        assertThat(c).hasSize(90).containsOnly(zero(semiring));
    }

    /// Two reduced axes, outer product, elementwise product, scalar result: the other shapes of a sum of products.
    @Test
    void sumsOfProductsOfAllShapes() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 9)
                        .axis("j", 11)
                        .axis("k", 3)
                        .input("A[i, j, k]", Distribution.INTEGER)
                        .input("B[k, j, i]", Distribution.INTEGER)
                        .input("u[j]", Distribution.INTEGER)
                        .contract("rows[i]", "A[i, j, k]", "B[k, j, i]")
                        .contract("all[]", "A[i, j, k]", "B[k, j, i]")
                        .contract("outer[k, i, j, k2]", "A[i, j, k2]", "B[k, j, i]")
                        .contract("weighted[i, k, j]", "A[i, j, k]", "u[j]")
                        .axis("k2", 3)
                        .output("rows", "all", "outer", "weighted");
        var outputs = sketch.evaluator().evaluate();
        double[] a = sketch.values("A");
        double[] b = sketch.values("B");
        double[] u = sketch.values("u");
        double all = 0;
        for (int i = 0; i < 9; i++) {
            double row = 0;
            for (int j = 0; j < 11; j++) {
                for (int k = 0; k < 3; k++) {
                    double left = a[(i * 11 + j) * 3 + k];
                    row += left * b[(k * 11 + j) * 9 + i];
                    assertThat(outputs.get("weighted").at(i, k, j)).isEqualTo(left * u[j]);
                    for (int l = 0; l < 3; l++) {
                        assertThat(outputs.get("outer").at(l, i, j, k))
                                .isEqualTo(left * b[(l * 11 + j) * 9 + i]);
                    }
                }
            }
            assertThat(outputs.get("rows").at(i)).isEqualTo(row);
            all += row;
        }
        assertThat(outputs.get("all").at()).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({
        "SUM, 3, 0",
        "PROD, -2, 1",
        "MAX, 2, -Infinity",
        "MIN, -1, Infinity",
        "AND, 1, 1",
        "OR, 1, 0",
    })
    void reductions(Monoid.Scalar monoid, double expected, double unit) throws EvaluationException {
        double[] x = {2, 1, -1, 1};
        Sketch sketch =
                new Sketch()
                        .axis("x", x.length)
                        .axis("none", 0)
                        .input("X[x]", x)
                        .input("empty[none]")
                        .reduce(monoid, "a -> a", "r[]", "X[x]")
                        .reduce(monoid, "a -> a", "unit[]", "empty[none]")
                        .output("r", "unit");
        assertThat(sketch.evaluator().evaluate().get("r").at()).isEqualTo(expected);
        assertThat(sketch.evaluator().evaluate().get("unit").at()).isEqualTo(unit);
    }

    /// The item sees every input, the index along reduced axes too, and the sizes.
    @Test
    void reductionsOfItems() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 4)
                        .axis("x", 5)
                        .input("X[i, x]", Distribution.NORMAL)
                        .input("y[i]", Distribution.NORMAL)
                        .reduce(
                                Monoid.Scalar.SUM,
                                "a, b -> abs(a - b) * (#x + 1) / |x| + #i",
                                "r[i]",
                                "X[i, x]",
                                "y[i]")
                        .output("r");
        double[] r = sketch.evaluate();
        for (int i = 0; i < 4; i++) {
            double expected = 0;
            for (int x = 0; x < 5; x++) {
                expected +=
                        Math.abs(sketch.values("X")[i * 5 + x] - sketch.values("y")[i])
                                        * (x + 1)
                                        / 5
                                + i;
            }
            assertThat(r[i]).isCloseTo(expected, within(1e-14));
        }
    }

    @Test
    void mapsBroadcastByNameAndFillWithoutInputs() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 2)
                        .axis("j", 3)
                        .input("u[i]", 10, 20)
                        .input("v[j]", 1, 2, 3)
                        .map("S[j, i]", "a, b -> a + b", "u[i]", "v[j]")
                        .map("index[i, j]", "-> #i * |j| + #j")
                        .output("S", "index");
        var outputs = sketch.evaluator().evaluate();
        assertThat(outputs.get("S").toDoubles()).containsExactly(11, 21, 12, 22, 13, 23);
        assertThat(outputs.get("index").toDoubles()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void diagonalsAreReadByNamingAnAxisTwice() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("a", 3)
                        .axis("b", 3)
                        .axis("i", 3)
                        .input("A[a, b]", 1, 2, 3, 4, 5, 6, 7, 8, 9)
                        .map("diagonal[i]", "x -> x", "A[i, i]")
                        .contract("trace[]", "A[i, i]")
                        .contract("squares[]", "A[i, i]", "A[i, i]")
                        .contract("product[a, b]", "A[a, a]", "A[a, b]")
                        .output("diagonal", "trace", "squares", "product");
        var outputs = sketch.evaluator().evaluate();
        assertThat(outputs.get("diagonal").toDoubles()).containsExactly(1, 5, 9);
        assertThat(outputs.get("trace").at()).isEqualTo(15);
        assertThat(outputs.get("squares").at()).isEqualTo(1 + 25 + 81);
        assertThat(outputs.get("product").toDoubles())
                .containsExactly(1, 2, 3, 20, 25, 30, 63, 72, 81);
    }

    @Test
    void outputPortsRename() throws EvaluationException {
        double[] transposed =
                new Sketch()
                        .axis("i", 2)
                        .axis("j", 2)
                        .input("A[i, j]", 1, 2, 3, 4)
                        .wire("T[i, j]")
                        .map("T[j, i]", "x -> x", "A[i, j]")
                        .output("T")
                        .evaluate();
        assertThat(transposed).containsExactly(1, 3, 2, 4);
    }

    @Test
    void emptyAxesGiveEmptyOutputs() throws EvaluationException {
        double[] empty =
                new Sketch()
                        .axis("i", 0)
                        .axis("k", 3)
                        .input("A[i, k]")
                        .input("B[k]", 1, 2, 3)
                        .contract("C[i]", "A[i, k]", "B[k]")
                        .map("D[i]", "c -> c + 1", "C[i]")
                        .output("D")
                        .evaluate();
        assertThat(empty).isEmpty();
    }

    /// More items than one thread takes: chunks meet at every element once.
    @Test
    void largeArraysAreCutIntoChunks() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 333)
                        .axis("j", 401)
                        .input("A[i, j]", Distribution.NORMAL)
                        .map("B[j, i]", "a -> a + 1", "A[i, j]")
                        .reduce(Monoid.Scalar.SUM, "b -> b", "s[i]", "B[j, i]")
                        .output("s");
        double[] a = sketch.values("A");
        double[] expected = new double[333];
        for (int i = 0; i < 333; i++) {
            for (int j = 0; j < 401; j++) {
                expected[i] += a[i * 401 + j] + 1;
            }
        }
        assertThat(Arrays.equals(sketch.evaluate(), expected)).isTrue();
    }
}
