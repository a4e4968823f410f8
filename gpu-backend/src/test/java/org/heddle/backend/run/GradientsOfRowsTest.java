package org.heddle.backend.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.library.Unfold;
import org.heddle.rules.grad.Gradient;
import org.heddle.rules.grad.Passes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Gradients of losses and weighted sums over rows that have a large offset in common, are masked, or would overflow as written: right in f32, from what a forward pass saves as well as from nothing.
final class GradientsOfRowsTest {
    private static final long ITEMS = 37;
    private static final double INF = Double.POSITIVE_INFINITY;

    /// What is added to the items of a row, each to its part of it.
    private static final List<double[]> ROWS =
            List.of(
                    new double[] {0},
                    new double[] {100},
                    new double[] {-120},
                    new double[] {1e4},
                    new double[] {-1e6},
                    new double[] {-INF, 0},
                    new double[] {-INF},
                    new double[] {0, -INF, 2, -30});

    private static final Map<String, Long> SIZES =
            Map.of("q", (long) ROWS.size(), "x", ITEMS, "e", 3L);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W[q, x] = exp(S[q, x]); Z[q] = sum[x](W[q, x]); O[q, e] = sum[x](W[q, x] * V[x, e]) / Z[q]",
                "m[q] = max[x](S[q, x]); W[q, x] = exp(S[q, x] - m[q]); Z[q] = sum[x](W[q, x]); O[q, e] = where(Z[q] > 0, sum[x](W[q, x] * V[x, e]) / Z[q], 0)",
                "c[q] = T[q, 3]; n[q] = max[x](S[q, x]); m[q] = max(n[q], c[q]); W[q, x] = exp(S[q, x] - m[q]); O[q, e] = sum[x](W[q, x] * V[x, e]) / (sum[x](W[q, x]) + exp(c[q] - m[q]))",
                "P[q, x] = softmax[x](S[q, x]); O[q, e] = sum[x](P[q, x] * V[x, e])",
                "A[q, x] = log-softmax[x](S[q, x]); B[q, x] = log-softmax[x](T[q, x]); O[q] = sum[x](exp(A[q, x]) * (A[q, x] - B[q, x]))",
                "A[q, x] = log-softmax[x](S[q, x]); O[q] = sum[x](where(T[q, x] != -inf, exp(A[q, x]), 0))",
                "A[q, x] = log-softmax[x](S[q, x]); O[q] = -sum[x](exp(A[q, x]) * A[q, x])",
                "A[q, x] = log-softmax[x](S[q, x]); O[q] = -A[q, y[q]]",
                "A[q, x] = log-softmax[x](S[q, x]); O[q] = sum[x](where(#x == y[q], 1 - 0.1, 0.1 / (|x| - 1)) * A[q, x])",
                "l[q] = logsumexp[x](S[q, x]); O[q] = l[q] - S[q, y[q]]",
                "O[q] = log(sum[x](exp(S[q, x])))",
                "P[q, x] = softmax[x](T[q, x] / 2); L[q, x] = log-softmax[x](S[q, x] / 2); O[q] = -4 * sum[x](where(P[q, x] > 0, P[q, x] * L[q, x], 0))"
            })
    void areRight(String body) throws Exception {
        Diagram diagram =
                InSmallBlocks.read(
                        "rows(S: f32[q, x], T: f32[q, x], V: f32[x, e], y: i32[q]) -> O\naxis q default 8, x default 37, e default 3\n"
                                + body.replace("; ", "\n")
                                + "\n");
        boolean isByT = body.contains("softmax[x](T") || body.contains("= T[q");
        List<String> wrt = isByT ? List.of("S", "T") : List.of("S");
        judge(Gradient.of(diagram, wrt), inputs(diagram));
        Passes passes = Passes.of(diagram, wrt);
        Map<String, Tensor> inputs = inputs(diagram);
        inputs.putAll(saved(passes, inputs));
        judge(passes.backward(), inputs);
    }

    private static void judge(Diagram gradients, Map<String, Tensor> inputs) throws Exception {
        Map<String, Tensor> own = new LinkedHashMap<>(inputs);
        own.keySet().retainAll(gradients.inputs());
        InSmallBlocks.run(gradients, SIZES, own).areRight(2 * (int) ITEMS);
    }

    /// What a forward pass that makes no error writes.
    private static Map<String, Tensor> saved(Passes passes, Map<String, Tensor> inputs)
            throws Exception {
        Diagram forward = Unfold.all(passes.forward());
        Map<String, Tensor> own = new LinkedHashMap<>(inputs);
        own.keySet().retainAll(forward.inputs());
        Map<String, Tensor> saved = Evaluator.of(forward, new Sizes(SIZES), own).evaluate();
        saved.keySet().retainAll(passes.saved());
        Map<String, Tensor> rounded = new LinkedHashMap<>();
        saved.forEach((name, values) -> rounded.put(name, values.to(DType.F32)));
        return rounded;
    }

    private static Tensor positions() {
        Tensor positions = Tensor.allocate(DType.I32, List.of((long) ROWS.size()));
        for (int q = 0; q < ROWS.size(); q++) {
            positions.set(q, (double) (5L * q % ITEMS));
        }
        return positions;
    }

    private static Map<String, Tensor> inputs(Diagram diagram) {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("S", Rows.scores(ROWS, ITEMS, 3, random));
        inputs.put("T", Rows.scores(ROWS.reversed(), ITEMS, 3, random));
        inputs.put("y", positions());
        inputs.put("V", Rows.normal(List.of(ITEMS, 3L), random));
        List<Long> shape =
                diagram.wire("O").axes().stream()
                        .map(axis -> Objects.requireNonNull(SIZES.get(axis)))
                        .toList();
        inputs.put("dO", Rows.normal(shape, random));
        return inputs;
    }
}
