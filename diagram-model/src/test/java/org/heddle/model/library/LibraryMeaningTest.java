package org.heddle.model.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.heddle.model.check.Checker;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the definitions of the library compute, and that a woven call computes it for every woven index.
class LibraryMeaningTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] ROW = {0.5, -1.25, 3, 0, -2};
    private static final double[] MASKED = {-INF, -INF, -INF};
    private static final double[] LARGE = {1000, 999, -INF};
    private static final long SEED = 11;

    static Stream<String> names() {
        return Library.standard().names().stream();
    }

    @Test
    void softmaxSumsToOneAndGivesZeroWhereAllIsMasked() {
        double sum = Arrays.stream(ROW).map(Math::exp).sum();
        check("softmax", ROW, Arrays.stream(ROW).map(s -> Math.exp(s) / sum).toArray());
        check("softmax", MASKED, 0, 0, 0);
        check("softmax", LARGE, 1 / (1 + Math.exp(-1)), 1 / (1 + Math.E), 0);
        check("softmax", new double[0]);
    }

    @Test
    void logarithmsOfSumsOfExponentials() {
        double sum = Arrays.stream(ROW).map(Math::exp).sum();
        check("logsumexp", ROW, Math.log(sum));
        check("logsumexp", MASKED, -INF);
        check("logsumexp", LARGE, 1000 + Math.log1p(Math.exp(-1)));
        check("logsumexp", new double[0], -INF);
        check("log-softmax", ROW, Arrays.stream(ROW).map(s -> s - Math.log(sum)).toArray());
        check("log-softmax", MASKED, -INF, -INF, -INF);
        double[] p = Arrays.stream(ROW).map(s -> Math.exp(s) / sum).toArray();
        check("entropy", ROW, -Arrays.stream(p).map(q -> q * Math.log(q)).sum());
        check("entropy", new double[] {2, -INF, -INF}, 0);
    }

    @Test
    void crossEntropyIsThatOfTheTargetUnderTheSoftmax() {
        double[] target = {0.25, 0, 0.75, 0, 0};
        double sum = Arrays.stream(ROW).map(Math::exp).sum();
        double expected = -(0.25 * (ROW[0] - Math.log(sum)) + 0.75 * (ROW[2] - Math.log(sum)));
        double[] actual =
                evaluate(
                        Library.standard().find("cross-entropy").orElseThrow(),
                        List.of(5L),
                        List.of(ROW, target));
        assertThat(actual[0]).isCloseTo(expected, within(1e-12));
    }

    @Test
    void moments() {
        double n = ROW.length;
        double mean = Arrays.stream(ROW).sum() / n;
        double variance = Arrays.stream(ROW).map(v -> (v - mean) * (v - mean)).sum() / n;
        double square = Arrays.stream(ROW).map(v -> v * v).sum();
        check("mean", ROW, mean);
        check("variance", ROW, variance);
        check("l2norm", ROW, Math.sqrt(square));
        check(
                "layernorm",
                ROW,
                Arrays.stream(ROW).map(v -> (v - mean) / Math.sqrt(variance + 1e-5)).toArray());
        check(
                "rmsnorm",
                ROW,
                Arrays.stream(ROW).map(v -> v / Math.sqrt(square / n + 1e-5)).toArray());
    }

    @Test
    void activations() {
        double erf1 = 0.8427007929497149;
        pointwise("relu", 2, 2);
        pointwise("relu", -2, 0);
        pointwise("silu", 2, 2 / (1 + Math.exp(-2)));
        pointwise("silu", -1000, 0);
        pointwise("gelu", Math.sqrt(2), Math.sqrt(0.5) * (1 + erf1));
        pointwise("gelu-tanh", 1, 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * 1.044715)));
    }

    /// A call woven over h and q, and over two axes at once where the definition has one, is the definition on each slice.
    @ParameterizedTest
    @MethodSource("names")
    void aWovenCallComputesEverySlice(String name) {
        Diagram definition = Library.standard().find(name).orElseThrow();
        List<String> over = definition.over().isEmpty() ? List.of() : List.of("x", "y");
        Random random = new Random(SEED);
        Diagram call = call(definition, List.of("x", "h", "y", "q"), over);
        List<double[]> arrays =
                definition.inputs().stream()
                        .map(_ -> random.doubles(6 * 6).map(v -> v - 0.5).toArray())
                        .toList();
        double[] whole = evaluate(call, List.of(2L, 3L, 3L, 2L), arrays);
        boolean reduced = definition.wire(definition.outputs().getFirst()).axes().isEmpty();
        for (int n = 0; n < (over.isEmpty() ? 36 : 6); n++) {
            int[] slice = over.isEmpty() ? new int[] {n} : slice(n);
            List<double[]> rows =
                    arrays.stream()
                            .map(a -> Arrays.stream(slice).mapToDouble(i -> a[i]).toArray())
                            .toList();
            double[] expected =
                    evaluate(definition, over.isEmpty() ? List.of() : List.of(6L), rows);
            double[] actual =
                    reduced && !over.isEmpty()
                            ? new double[] {whole[n]}
                            : Arrays.stream(slice).mapToDouble(i -> whole[i]).toArray();
            assertThat(actual)
                    .as("%s, slice %d, seed %d", name, n, SEED)
                    .containsExactly(expected, within(1e-12));
        }
    }

    /// Flat indices of x, y in an array [x=2, h=3, y=3, q=2] at one h, q.
    private static int[] slice(int hq) {
        int[] indices = new int[6];
        for (int xy = 0; xy < 6; xy++) {
            indices[xy] = ((xy / 3 * 3 + hq / 2) * 3 + xy % 3) * 2 + hq % 2;
        }
        return indices;
    }

    private static Diagram call(Diagram definition, List<String> axes, List<String> over) {
        Map<String, Wire> wires = new LinkedHashMap<>();
        definition
                .inputs()
                .forEach(wire -> wires.put(wire, new Wire("in_" + wire, DType.F64, axes)));
        String output = definition.outputs().getFirst();
        boolean reduced = definition.wire(output).axes().isEmpty() && !over.isEmpty();
        wires.put(output, new Wire("out", DType.F64, reduced ? List.of("h", "q") : axes));
        List<Wire> inputs = definition.inputs().stream().map(wires::get).toList();
        Box box =
                new Box(
                        "call",
                        new Op.Call(definition.name(), over),
                        inputs.stream().map(Port::of).toList(),
                        List.of(Port.of(wires.getOrDefault(output, inputs.getFirst()))));
        Diagram diagram =
                new Diagram(
                        "woven",
                        axes.stream().map(Axis::free).toList(),
                        wires.values(),
                        inputs.stream().map(Wire::name).toList(),
                        List.of("out"),
                        List.of(),
                        List.of(box),
                        List.of());
        assertThat(Checker.check(diagram)).isEmpty();
        return Unfold.all(diagram);
    }

    private static void check(String name, double[] row, double... expected) {
        double[] actual =
                evaluate(
                        Library.standard().find(name).orElseThrow(),
                        List.of((long) row.length),
                        List.of(row));
        for (int i = 0; i < expected.length; i++) {
            boolean exact = Double.isInfinite(expected[i]);
            double distance =
                    exact && actual[i] == expected[i] ? 0 : Math.abs(actual[i] - expected[i]);
            assertThat(distance).as("%s of %s", name, Arrays.toString(row)).isLessThan(1e-12);
        }
        assertThat(actual).hasSameSizeAs(expected);
    }

    private static void pointwise(String name, double argument, double expected) {
        double[] actual =
                evaluate(
                        Library.standard().find(name).orElseThrow(),
                        List.of(),
                        List.of(new double[] {argument}));
        assertThat(actual[0]).isCloseTo(expected, within(1e-12));
    }

    private static double[] evaluate(Diagram diagram, List<Long> shape, List<double[]> arrays) {
        Map<String, Long> given = new LinkedHashMap<>();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int k = 0; k < arrays.size(); k++) {
            Wire wire = diagram.wire(diagram.inputs().get(k));
            for (int i = 0; i < shape.size(); i++) {
                given.put(wire.axes().get(i), shape.get(i));
            }
            inputs.put(wire.name(), Tensor.of(DType.F64, shape, arrays.get(k)));
        }
        try {
            Tensor result =
                    Evaluator.of(diagram, SizeBinder.bind(diagram, given), inputs)
                            .evaluate()
                            .get(diagram.outputs().getFirst());
            return result == null ? new double[0] : result.toDoubles();
        } catch (DiagnosticException | EvaluationException e) {
            throw new AssertionError(e);
        }
    }
}
