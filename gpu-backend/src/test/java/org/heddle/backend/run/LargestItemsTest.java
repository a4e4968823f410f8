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
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The few largest items are carried along while all go by once, in the order in which the evaluator has them: equal ones by position, NaN first, places without an item last.
final class LargestItemsTest {
    private static Diagram diagram(boolean positions) throws Exception {
        String text =
                positions
                        ? "f(S: f32[q, x]) -> V, I\nV[q, k], I[q, k] : i32 = topk(k)[x](S[q, x])"
                        : "f(S: f32[q, x]) -> V\nV[q, k] = topk(k)[x](S[q, x])";
        return TextReader.read(new SourceText("f.hd", text)).orThrow();
    }

    private static Compiled compiled(Diagram diagram, long q, long x, long k) throws Exception {
        Sizes sizes = new Sizes(Map.of("q", q, "x", x, "k", k));
        return Compiler.compile(diagram, sizes, Machines.tight(), Target.OPENCL_SIMD);
    }

    private static long carried(Compiled compiled) {
        return compiled.derivation().kernels().stream()
                .map(Kernel::form)
                .filter(form -> !form.recurrences(0).isEmpty())
                .count();
    }

    /// Values of which many are equal, -inf, NaN; fewer items than places; none.
    @ParameterizedTest
    @CsvSource({"40, 1", "40, 2", "203, 3", "203, 8", "3, 5", "1, 4", "0, 2"})
    void areThoseOfTheEvaluator(long x, long k) throws Exception {
        for (boolean positions : new boolean[] {true, false}) {
            Diagram diagram = diagram(positions);
            Compiled compiled = compiled(diagram, 33, x, k);
            if (x > 8 * k) {
                assertThat(carried(compiled)).isEqualTo(1);
            }
            for (int kind = 0; kind < 4; kind++) {
                Map<String, Tensor> inputs = inputs(33, x, kind);
                Sizes sizes = new Sizes(Map.of("q", 33L, "x", x, "k", k));
                Map<String, Tensor> expected = Evaluator.of(diagram, sizes, inputs).evaluate();
                try (Device interp = new InterpretDevice(compiled.derivation().hardware());
                        Device pocl = Machines.pocl()) {
                    for (Device device : List.of(interp, pocl)) {
                        Map<String, Tensor> actual =
                                device.run(compiled, inputs, RunOptions.ONCE).outputs();
                        expected.forEach(
                                (wire, tensor) ->
                                        assertThat(actual.get(wire).toDoubles())
                                                .as("%s on %s", wire, device.id())
                                                .containsExactly(tensor.toDoubles()));
                    }
                }
            }
        }
    }

    private static Map<String, Tensor> inputs(long q, long x, int kind) {
        SplittableRandom random = new SplittableRandom(kind);
        Tensor tensor = Tensor.allocate(DType.F32, List.of(q, x));
        for (long i = 0; i < tensor.elements(); i++) {
            double plain = random.nextInt(1, 1000) / 8.0;
            tensor.set(
                    i,
                    switch (kind) {
                        case 0 -> plain;
                        case 1 -> random.nextInt(1, 4);
                        case 2 -> random.nextInt(3) > 0 ? Double.NEGATIVE_INFINITY : plain;
                        default -> random.nextInt(9) == 0 ? Double.NaN : random.nextInt(1, 4);
                    });
        }
        return new LinkedHashMap<>(Map.of("S", tensor));
    }

    /// More places than are worth carrying along: items are ranked.
    @Test
    void manyPlacesAreRanked() throws Exception {
        assertThat(carried(compiled(diagram(true), 33, 203, 9))).isZero();
    }

    /// One row of many items: parts of it keep their own largest, which are merged.
    @Test
    void longRowsAreSplit() throws Exception {
        Diagram diagram = diagram(true);
        Sizes sizes = new Sizes(Map.of("q", 1L, "x", 60_000L, "k", 3L));
        Compiled compiled = Compiler.compile(diagram, sizes, Machines.roomy(), Target.OPENCL_SIMD);
        assertThat(compiled.derivation().kernels()).hasSize(2);
        Map<String, Tensor> inputs = inputs(1, 60_000, 1);
        Map<String, Tensor> expected = Evaluator.of(diagram, sizes, inputs).evaluate();
        try (Device device = Machines.pocl()) {
            Map<String, Tensor> actual = device.run(compiled, inputs, RunOptions.ONCE).outputs();
            expected.forEach(
                    (wire, tensor) ->
                            assertThat(actual.get(wire).toDoubles())
                                    .containsExactly(tensor.toDoubles()));
        }
    }
}
