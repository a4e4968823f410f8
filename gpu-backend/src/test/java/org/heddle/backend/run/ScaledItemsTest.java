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

/// Sums of items that their author scaled by a maximum, on rows whose squares overflow or vanish in f32: kernels that stream them agree with the evaluator.
final class ScaledItemsTest {
    private static final long ITEMS = 203;

    /// Magnitudes of the items of a row; 0 for zeros until the last few.
    private static final List<double[]> ROWS =
            List.of(
                    new double[] {1},
                    new double[] {1e30},
                    new double[] {1e-30},
                    new double[] {3e38},
                    new double[] {0},
                    new double[] {1e-30, 1, 1e30},
                    new double[] {1e30, 1, 1e-30});

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "max[x](abs(S[q, x])) ; (S[q, x] / m[q]) * (S[q, x] / m[q])                     ; m[q] * sqrt(z[q])",
                "max[x](abs(S[q, x])) ; pow(abs(S[q, x]) / m[q], 3)                             ; z[q]",
                "max[x](abs(S[q, x])) ; (abs(S[q, x]) / m[q]) * (S[q, x] / m[q]) * (S[q, x] / m[q]) ; z[q]",
                "max[x](abs(S[q, x])) ; pow(abs(S[q, x]) / m[q], 2.5)                           ; z[q]",
                "max[x](abs(S[q, x])) ; (S[q, x] / m[q]) * (A[q, x] / n[q])                     ; z[q]",
                "max[x](abs(S[q, x])) ; S[q, x] / m[q] * (A[q, x] / 1000)                       ; z[q] / n[q]",
                "max[x](abs(S[q, x])) + 1 ; (S[q, x] / m[q]) * (S[q, x] / m[q])                 ; z[q]",
                "max[x](abs(S[q, x])) ; pow(S[q, x] / where(m[q] == 0, 1, m[q]), 2)             ; z[q] + m[q]",
                "max[x](abs(S[q, x])) ; where(A[q, x] > 0, pow(S[q, x] / m[q], 2), 0)           ; z[q]",
                "max[x](S[q, x])      ; pow(S[q, x] / m[q], 2)                                  ; z[q]"
            })
    void neitherOverflowNorVanish(String max, String item, String result) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        """
                                        rows(S: f32[q, x], A: f32[q, x]) -> O
                                        m[q] = %s
                                        n[q] = max[x](abs(A[q, x]))
                                        z[q] = sum[x](%s)
                                        O[q] = where(n[q] > 0, %s, 0)
                                        """
                                .formatted(max, item, result));
        InSmallBlocks.run(diagram, Map.of("q", (long) ROWS.size(), "x", ITEMS), inputs())
                .agree(ScaledItemsTest::compare);
    }

    /// Deviations, and means as large as they are, as large and much larger.
    private static final List<double[]> DEVIATIONS =
            List.of(
                    new double[] {1, 0},
                    new double[] {1e-12, 0},
                    new double[] {1e-12, 1e-11},
                    new double[] {1e12, 0},
                    new double[] {1e12, -1e13},
                    new double[] {1e-3, 1},
                    new double[] {0, 3},
                    new double[] {1e16, 0});

    /// Items divided by what is a sum of all: powers of them leave their range long before the quotients do.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "z[q] = sum[x](abs(S[q, x])); O[q] = sum[x](pow(S[q, x] / z[q], 2))",
                "z[q] = sum[x](abs(S[q, x])); O[q] = sum[x](where(T[q, x] > 0, pow(abs(S[q, x]) / (z[q] + 1), 3), 0))",
                "z[q] = mean[x](S[q, x] * S[q, x]); O[q] = mean[x](pow(S[q, x] / sqrt(z[q]), 4))",
                "y[q] = sum[x](abs(T[q, x])); z[q] = sum[x](abs(S[q, x])); O[q] = sum[x](pow(S[q, x] / z[q], 2) * pow(T[q, x] / y[q], 2))",
                "m[q] = mean[x](S[q, x]); v[q] = mean[x](pow(S[q, x] - m[q], 2)); O[q] = mean[x](pow((S[q, x] - m[q]) / sqrt(v[q]), 4))",
                "m[q] = mean[x](S[q, x]); v[q] = mean[x](pow(S[q, x] - m[q], 2)); O[q] = mean[x](pow((S[q, x] - m[q]) / sqrt(v[q]), 3))",
                "m[q] = mean[x](S[q, x]); v[q] = variance[x](S[q, x]); O[q] = mean[x](pow((S[q, x] - m[q]) * rsqrt(v[q] + 0.0001), 4)) - 3",
                "m[q] = mean[x](S[q, x]); v[q] = mean[x](pow(S[q, x] - m[q], 2)); n[q] = mean[x](T[q, x]); w[q] = mean[x](pow(T[q, x] - n[q], 2)); O[q] = mean[x](pow((S[q, x] - m[q]) / sqrt(v[q]), 3) * (T[q, x] - n[q])) / sqrt(w[q])",
                "m[q] = mean[x](S[q, x]); v[q] = mean[x](pow(S[q, x] - m[q], 2)); n[q] = mean[x](T[q, x]); w[q] = mean[x](pow(T[q, x] - n[q], 2)); O[q] = mean[x](pow((S[q, x] - m[q]) / sqrt(v[q]), 4) * pow((T[q, x] - n[q]) / sqrt(w[q]), 4))"
            })
    void areInUnitsOfTheirSums(String body) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        "rows(S: f32[q, x], T: f32[q, x]) -> O\naxis q default 8, x default 203\n"
                                + body.replace("; ", "\n")
                                + "\n");
        Map<String, Tensor> inputs = Map.of("S", rows(1), "T", rows(2));
        InSmallBlocks.run(diagram, Map.of("q", (long) DEVIATIONS.size(), "x", ITEMS), inputs)
                .inOnePass()
                .areRight(4);
    }

    /// What brings an item into range, an array that is given, is multiplied with it and not with its like, whose product is out of range.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "O[q] = sum[x]((S[q, x] * r[q]) * (S[q, x] * r[q]))",
                "O[q] = sum[x]((S[q, x] * r[q]) * (S[q, x] * r[q]) * T[q, x])",
                "W[q, x] = S[q, x] * r[q]; O[q] = sum[x](W[q, x] * T[q, x] * W[q, x])",
                "m[q] = max[x](abs(S[q, x])); W[q, x] = S[q, x] / m[q]; O[q] = sum[x](W[q, x] * W[q, x])"
            })
    void staysWithItsScale(String body) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        "rows(S: f32[q, x], T: f32[q, x], r: f32[q]) -> O\naxis q default 8, x default 203\n"
                                + body.replace("; ", "\n")
                                + "\n");
        long rows = 4;
        Tensor items = Tensor.allocate(DType.F32, List.of(rows, ITEMS));
        Tensor others = Tensor.allocate(DType.F32, List.of(rows, ITEMS));
        Tensor scales = Tensor.allocate(DType.F32, List.of(rows));
        SplittableRandom random = new SplittableRandom(4);
        for (int q = 0; q < rows; q++) {
            double magnitude = new double[] {1, 1e25, 1e-25, 1e30}[q];
            scales.set(q, 1 / magnitude);
            for (int x = 0; x < ITEMS; x++) {
                items.set(q * ITEMS + x, magnitude * random.nextInt(1, 9) / 8.0);
                others.set(q * ITEMS + x, random.nextInt(1, 9) / 8.0);
            }
        }
        InSmallBlocks.run(
                        diagram,
                        Map.of("q", rows, "x", ITEMS),
                        Map.of("S", items, "T", others, "r", scales))
                .areRight((int) rows);
    }

    private static Tensor rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.allocate(DType.F32, List.of((long) DEVIATIONS.size(), ITEMS));
        for (int q = 0; q < DEVIATIONS.size(); q++) {
            double[] row = DEVIATIONS.get(q);
            for (int x = 0; x < ITEMS; x++) {
                tensor.set(q * ITEMS + x, row[1] + row[0] * random.nextGaussian());
            }
        }
        return tensor;
    }

    private static void compare(Tensor expected, Tensor actual) {
        int finite = 0;
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            if (Math.abs(e) < Float.MAX_VALUE) {
                finite++;
                assertThat(Math.abs(actual.get(i) - e))
                        .as("row %d is %s, not %s", i, actual.get(i), e)
                        .isLessThanOrEqualTo(2e-5 * Math.abs(e) + Float.MIN_NORMAL);
            }
        }
        assertThat(finite).isGreaterThanOrEqualTo(5);
    }

    /// A row goes through its magnitudes from its first item to its last, so that its maximum moves between blocks.
    private static Map<String, Tensor> inputs() {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String wire : List.of("S", "A")) {
            Tensor tensor = Tensor.allocate(DType.F32, List.of((long) ROWS.size(), ITEMS));
            for (int q = 0; q < ROWS.size(); q++) {
                double[] row = ROWS.get(q);
                for (int x = 0; x < ITEMS; x++) {
                    double magnitude = row[(int) ((long) x * row.length / ITEMS)];
                    double value =
                            magnitude == 0
                                    ? x < ITEMS - 9 ? 0 : 1
                                    : magnitude * random.nextInt(1, 9) / 8.0;
                    boolean negative = wire.equals("S") && random.nextInt(4) == 0;
                    tensor.set(q * ITEMS + x, negative ? -value : value);
                }
            }
            inputs.put(wire, tensor);
        }
        return inputs;
    }
}
