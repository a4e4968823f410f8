package org.heddle.rules.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.Meaning;
import org.heddle.testdata.FiniteDifferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GradientTest {
    static Diagram diagram(String text) throws DiagnosticException {
        return TextReader.read(new SourceText("test.hd", text)).orThrow();
    }

    static String boxes(Diagram diagram) {
        return String.join(
                "\n",
                TextWriter.write(diagram)
                        .lines()
                        .filter(line -> line.contains(" = ") && !line.startsWith("axis"))
                        .toList());
    }

    /// The gradient by `X` of the sum of all outputs, for given numbers.
    private static double[] gradient(String text, double... x) throws Exception {
        Diagram diagram = diagram(text);
        Diagram gradient = Gradient.of(diagram, List.of("X"));
        Map<String, Long> known = new LinkedHashMap<>();
        gradient.axes().keySet().stream()
                .filter("n"::equals)
                .forEach(n -> known.put(n, (long) x.length));
        Sizes sizes = SizeBinder.bind(gradient, known);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String input : gradient.inputs()) {
            List<Long> shape = gradient.wire(input).axes().stream().map(sizes::of).toList();
            Tensor tensor = Tensor.allocate(DType.F64, shape);
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.set(i, input.equals("X") ? x[(int) i] : 1);
            }
            inputs.put(input, tensor);
        }
        return Meaning.of(gradient, sizes, inputs).get("dX").toDoubles();
    }

    @Test
    void aProductGivesTwoProducts() throws Exception {
        Diagram gradient = Gradient.of(diagram("C[i, j] = A[i, k] * B[k, j]"), List.of());
        assertThat(gradient.inputs()).containsExactly("A", "B", "dC");
        assertThat(boxes(gradient))
                .isEqualTo(
                        """
                        dA[i, k] = B[k, j] * dC[i, j]
                        dB[k, j] = A[i, k] * dC[i, j]""");
    }

    /// The shift by the largest item gets nothing, and the closed form is what is left: no template knows the definition.
    @Test
    void aNormalisedExponentialGivesItsClosedForm() throws Exception {
        Diagram gradient = Gradient.of(diagram("P[q, x] = softmax[x](S[q, x])"), List.of());
        assertThat(boxes(gradient))
                .endsWith(
                        """
                        dP_z_P_p[q] = P[q, x] * dP[q, x]
                        dS[q, x] = P[q, x] * (dP[q, x] - dP_z_P_p[q])""");
        Diagram plain =
                Gradient.of(
                        diagram(
                                """
                                E[q, x] = exp(S[q, x]); Z[q] = sum[x](E[q, x])
                                P[q, x] = E[q, x] / Z[q]"""),
                        List.of());
        assertThat(boxes(plain)).endsWith("dS[q, x] = P[q, x] * (dP[q, x] - dZ_P[q])");
    }

    @Test
    void aDeviationFromTheMeanKeepsItsDigits() throws Exception {
        Diagram gradient = Gradient.of(diagram("v[i] = variance[c](X[i, c])"), List.of());
        assertThat(boxes(gradient)).contains("X[i, c] - v_mu[i]").doesNotContain("dv_mu");
    }

    @Test
    void aCopyBecomesASum() throws Exception {
        assertThat(
                        boxes(
                                Gradient.of(
                                        diagram(
                                                "f(a: f32[i]) -> y, z\ny[i] = 2 * a[i]\nz[i] = 3 * a[i]"),
                                        List.of())))
                .isEqualTo("da[i] = 2 * dy[i] + 3 * dz[i]");
    }

    @Test
    void aBroadcastBecomesASumAndASumABroadcast() throws Exception {
        assertThat(boxes(Gradient.of(diagram("y[i, j] = a[i] + b[i, j]"), List.of("a"))))
                .isEqualTo("da[i] = sum[j](dy[i, j])  @(dy)");
        assertThat(boxes(Gradient.of(diagram("y[i] = sum[j](b[i, j])"), List.of())))
                .isEqualTo("one_j[j] = 1\ndb[i, j] = dy[i] * one_j[j]");
    }

    /// An axis that items do not vary along counts as often as it is long.
    @Test
    void anAxisThatIsSummedInVainCounts() throws Exception {
        assertThat(boxes(Gradient.of(diagram("y[i] = sum[j](a[i] + b[j])"), List.of("a"))))
                .isEqualTo("da[i] = dy[i] * |j|");
    }

    @Test
    void windowsAreTurnedRound() throws Exception {
        assertThat(
                        boxes(
                                Gradient.of(
                                        diagram(
                                                "wire X: f32[t]\nwire W: f32[k]\nY[t] = X[t + k - 1 else 0] * W[k]"),
                                        List.of("X"))))
                .isEqualTo("dX[t] = W[k] * dY[t - k + 1 else 0]");
        assertThat(
                        boxes(
                                Gradient.of(
                                        diagram(
                                                "wire X: f32[n]\naxis y = n\nY[y] = X[|n| - 1 - y]"),
                                        List.of())))
                .isEqualTo("dX[n] = (dy -> dy)(dY[-n + |n| - 1 else 0])");
    }

    @Test
    void gathersAreScattered() throws Exception {
        assertThat(
                        boxes(
                                Gradient.of(
                                        diagram(
                                                "f(E: f32[v, d], ids: i32[t]) -> G\nG[t, d] = E[ids[t], d]"),
                                        List.of())))
                .isEqualTo(
                        """
                        at_v[v] : i32 = #v
                        dE[v, d] = sum[t](where(ids[t] == at_v[v], dG[t, d], 0))""");
    }

    @ParameterizedTest
    @CsvSource({
        "'2, 3, 5', '15, 10, 6'",
        "'0, 3, 5', '15, 0, 0'",
        "'0, 3, 0', '0, 0, 0'",
        "'7', '1'",
        "'0', '1'",
        "'-0.0, 4', '4, 0'"
    })
    void productsWithZeros(String x, String expected) throws Exception {
        assertThat(gradient("f(X: f64[n]) -> y\ny = prod[n](X[n])", numbers(x)))
                .containsExactly(numbers(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "max, '1, 3, 2', '0, 1, 0'",
        "max, '3, 3, 2', '0.5, 0.5, 0'",
        "max, '2, 2, 1, 2, 2', '0.25, 0.25, 0, 0.25, 0.25'",
        "min, '3, 2, 2', '0, 0.5, 0.5'",
        "max, '-Infinity, -Infinity', '0.5, 0.5'"
    })
    void equalExtremaShare(String monoid, String x, String expected) throws Exception {
        assertThat(gradient("f(X: f64[n]) -> y\ny = " + monoid + "[n](X[n])", numbers(x)))
                .containsExactly(numbers(expected));
    }

    private static final String LARGEST = "f(X: f64[n]) -> y\ny = max[n](X[n])";

    /// The last of the maxima of all items up to an index: a maximum that is carried along.
    private static final String CARRIED =
            """
            f(X: f64[n]) -> y
            M[n] = scan max[n](X[n])
            y = sum[n](where(#n == |n| - 1, M[n], 0))""";

    private static final String NESTED =
            """
            f(X: f64[n]) -> y
            Y[n] = max(X[n], max(X[n + 1 else -inf], X[n + 2 else -inf]))
            y = sum[n](where(#n == 0, Y[n], 0))""";

    /// A maximum over an axis shares at once, one that is carried along or nested halves at every step.
    @Test
    void moreThanTwoEqualItemsShareWhereTheyMeet() throws Exception {
        assertThat(gradient(LARGEST, 2, 2, 2)).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
        assertThat(gradient(CARRIED, 2, 2, 2)).containsExactly(0.25, 0.25, 0.5);
        assertThat(gradient(NESTED, 2, 2, 2)).containsExactly(0.5, 0.25, 0.25);
    }

    /// However equal items share, it is a subgradient: nowhere does a maximum lie below the plane that its gradient spans. By one of three equal items a central difference says 1/2, and the
    /// three halves would be none.
    @ParameterizedTest
    @ValueSource(strings = {LARGEST, CARRIED, NESTED})
    void sharesOfEqualItemsAreASubgradient(String text) throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        for (int trial = 0; trial < 40; trial++) {
            double[] x = random.ints(3, 0, 2).asDoubleStream().toArray();
            double[] g = gradient(text, x);
            assertThat(Arrays.stream(g).sum()).isEqualTo(1);
            double rise = 0;
            double[] moved = x.clone();
            for (int i = 0; i < x.length; i++) {
                moved[i] += random.nextInt(-2, 3) / 4.0;
                rise += g[i] * (moved[i] - x[i]);
            }
            assertThat(Arrays.stream(moved).max().orElseThrow())
                    .isGreaterThanOrEqualTo(Arrays.stream(x).max().orElseThrow() + rise);
        }
    }

    /// Of equal items that one is among the largest which stands first.
    @Test
    void theLargestGetWhatIsTheirs() throws Exception {
        String text = "f(X: f64[n]) -> y\naxis k = 2\ny[k] = topk(k)[n](X[n])";
        assertThat(gradient(text, 1, 3, 3, 3)).containsExactly(0, 1, 1, 0);
        assertThat(gradient(text, 4)).containsExactly(1);
    }

    /// Rows that are masked from end to end get nothing, not NaN.
    @Test
    void maskedRowsGetNothing() throws Exception {
        String text =
                """
                f(X: f64[n]) -> y
                T[n] = where(#n < 0, X[n], -inf)
                P[n] = softmax[n](T[n])
                y[n] = P[n] * X[n]
                """;
        assertThat(gradient(text, 1, 2, 3)).containsExactly(0, 0, 0);
        assertThat(gradient("f(X: f64[n]) -> y\ny = logsumexp[n](where(#n < 0, X[n], -inf))", 1, 2))
                .containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "prod", "max", "min", "logaddexp"})
    void emptyAxesHaveEmptyGradients(String monoid) throws Exception {
        assertThat(gradient("f(X: f64[n]) -> y\ny = " + monoid + "[n](X[n])")).isEmpty();
    }

    /// Every monoid, as a reduction and as a scan in all four ways, against differences.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y[i] = prod[n](X[i, n] * a[n])",
                "y[i] = logaddexp[n](X[i, n] * a[n])",
                "y[i] = log-sum-exp(X[i, n], a[n])",
                "y[i] = max[n](X[i, n] * a[n])",
                "y[i] = min[n](X[i, n] - a[n])",
                "y[i, n] = max(X[i, n], min(a[n], X[i, n] * a[n]))",
                "y[i] = max-plus(X[i, n], a[n])",
                "y[i] = min-plus(X[i, n], a[n])",
                "y[i] = max-product(X[i, n], a[n])",
                "y[i, n] = scan sum[n](X[i, n] * a[n])",
                "y[i, n] = scan exclusive backward sum[n](X[i, n] * a[n])",
                "y[i, n] = scan prod[n](X[i, n] + a[n])",
                "y[i, n] = scan exclusive prod[n](X[i, n] + a[n])",
                "y[i, n] = scan backward prod[n](X[i, n] + a[n])",
                "y[i, n] = scan exclusive backward prod[n](X[i, n] + a[n])",
                "y[i, n] = scan max[n](X[i, n] + a[n])",
                "y[i, n] = scan backward logaddexp[n](X[i, n] + a[n])",
                "p[i], q[i] = reduce affine[n](X[i, n], a[n])\nmonoid affine { p: f64 = 1 merge p * p'\n q: f64 = 0 merge q * p' + q' }",
                "p[i, n], q[i, n] = scan exclusive affine[n](X[i, n], a[n])\nmonoid affine { p: f64 = 1 merge p * p'\n q: f64 = 0 merge q * p' + q' }",
                "y[i, t] = X[i, 2 * t] * b[t]\naxis t = 2\nwire b: f64[t]",
                "y[i, k] = X[i, k + 1 else 3] * b[k]\naxis k = 3\nwire b: f64[k]",
                "y[n] = W[n, n] * a[n]\nwire W: f64[n, m]\naxis m default 4",
                "y[i, n] = sigmoid(X[i, n]) * tanh(a[n] * X[i, n])"
            })
    void gradientsAreWhatDifferencesSay(String line) throws Exception {
        Diagram read =
                diagram(
                        "wire X: f64[i, n]\nwire a: f64[n]\naxis i default 3, n default 4\n"
                                + line);
        Diagram diagram = FiniteDifferences.inF64(read);
        assertGradient(diagram, 1e-6);
    }

    private static void assertGradient(Diagram diagram, double tolerance) throws Exception {
        Diagram gradient = Gradient.of(diagram, List.of());
        Sizes sizes = SizeBinder.bind(diagram, Map.of());
        List<FiniteDifferences.Comparison> compared =
                FiniteDifferences.compare(
                        diagram,
                        gradient,
                        sizes,
                        SizeBinder.bind(gradient, Map.of()),
                        Meaning.inputs(diagram, sizes, 5),
                        Map.of(),
                        12,
                        5);
        assertThat(compared).isNotEmpty();
        assertThat(compared).as(gradient.toString()).allMatch(c -> c.error() < tolerance);
    }

    /// A gradient is a diagram, so it has a gradient.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y[i] = exp(X[i, j] * a[j])",
                "y[i, j] = softmax[j](X[i, j] * a[j])",
                "y[i] = logsumexp[j](X[i, j] * a[j])",
                "y[i, j] = X[i, j + k - 1 else 0] * a[k]\naxis k = 3",
                "y[i] = prod[j](X[i, j] + a[j])",
                "y[i, j] = rmsnorm[j](X[i, j]) * a[j]"
            })
    void secondDerivatives(String line) throws Exception {
        Diagram diagram = diagram("wire X: f64[i, j]\naxis i default 2, j default 3\n" + line);
        Diagram first = Gradient.of(FiniteDifferences.inF64(diagram), List.of("X"));
        assertGradient(first, 1e-6);
    }

    @Test
    void integersAreNoInputsToDifferentiateBy() throws Exception {
        Diagram diagram = diagram("f(E: f32[v], ids: i32[t]) -> G\nG[t] = E[ids[t]]");
        assertThatThrownBy(() -> Gradient.of(diagram, List.of("ids")))
                .hasMessageContaining("R703")
                .hasMessageContaining("'ids' holds i32");
        assertThatThrownBy(() -> Gradient.of(diagram, List.of("e"))).hasMessageContaining("R703");
        assertThat(Gradient.of(diagram, List.of()).outputs()).containsExactly("dE");
    }

    @Test
    void aMonoidOverTwoAxesIsRefusedByName() throws Exception {
        Diagram diagram =
                diagram(
                        """
                        p = reduce odds[i, j](A[i, j])
                        monoid odds { p: f32 = 0 merge p + p' - p * p' }
                        """);
        assertThatThrownBy(() -> Gradient.of(diagram, List.of()))
                .hasMessageContaining("R702")
                .hasMessageContaining("box 'p' reduces by 'odds' over i, j at once");
    }

    @Test
    void whatTheOutputsDoNotDependOnGetsZeros() throws Exception {
        Diagram gradient =
                Gradient.of(
                        diagram("f(a: f32[i], b: f32[i]) -> y\ny[i] = a[i] + floor(b[i])"),
                        List.of());
        assertThat(boxes(gradient)).contains("db[i] = 0");
    }

    /// Chains of maps stay proportional to their length.
    @Test
    void gradientsOfLongChainsAreNotLong() throws Exception {
        for (int length : new int[] {50, 100, 200}) {
            StringBuilder text = new StringBuilder("wire w0: f32[i]\n");
            for (int n = 0; n < length; n++) {
                text.append("w%d[i] = w%d[i] * sigmoid(w%d[i])\n".formatted(n + 1, n, n));
            }
            Diagram gradient = Gradient.of(diagram(text.toString()), List.of());
            int operations =
                    gradient.boxes().stream()
                            .map(Box::op)
                            .mapToInt(op -> op.toString().length())
                            .sum();
            assertThat(operations).as("of %d", length).isLessThan(1000 * length);
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(", ")).mapToDouble(Double::parseDouble).toArray();
    }
}
