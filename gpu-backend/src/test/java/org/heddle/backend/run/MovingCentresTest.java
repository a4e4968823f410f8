package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Covariances and entropies of items whose means are large against their deviations: kernels read the items once, and agree with the evaluator.
final class MovingCentresTest {
    private static final long ROWS = 5;
    private static final long ITEMS = 203;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 / |x|         ; (X[q, x] - a[q]) * (Y[q, x] - b[q]) / |x| ; c[q]",
                "1 / |x|         ; (X[q, x] - a[q]) * (Y[q, x] - b[q])       ; c[q] / v[q]",
                "1 / |x|         ; (X[q, x] - a[q]) * (Y[q, x] - b[q])       ; c[q] / sqrt(v[q] * u[q])",
                "exp(S[q, x] - m[q]) / z[q] ; exp(S[q, x] - m[q]) * (X[q, x] - a[q]) * (Y[q, x] - b[q]) / z[q] ; c[q]"
            })
    void covariancesKeepTheirDigits(String weight, String item, String result) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        """
                                        covariance(S: f32[q, x], X: f32[q, x], Y: f32[q, x]) -> O
                                        m[q] = max[x](S[q, x])
                                        z[q] = sum[x](exp(S[q, x] - m[q]))
                                        a[q] = sum[x](%1$s * X[q, x])
                                        b[q] = sum[x](%1$s * Y[q, x])
                                        c[q] = sum[x](%2$s)
                                        v[q] = sum[x]((X[q, x] - a[q]) * (X[q, x] - a[q]))
                                        u[q] = sum[x]((Y[q, x] - b[q]) * (Y[q, x] - b[q]))
                                        O[q] = where(z[q] > 0, %3$s, 0)
                                        """
                                .formatted(weight, item, result));
        assertAgrees(diagram, inputs(), 1e-4);
    }

    /// The centre `m - log(1/Z)` is rounded at 10⁴, where `(s - m) + log(1/Z)` is not.
    @ParameterizedTest
    @ValueSource(strings = {"P[q, x] * log(P[q, x])", "P[q, x] * (S[q, x] - m[q] - log(Z[q]))"})
    void entropiesKeepTheirDigits(String item) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        """
                                        entropy(S: f32[q, x]) -> O
                                        m[q] = max[x](S[q, x])
                                        W[q, x] = exp(S[q, x] - m[q])
                                        Z[q] = sum[x](W[q, x])
                                        P[q, x] = W[q, x] / Z[q]
                                        O[q] = -sum[x](%s)
                                        """
                                .formatted(item));
        assertAgrees(diagram, Map.of("S", inputs().get("X")), 2e-6);
    }

    private static void assertAgrees(Diagram diagram, Map<String, Tensor> inputs, double tolerance)
            throws Exception {
        InSmallBlocks.run(diagram, Map.of("q", ROWS, "x", ITEMS), inputs)
                .inOnePass()
                .agree((expected, actual) -> compare(expected, actual, tolerance));
    }

    private static void compare(Tensor expected, Tensor actual, double tolerance) {
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            assertThat(Math.abs(e)).isBetween(0.1, 1000.0);
            assertThat(Math.abs(actual.get(i) - e))
                    .as("row %d is %s, not %s", i, actual.get(i), e)
                    .isLessThanOrEqualTo(tolerance * Math.abs(e));
        }
    }

    /// Means of ±10⁴, deviations of 1 that the two have half in common.
    private static Map<String, Tensor> inputs() {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String wire : List.of("S", "X", "Y")) {
            inputs.put(wire, Tensor.allocate(DType.F32, List.of(ROWS, ITEMS)));
        }
        for (long i = 0; i < ROWS * ITEMS; i++) {
            double common = random.nextGaussian();
            inputs.get("S").set(i, 2 * random.nextGaussian());
            inputs.get("X").set(i, 1e4 + common);
            inputs.get("Y").set(i, -1e4 + (common + random.nextGaussian()) / 2);
        }
        return inputs;
    }
}
