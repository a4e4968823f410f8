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

/// Rows with infinite, undefined, huge and masked scores, where some items count for the running maximum and not for the sum that moves with it: where the evaluator of the diagram as
/// written is finite, the kernel agrees with it.
final class InfiniteItemsTest {
    private static final long ITEMS = 203;
    private static final List<double[]> ROWS =
            List.of(
                    new double[] {},
                    new double[] {Double.POSITIVE_INFINITY},
                    new double[] {Double.NaN},
                    new double[] {Double.NEGATIVE_INFINITY},
                    new double[] {1e30},
                    new double[] {-1e30},
                    new double[] {1e30, Double.NEGATIVE_INFINITY},
                    new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
                    new double[] {Double.NaN, Double.POSITIVE_INFINITY});

    /// What is summed of scores `s`, weights `w` (of any sign) and values `v`, with the row's maximum `m`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp(S[q, x] - m[q]) * V[q, x]",
                "where(W[q, x] > 0, exp(S[q, x] - m[q]) * V[q, x], 0)",
                "where(S[q, x] == inf, 0, exp(S[q, x] - m[q]) * V[q, x])",
                "where(S[q, x] < inf, exp(S[q, x] - m[q]) * V[q, x], 0)",
                "where(W[q, x] > 0, exp((S[q, x] - m[q]) / 3) * V[q, x], 0)",
                "where(W[q, x] > 0, exp(S[q, x] - m[q]) * V[q, x] / n[q], 0)",
                "where(W[q, x] > 0, V[q, x] * n[q], 0)"
            })
    void reachNoSumThatLeavesThemOut(String item) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        """
                                        rows(S: f32[q, x], W: f32[q, x], V: f32[q, x]) -> z
                                        m[q] = max[x](S[q, x])
                                        n[q] = sum[x](abs(S[q, x]))
                                        z[q] = sum[x](%s)
                                        """
                                .formatted(item));
        InSmallBlocks.run(diagram, Map.of("q", 4L * ROWS.size(), "x", ITEMS), inputs())
                .inOnePass()
                .agree(InfiniteItemsTest::compare);
    }

    private static void compare(Tensor expected, Tensor actual) {
        int finite = 0;
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            if (Double.isFinite(e)) {
                finite++;
                assertThat(Math.abs(actual.get(i) - e))
                        .as("row %d is %s, not %s", i, actual.get(i), e)
                        .isLessThanOrEqualTo(1e-4 * Math.max(1, Math.abs(e)));
            }
        }
        assertThat(finite).isGreaterThanOrEqualTo(4);
    }

    /// Every kind of row with its values at a few places, at all places, and at those only that a weight of -1 leaves out.
    private static Map<String, Tensor> inputs() {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        long rows = 4L * ROWS.size();
        for (String wire : List.of("S", "W", "V")) {
            inputs.put(wire, Tensor.allocate(DType.F32, List.of(rows, ITEMS)));
        }
        for (long q = 0; q < rows; q++) {
            double[] special = ROWS.get((int) q / 4);
            for (long x = 0; x < ITEMS; x++) {
                boolean here =
                        switch ((int) (q % 4)) {
                            case 0 -> random.nextInt(40) == 0;
                            case 1 -> true;
                            case 2 -> x % 50 == 3;
                            default -> x == 0 || x == ITEMS - 1;
                        };
                boolean leftOut = q % 4 >= 2 ? here || random.nextInt(3) == 0 : q % 8 < 4;
                double plain = random.nextInt(-8, 9) / 8.0;
                long at = q * ITEMS + x;
                inputs.get("S")
                        .set(
                                at,
                                here && special.length > 0
                                        ? special[random.nextInt(special.length)]
                                        : plain);
                inputs.get("W").set(at, leftOut ? -1 : 1);
                inputs.get("V").set(at, random.nextInt(-8, 9) / 8.0);
            }
        }
        return inputs;
    }
}
