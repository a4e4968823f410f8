package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reductions and scans by every monoid, derived and executed: with axes cut, of size 0 and 1, on ties, infinities and NaN.
final class MonoidKernelsTest {
    private static final List<Map<String, Long>> SIZES =
            List.of(
                    Map.of("i", 1L, "j", 1L, "k", 1L),
                    Map.of("i", 3L, "j", 0L, "k", 2L),
                    Map.of("i", 17L, "j", 37L, "k", 3L),
                    Map.of("i", 5L, "j", 130L, "k", 4L));

    static Stream<String> forms() {
        String input = "f(X: f32[i, j], Y: f32[j, k]) -> ";
        String moments =
                """
                monoid moments {
                  n: f64 = 0  merge n + n'
                  m: f64 = 0  merge where(n + n' == 0, 0, (n * m + n' * m') / (n + n'))
                  s: f64 = 0  merge where(n + n' == 0, 0, s + s' + (m' - m) * (m' - m) * n * n' / (n + n'))
                }
                """;
        String affine =
                """
                monoid affine {
                  a: f32 = 1 merge a * a'
                  b: f32 = 0 merge b * a' + b'
                }
                """;
        return Stream.of(
                input + "a\na[i] : i64 = argmax[j](X[i, j])",
                input + "a\na[i] : i64 = argmin[j](X[i, j] * X[i, j])",
                input + "a\na[i, k] : i64 = argmax[j](X[i, j] + Y[j, k])",
                input + "a, m\na[i] : i64 = argmax[j](X[i, j]); m[i] = max[j](X[i, j])",
                input + "c\nm[i] = max[j](X[i, j])\nc[i] = sum[j](where(X[i, j] == m[i], 1, 0))",
                input
                        + "c\nm[i] = min[j](X[i, j])\nc[i, k] = prod[j](where(X[i, j] == m[i], Y[j, k], 1))",
                input + "t, p\nt[i, k], p[i, k] : i64 = topk(k)[j](X[i, j])",
                input + "t, p\nt[i, k], p[i, k] : i64 = topk(k)[j](-X[i, j] * 3)",
                input + "y\ny[i, j] = scan sum[j](X[i, j])",
                input + "y\ny[i, j] = scan exclusive prod[j](X[i, j])",
                input + "y\ny[i, j] = scan max[j](X[i, j] * 2)",
                input + "y\ny[i, j] = scan backward sum[j](X[i, j])",
                input + "y\ny[i, j] = scan exclusive backward min[j](X[i, j] - #j)",
                input + "y\ny[i, j] = scan logaddexp[j](X[i, j])",
                input + "z\ny[i, j] = scan sum[j](X[i, j]); z[i, k] = sum[j](y[i, j] * Y[j, k])",
                input
                        + "z\ns[i] = sum[j](X[i, j]); z[i, j] = scan sum[j](X[i, j] / (1 + s[i] * s[i]))",
                input
                        + "p, h\n"
                        + affine
                        + "p[i, j], h[i, j] = scan affine[j](sigmoid(X[i, j]), X[i, j] * #j)",
                input
                        + "p, h\n"
                        + affine
                        + "p[i], h[i] = reduce affine[j](sigmoid(X[i, j]), X[i, j])",
                input
                        + "n, m, s\n"
                        + moments
                        + "n[i] : f64, m[i] : f64, s[i] : f64 = reduce moments[j](1, X[i, j], 0)",
                input + "o\no[i, k] : bool = or-and(X[i, j] > 0.5, Y[j, k] > 0.5)",
                input + "o\no[i, k] = max-product(X[i, j], Y[j, k])",
                input + "o\no[i, k] = log-sum-exp(X[i, j], Y[j, k])");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void kernelsAgreeWithTheEvaluator(String text) throws Exception {
        Diagram diagram = TextReader.read(new SourceText("f.hd", text)).orThrow();
        try (Device interp = new InterpretDevice(Machines.tight());
                Device pocl = Machines.pocl()) {
            for (Map<String, Long> wanted : SIZES) {
                Sizes sizes = SizeBinder.bind(diagram, of(diagram, wanted));
                Compiled compiled =
                        Compiler.compile(diagram, sizes, Machines.tight(), Target.OPENCL_SIMD);
                for (boolean special : new boolean[] {false, true}) {
                    Map<String, Tensor> inputs = inputs(diagram, sizes, special);
                    Map<String, Tensor> expected =
                            Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate();
                    for (Device device : List.of(interp, pocl)) {
                        Map<String, Tensor> actual =
                                device.run(compiled, inputs, RunOptions.ONCE).outputs();
                        expected.forEach(
                                (wire, tensor) ->
                                        compare(
                                                device.id() + " " + wanted + " " + wire,
                                                tensor,
                                                actual.get(wire),
                                                special));
                    }
                }
            }
        }
    }

    private static Map<String, Long> of(Diagram diagram, Map<String, Long> sizes) {
        Map<String, Long> own = new LinkedHashMap<>(sizes);
        own.keySet().retainAll(diagram.axes().keySet());
        return own;
    }

    /// Small whole numbers, so that many are equal; with NaN and infinities where they are wanted.
    private static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes, boolean special) {
        SplittableRandom random = new SplittableRandom(4);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String wire : diagram.inputs()) {
            Tensor tensor = Tensor.allocate(DType.F32, Arrays.shape(diagram.wire(wire), sizes));
            for (long i = 0; i < tensor.elements(); i++) {
                double plain = random.nextInt(7) / 2.0 - 1.5;
                double odd =
                        switch (random.nextInt(9)) {
                            case 0 -> Double.NEGATIVE_INFINITY;
                            case 1 -> i % 5 == 0 ? Double.NaN : plain;
                            case 2 -> i % 3 == 0 ? Double.POSITIVE_INFINITY : plain;
                            default -> plain;
                        };
                tensor.set(i, special ? odd : plain);
            }
            inputs.put(wire, tensor);
        }
        return inputs;
    }

    private static void compare(String what, Tensor expected, Tensor actual, boolean special) {
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            double a = actual.get(i);
            boolean exact = !actual.dtype().isFloating();
            if (Double.isFinite(e) && Math.abs(e) < 3e38) {
                assertThat(a)
                        .as("%s[%d], special %s", what, i, special)
                        .isBetween(
                                e - (exact ? 0 : 1e-5 * (1 + Math.abs(e))),
                                e + (exact ? 0 : 1e-5 * (1 + Math.abs(e))));
            } else if (!special) {
                assertThat(a).as("%s[%d]", what, i).isEqualTo(e);
            }
        }
    }
}
