package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.backend.run.Target;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.stream.Split;
import org.heddle.rules.stream.StreamForm;
import org.junit.jupiter.api.Test;

/// The delta rule `S[t] = S[t-1] (I - b k kᵀ) + b v kᵀ`, `o[t] = S[t] q`, as far as the language goes: its state is an array that is multiplied by a matrix at every step, and a monoid's state is numbers.
/// So it is a monoid with a component for each number of a key, or unrolled: within a chunk by the inverse of a unit triangular matrix, `(I + L)⁻¹ = (I - L)(I + L²)(I + L⁴)…`, whose factors end where
/// `L` to the power of the chunk's length is 0. Written as a circle it is refused (E204), with the axis that the state would be combined along.
final class DeltaRuleTest {
    private static final String TWO_NUMBERS =
            """
            delta(Q: f32[t, d], K: f32[t, d], V: f32[t, e], b: f32[t]) -> O
            axis t, d = 2, e
            A[t, e], B[t, e], C[t, e], D[t, e], S[t, e], T[t, e] = scan affine[t](1 - b[t] * k[t] * k[t], -b[t] * k[t] * l[t], \\
                -b[t] * k[t] * l[t], 1 - b[t] * l[t] * l[t], b[t] * V[t, e] * k[t], b[t] * V[t, e] * l[t])
            k[t] = K[t, 0*t]
            l[t] = K[t, 0*t + 1]
            p[t] = Q[t, 0*t]
            q[t] = Q[t, 0*t + 1]
            O[t, e] = p[t] * S[t, e] + q[t] * T[t, e]
            monoid affine {
              a: f32 = 1  merge a * a' + b * c'
              b: f32 = 0  merge a * b' + b * d'
              c: f32 = 0  merge c * a' + d * c'
              d: f32 = 1  merge c * b' + d * d'
              s: f32 = 0  merge s * a' + t * c' + s'
              t: f32 = 0  merge s * b' + t * d' + t'
            }
            """;

    private static final String UNROLLED =
            """
            delta(Q: f32[t, d], K: f32[t, d], V: f32[t, e], b: f32[t]) -> O
            L[t, x] = sum[d](where(#x < #t, b[t] * K[t, d] * K[x, d], 0))
            U[t, e] = b[t] * V[t, e]
            U1[t, e] = U[t, e] - L[t, x] * U[x, e]
            M[t, x] = L[t, y] * L[y, x]
            U2[t, e] = U1[t, e] + M[t, x] * U1[x, e]
            N[t, x] = M[t, y] * M[y, x]
            U3[t, e] = U2[t, e] + N[t, x] * U2[x, e]
            O[t, e] = sum[x](where(#x <= #t, (Q[t, d] * K[x, d]) * U3[x, e], 0))
            """;

    @Test
    void withAComponentForEachNumberItMergesInParts() throws Exception {
        Sizes sizes = new Sizes(Map.of("t", 40L, "d", 2L, "e", 3L));
        Compiled compiled = compiled(TWO_NUMBERS, sizes);
        StreamForm form =
                compiled.derivation().kernels().stream()
                        .map(kernel -> kernel.form())
                        .filter(f -> !f.recurrences(0).isEmpty())
                        .findFirst()
                        .orElseThrow();
        assertThat(form.onePass()).isTrue();
        assertThat(form.inOrder()).isEmpty();
        assertThat(Split.obstacle(form, "t"))
                .hasValueSatisfying(
                        why -> assertThat(why).endsWith("keeps the state at every item"));
        assertFollows(compiled, sizes);
    }

    @Test
    void unrolledItsKernelsTakeOnePassEach() throws Exception {
        Sizes sizes = new Sizes(Map.of("t", 8L, "d", 4L, "e", 3L, "x", 8L, "y", 8L));
        Compiled compiled = compiled(UNROLLED, sizes);
        assertThat(compiled.derivation().kernels()).allMatch(kernel -> kernel.form().onePass());
        assertFollows(compiled, sizes);
    }

    private static Compiled compiled(String text, Sizes sizes) throws Exception {
        Diagram diagram = TextReader.read(new SourceText("delta.hd", text)).orThrow();
        return Compiler.compile(
                diagram, sizes, HardwareReader.shipped("cpu").orElseThrow(), Target.OPENCL_SIMD);
    }

    /// The recurrence, step by step.
    private static void assertFollows(Compiled compiled, Sizes sizes) throws Exception {
        Diagram diagram = compiled.derivation().source();
        Map<String, Tensor> inputs = new LinkedHashMap<>(Comparer.inputs(diagram, sizes, 5));
        Tensor actual;
        try (InterpretDevice device = new InterpretDevice(compiled.derivation().hardware())) {
            actual = device.run(compiled, inputs, RunOptions.ONCE).outputs().get("O");
        }
        int d = (int) sizes.of("d");
        int e = (int) sizes.of("e");
        double[][] state = new double[e][d];
        for (int t = 0; t < sizes.of("t"); t++) {
            double beta = inputs.get("b").get(t);
            for (int i = 0; i < e; i++) {
                double seen = 0;
                for (int j = 0; j < d; j++) {
                    seen += state[i][j] * inputs.get("K").get((long) t * d + j);
                }
                double step = beta * (inputs.get("V").get((long) t * e + i) - seen);
                double o = 0;
                for (int j = 0; j < d; j++) {
                    state[i][j] += step * inputs.get("K").get((long) t * d + j);
                    o += state[i][j] * inputs.get("Q").get((long) t * d + j);
                }
                assertThat(actual.get((long) t * e + i))
                        .isCloseTo(
                                o,
                                org.assertj.core.data.Offset.offset(
                                        1e-3 * Math.max(1, Math.abs(o))));
            }
        }
        assertThat(List.copyOf(actual.shape())).isEqualTo(List.of(sizes.of("t"), sizes.of("e")));
    }
}
