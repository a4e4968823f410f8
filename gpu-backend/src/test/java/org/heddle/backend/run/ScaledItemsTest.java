package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                TextReader.read(
                                new SourceText(
                                        "rows.hd",
                                        """
                                        rows(S: f32[q, x], A: f32[q, x]) -> O
                                        m[q] = %s
                                        n[q] = max[x](abs(A[q, x]))
                                        z[q] = sum[x](%s)
                                        O[q] = where(n[q] > 0, %s, 0)
                                        """
                                                .formatted(max, item, result)))
                        .orThrow();
        Sizes sizes = new Sizes(Map.of("q", (long) ROWS.size(), "x", ITEMS));
        Map<String, Tensor> inputs = inputs();
        Tensor expected = Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate().get("O");
        Compiled compiled = Compiler.compile(diagram, sizes, Machines.tight(), Target.OPENCL_SIMD);
        try (Device device = new InterpretDevice(compiled.derivation().hardware())) {
            compare(expected, device.run(compiled, inputs, RunOptions.ONCE).outputs().get("O"));
        }
        try (Device device = Machines.pocl()) {
            compare(expected, device.run(compiled, inputs, RunOptions.ONCE).outputs().get("O"));
        }
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
