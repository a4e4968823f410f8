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
import org.junit.jupiter.params.provider.ValueSource;

/// What is made of sums of exponentials that leave the range of f32 though the result does not, also of infinite exponents: kernels agree with the evaluator in one pass.
final class LargeExponentsTest {
    private static final long ITEMS = 203;
    private static final double INF = Double.POSITIVE_INFINITY;

    /// Exponents of a row, each in its part of it.
    private static final List<double[]> ROWS =
            List.of(
                    new double[] {0},
                    new double[] {120},
                    new double[] {-120},
                    new double[] {-120, 0, 120},
                    new double[] {120, 0, -120},
                    new double[] {INF, 0},
                    new double[] {0, INF, 0, 120},
                    new double[] {INF},
                    new double[] {-INF, 0},
                    new double[] {0, -INF, 120},
                    new double[] {-INF});

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O[q] = log(sum[x](exp(S[q, x])))",
                "O[q] = log(sum[x](exp2(S[q, x])))",
                "m[q] = min[x](S[q, x]); O[q] = log(sum[x](exp(S[q, x] - m[q])))",
                "m[q] = min[x](S[q, x]); O[q] = log(sum[x](exp((S[q, x] - m[q]) / 3)))",
                "O[q] = sqrt(sum[x](exp2(S[q, x])))",
                "O[q] = sqrt(1 + sum[x](exp(S[q, x])))",
                "O[q] = log(1 + sum[x](exp(S[q, x])))",
                "O[q] = pow(sum[x](exp(S[q, x])), 0.3)",
                "O[q] = rsqrt(sum[x](exp(S[q, x])))",
                "O[q] = sum[x](exp(S[q, x])) * sum[x](exp(-S[q, x]))",
                "O[q] = log(sum[x](exp(S[q, x])) / sum[x](exp(T[q, x])))",
                "O[q] = sum[x](exp(S[q, x])) / sum[x](exp(S[q, x] + T[q, x]))",
                "a[q] = sum[x](exp(S[q, x]) * V[q, x]); O[q] = abs(a[q]) / sum[x](exp(S[q, x]))",
                "a[q] = sum[x](exp(S[q, x] + T[q, x])); b[q] = sum[x](exp(2 * S[q, x])); c[q] = sum[x](exp(2 * T[q, x])); O[q] = a[q] / sqrt(b[q] * c[q])",
                "O[q] = sum[x](log(1 + exp(S[q, x])))",
                "O[q] = max[x](log(exp(2 * S[q, x]) + exp(S[q, x])))",
                "O[q] = max[x](sqrt(exp(S[q, x]) + exp(-S[q, x])))",
                "O[q] = sum[x](exp(S[q, x]) / (exp(-S[q, x]) + exp(S[q, x])) * V[q, x])",
                "Z[q] = sum[x](exp(S[q, x])); O[q] = sum[x](exp(S[q, x]) / sqrt(Z[q]) * V[q, x])",
                "m[q] = max[x](S[q, x]); O[q] = sum[x](exp(S[q, x] / 2 - m[q]) * V[q, x])",
                "m[q] = max[x](S[q, x]); O[q] = sum[x](exp(2 * S[q, x] - m[q]) * V[q, x])",
                "m[q] = min[x](S[q, x]); O[q] = sum[x](exp(S[q, x] - m[q]) * V[q, x])",
                "m[q] = min[x](S[q, x]); O[q] = sum[x](exp(m[q] - 3 * S[q, x]) * V[q, x])",
                "m[q] = mean[x](S[q, x]); O[q] = sum[x](exp(S[q, x] - m[q]) * V[q, x])",
                "m[q] = max[x](where(T[q, x] > 0, S[q, x], -inf)); O[q] = sum[x](where(T[q, x] > 0, exp(3 * S[q, x] - 2 * m[q]) * V[q, x], 0))",
                "m[q] = max[x](S[q, x]); n[q] = sum[x](T[q, x] * T[q, x]); O[q] = sum[x](exp(S[q, x] + T[q, x] - m[q] - sqrt(n[q])) * V[q, x])",
                "m[q] = max[x](S[q, x]); O[q] = sum[x](exp(V[q, x] * S[q, x] - m[q]) * V[q, x])"
            })
    void stayInRange(String body) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        "rows(S: f32[q, x], T: f32[q, x], V: f32[q, x]) -> O; U[q] = max[x](T[q, x] + V[q, x]); "
                                + body.replace("O[q] =", "P[q] =")
                                + "; O[q] = where(U[q] > 100, 0, P[q])");
        InSmallBlocks.run(diagram, Map.of("q", (long) ROWS.size(), "x", ITEMS), inputs())
                .inOnePass()
                .agree(LargeExponentsTest::compare);
    }

    private static void compare(Tensor expected, Tensor actual) {
        int finite = 0;
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            if (Double.isInfinite(e)) {
                assertThat(actual.get(i)).as("row %d", i).isEqualTo(e);
            } else if (Math.abs(e) < Float.MAX_VALUE) {
                finite++;
                assertThat(Math.abs(actual.get(i) - e))
                        .as("row %d is %s, not %s", i, actual.get(i), e)
                        .isLessThanOrEqualTo(1e-4 * Math.abs(e) + Float.MIN_NORMAL);
            }
        }
        assertThat(finite).isGreaterThanOrEqualTo(3);
    }

    private static Map<String, Tensor> inputs() {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String wire : List.of("S", "T", "V")) {
            Tensor tensor = Tensor.allocate(DType.F32, List.of((long) ROWS.size(), ITEMS));
            for (int q = 0; q < ROWS.size(); q++) {
                double[] row = ROWS.get(q);
                for (int x = 0; x < ITEMS; x++) {
                    double plain = random.nextInt(1, 9) / 8.0;
                    double exponent = row[(int) ((long) x * row.length / ITEMS)] + plain;
                    tensor.set(q * ITEMS + x, wire.equals("S") ? exponent : plain);
                }
            }
            inputs.put(wire, tensor);
        }
        return inputs;
    }
}
