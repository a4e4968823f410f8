package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Monoids of more than one number, and prefixes, against loops written by hand; every element alone, too.
class FoldsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Map<String, Tensor> evaluated(Sketch sketch, String... wires)
            throws EvaluationException {
        Evaluator evaluator = sketch.output(wires).evaluator();
        Map<String, Tensor> outputs = evaluator.evaluate();
        for (String wire : wires) {
            Tensor whole = outputs.get(wire);
            for (int flat = 0; flat < whole.elements(); flat++) {
                long[] index = SampleIndices.unravel(flat, whole.shape());
                Double expected = whole.get(flat); // boxed: a NaN equals itself
                assertThat(sketch.evaluator().element(wire, index)).isEqualTo(expected);
                assertThat(evaluator.element(wire, index)).isEqualTo(expected);
            }
        }
        return outputs;
    }

    private static Expr expr(String text) {
        try {
            return ExprParser.parse(text);
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Monoid.Component component(String name, String unit, String merge) {
        return new Monoid.Component(name, DType.F64, expr(unit), expr(merge));
    }

    /// Chan, Golub, LeVeque: count, mean and centred squares.
    private static final Monoid WELFORD =
            new Monoid.User(
                    "welford",
                    List.of(
                            component("n", "0", "n + n'"),
                            component(
                                    "mean",
                                    "0",
                                    "where(n + n' == 0, 0, mean + (mean' - mean) * n' / (n + n'))"),
                            component(
                                    "m2",
                                    "0",
                                    "where(n + n' == 0, 0, m2 + m2' + (mean' - mean) * (mean' - mean) * n * n' / (n + n'))")));

    /// Functions `h -> a·h + b`, composed: the right one is applied last.
    private static final Monoid AFFINE =
            new Monoid.User(
                    "affine",
                    List.of(component("a", "1", "a * a'"), component("b", "0", "a' * b + b'")));

    @ParameterizedTest
    @CsvSource({
        "'1, 5, 2, 5', 1, 0",
        "'-1, -1', 0, 0",
        "'2, NaN, 7, NaN', 1, 1",
        "'-Infinity, -Infinity', 0, 0",
        "'0, -0.0', 0, 0",
        "'3, -Infinity, Infinity', 2, 1"
    })
    void positionsOfExtremes(String items, int largest, int smallest) throws EvaluationException {
        double[] values =
                Arrays.stream(items.split(",")).mapToDouble(Double::parseDouble).toArray();
        Sketch sketch =
                new Sketch()
                        .axis("x", values.length)
                        .input("X[x]", values)
                        .reduce(Monoid.Extremum.ARGMAX, "v -> v", "most[]", "X[x]")
                        .reduce(Monoid.Extremum.ARGMIN, "v -> v", "least[]", "X[x]");
        Map<String, Tensor> found = evaluated(sketch, "most", "least");
        assertThat(found.get("most").at()).isEqualTo(largest);
        assertThat(found.get("least").at()).isEqualTo(smallest);
    }

    @Test
    void nothingHasNoExtremeAndNoLargest() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 2)
                        .axis("none", 0)
                        .axis("k", 2)
                        .input("X[i, none]")
                        .reduce(Monoid.Extremum.ARGMAX, "v -> v", "most[i]", "X[i, none]")
                        .box(
                                new Op.Reduce(new Monoid.TopK("k"), Op.Reduce.PLAIN_ITEM),
                                List.of("V[i, k]", "P[i, k]"),
                                "X[i, none]");
        Map<String, Tensor> found = evaluated(sketch, "most", "V", "P");
        assertThat(found.get("most").toDoubles()).containsExactly(-1, -1);
        assertThat(found.get("V").toDoubles()).containsOnly(-INF).hasSize(4);
        assertThat(found.get("P").toDoubles()).containsOnly(-1).hasSize(4);
    }

    /// Ties by ascending index; NaN before everything; what is missing is -inf at -1. Outputs in any order of axes.
    @Test
    void largestItems() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 3)
                        .axis("x", 4)
                        .axis("k", 3)
                        .axis("m", 6)
                        .input("X[i, x]", 2, 7, 2, 7, NAN, -INF, 1, NAN, 0, 1, 2, 3)
                        .box(
                                new Op.Reduce(new Monoid.TopK("k"), Op.Reduce.PLAIN_ITEM),
                                List.of("V[i, k]", "P[k, i]"),
                                "X[i, x]")
                        .box(
                                new Op.Reduce(new Monoid.TopK("m"), Op.Reduce.PLAIN_ITEM),
                                "all[m, i]",
                                "X[i, x]");
        Map<String, Tensor> found = evaluated(sketch, "V", "P", "all");
        assertThat(found.get("V").toDoubles()).containsExactly(7, 7, 2, NAN, NAN, 1, 3, 2, 1);
        assertThat(found.get("P").toDoubles()).containsExactly(1, 0, 3, 3, 3, 2, 0, 2, 1);
        double[] columns = new double[6];
        for (int m = 0; m < 6; m++) {
            columns[m] = found.get("all").at(m, 2);
        }
        assertThat(columns).containsExactly(3, 2, 1, 0, -INF, -INF);
    }

    @Test
    void largestItemsOfManyAreThoseThatSortingGives() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("x", 500)
                        .axis("k", 40)
                        .input("X[x]", Distribution.INTEGER)
                        .box(
                                new Op.Reduce(new Monoid.TopK("k"), Op.Reduce.PLAIN_ITEM),
                                List.of("V[k]", "P[k]"),
                                "X[x]");
        Map<String, Tensor> found = evaluated(sketch, "V", "P");
        double[] x = sketch.values("X");
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            order.add(i);
        }
        order.sort(java.util.Comparator.<Integer>comparingDouble(i -> -x[i]).thenComparing(i -> i));
        for (int k = 0; k < 40; k++) {
            assertThat(found.get("P").at(k)).isEqualTo((double) order.get(k));
            assertThat(found.get("V").at(k)).isEqualTo(x[order.get(k)]);
        }
    }

    @Test
    void variancesByAUserMonoid() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 3)
                        .axis("x", 50)
                        .axis("y", 2)
                        .input("X[i, x, y]", Distribution.NORMAL)
                        .box(
                                new Op.Reduce(WELFORD, Sketch.fn("x -> (1, x, 0)")),
                                List.of("n[i]", "mean[i]", "m2[i]"),
                                "X[i, x, y]");
        Map<String, Tensor> found = evaluated(sketch, "n", "mean", "m2");
        for (int i = 0; i < 3; i++) {
            double[] row = Arrays.copyOfRange(sketch.values("X"), i * 100, i * 100 + 100);
            double mean = Arrays.stream(row).average().orElseThrow();
            double squares = Arrays.stream(row).map(v -> (v - mean) * (v - mean)).sum();
            assertThat(found.get("n").at(i)).isEqualTo(100);
            assertThat(found.get("mean").at(i)).isCloseTo(mean, within(1e-14));
            assertThat(found.get("m2").at(i)).isCloseTo(squares, within(1e-12));
        }
    }

    /// `h_t = a_t·h_{t-1} + b_t`, for every row: the linear recurrence; backward it starts at the end.
    @ParameterizedTest
    @EnumSource(Op.Direction.class)
    void linearRecurrences(Op.Direction direction) throws EvaluationException {
        int length = 9;
        Sketch sketch =
                new Sketch()
                        .axis("c", 4)
                        .axis("t", length)
                        .input("A[t, c]", Distribution.NORMAL)
                        .input("B[c, t]", Distribution.NORMAL)
                        .scan(
                                AFFINE,
                                "a, b -> (a, b)",
                                "t",
                                Op.Prefix.INCLUSIVE,
                                direction,
                                List.of("P[t, c]", "H[c, t]"),
                                "A[t, c]",
                                "B[c, t]");
        Map<String, Tensor> found = evaluated(sketch, "P", "H");
        for (int c = 0; c < 4; c++) {
            double h = 0;
            for (int i = 0; i < length; i++) {
                int t = direction == Op.Direction.FORWARD ? i : length - 1 - i;
                h = sketch.values("A")[t * 4 + c] * h + sketch.values("B")[c * length + t];
                assertThat(found.get("H").at(c, t)).isCloseTo(h, within(1e-13));
            }
        }
    }

    @Test
    void prefixesOfAllKinds() throws EvaluationException {
        Sketch sketch = new Sketch().axis("t", 4).axis("none", 0).input("X[t]", 1, 2, 4, 8);
        for (Op.Prefix prefix : Op.Prefix.values()) {
            for (Op.Direction direction : Op.Direction.values()) {
                String name = prefix + "_" + direction;
                sketch.scan(
                        Monoid.Scalar.SUM,
                        "v -> v",
                        "t",
                        prefix,
                        direction,
                        List.of(name + "[t]"),
                        "X[t]");
            }
        }
        sketch.input("E[none]")
                .scan(
                        Monoid.Scalar.SUM,
                        "v -> v",
                        "none",
                        Op.Prefix.EXCLUSIVE,
                        Op.Direction.BACKWARD,
                        List.of("empty[none]"),
                        "E[none]");
        Map<String, Tensor> found =
                evaluated(
                        sketch,
                        "INCLUSIVE_FORWARD",
                        "INCLUSIVE_BACKWARD",
                        "EXCLUSIVE_FORWARD",
                        "EXCLUSIVE_BACKWARD",
                        "empty");
        assertThat(found.get("INCLUSIVE_FORWARD").toDoubles()).containsExactly(1, 3, 7, 15);
        assertThat(found.get("INCLUSIVE_BACKWARD").toDoubles()).containsExactly(15, 14, 12, 8);
        assertThat(found.get("EXCLUSIVE_FORWARD").toDoubles()).containsExactly(0, 1, 3, 7);
        assertThat(found.get("EXCLUSIVE_BACKWARD").toDoubles()).containsExactly(14, 12, 8, 0);
        assertThat(found.get("empty").toDoubles()).isEmpty();
    }

    /// The running position of the largest; backward, of equal items still the lowest position.
    @Test
    void runningPositionsOfExtremes() throws EvaluationException {
        Sketch sketch = new Sketch().axis("t", 5).input("X[t]", 3, 1, 3, 4, 3);
        for (Op.Direction direction : Op.Direction.values()) {
            sketch.scan(
                    Monoid.Extremum.ARGMAX,
                    "v -> v",
                    "t",
                    Op.Prefix.INCLUSIVE,
                    direction,
                    List.of(direction == Op.Direction.FORWARD ? "f[t]" : "b[t]"),
                    "X[t]");
        }
        sketch.scan(
                Monoid.Extremum.ARGMIN,
                "v -> where(v == 3, 0, 1)",
                "t",
                Op.Prefix.EXCLUSIVE,
                Op.Direction.BACKWARD,
                List.of("e[t]"),
                "X[t]");
        Map<String, Tensor> found = evaluated(sketch, "f", "b", "e");
        assertThat(found.get("f").toDoubles()).containsExactly(0, 0, 0, 3, 3);
        assertThat(found.get("b").toDoubles()).containsExactly(3, 3, 3, 3, 4);
        assertThat(found.get("e").toDoubles()).containsExactly(2, 2, 4, 4, -1);
    }

    /// A scan and a map with several results, of which only some are asked for.
    @Test
    void mapsMayHaveSeveralResults() throws EvaluationException {
        Sketch sketch =
                new Sketch()
                        .axis("i", 2)
                        .axis("j", 3)
                        .input("X[i, j]", 1, 2, 3, 4, 5, 6)
                        .box(
                                new Op.Map(Sketch.fn("x -> (x + 1, -x)")),
                                List.of("U[j, i]", "D[i, j]"),
                                "X[i, j]")
                        .reduce(Monoid.Scalar.SUM, "d -> d", "s[]", "D[i, j]");
        assertThat(evaluated(sketch, "s").get("s").at()).isEqualTo(-21);
        assertThat(evaluated(sketch, "U").get("U").toDoubles()).containsExactly(2, 5, 3, 6, 4, 7);
    }
}
