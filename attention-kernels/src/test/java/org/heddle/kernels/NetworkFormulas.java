package org.heddle.kernels;

import static java.util.Map.entry;
import static org.heddle.kernels.Loops.sigmoid;
import static org.heddle.kernels.Loops.square;
import static org.heddle.kernels.Loops.sum;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.heddle.kernels.Loops.Formula;

/// What layers of networks compute, by `diagram:output`: normalisations, losses, feed-forward layers, windows, scans.
final class NetworkFormulas {
    private NetworkFormulas() {}

    static final Map<String, Formula> ALL =
            Map.ofEntries(
                    entry(
                            "softmax:P",
                            (in, at) ->
                                    Math.exp(in.in("S", at[0], at[1]))
                                            / in.sum("x", x -> Math.exp(in.in("S", at[0], x)))),
                    entry(
                            "logsumexp:L",
                            (in, at) -> Math.log(in.sum("x", x -> Math.exp(in.in("S", at[0], x))))),
                    entry("entropy:H", NetworkFormulas::entropy),
                    entry("varentropy:H", NetworkFormulas::entropy),
                    entry(
                            "varentropy:V",
                            (in, at) ->
                                    expected(
                                            in,
                                            "S",
                                            at[0],
                                            x ->
                                                    square(
                                                            Math.log(share(in, "S", at[0], x))
                                                                    + entropy(in, at)))),
                    entry(
                            "distillation-loss:D",
                            (in, at) ->
                                    expected(
                                            in,
                                            "T",
                                            at[0],
                                            x ->
                                                    Math.log(
                                                            share(in, "T", at[0], x)
                                                                    / share(in, "S", at[0], x)))),
                    entry(
                            "layernorm:Y",
                            (in, at) ->
                                    standard(
                                                            in.size("c"),
                                                            c -> in.in("X", at[0], c),
                                                            in.in("X", at[0], at[1]))
                                                    * in.in("g", at[1])
                                            + in.in("b", at[1])),
                    entry(
                            "rmsnorm:Y",
                            (in, at) ->
                                    in.in("X", at[0], at[1])
                                            / rms(in.size("c"), c -> in.in("X", at[0], c))
                                            * in.in("g", at[1])),
                    entry("groupnorm:Y", NetworkFormulas::groupNorm),
                    entry(
                            "rmsnorm-matmul:Y",
                            (in, at) ->
                                    in.sum(
                                            "k",
                                            k ->
                                                    in.in("X", at[0], k)
                                                            / rms(
                                                                    in.size("k"),
                                                                    l -> in.in("X", at[0], l))
                                                            * in.in("G", k)
                                                            * in.in("W", k, at[1]))),
                    entry(
                            "welford-variance:mean",
                            (in, at) -> in.sum("c", c -> in.in("X", at[0], c)) / in.size("c")),
                    entry(
                            "welford-variance:var",
                            (in, at) -> variance(in.size("c"), c -> in.in("X", at[0], c))),
                    entry(
                            "vocabulary-cross-entropy:loss",
                            (in, at) -> {
                                IntToDoubleFunction logit =
                                        v ->
                                                in.sum(
                                                        "c",
                                                        c ->
                                                                in.in("H", at[0], c)
                                                                        * in.in("E", v, c));
                                return -Math.log(
                                        Math.exp(logit.applyAsDouble(in.index("y", at[0])))
                                                / in.sum(
                                                        "v",
                                                        v -> Math.exp(logit.applyAsDouble(v))));
                            }),
                    entry(
                            "contrastive-loss:loss",
                            (in, at) -> {
                                IntToDoubleFunction likeness =
                                        j ->
                                                in.sum(
                                                        "c",
                                                        c ->
                                                                in.in("X", at[0], c)
                                                                        * in.in("Y", j, c));
                                return Math.log(
                                                in.sum(
                                                        "j",
                                                        j -> Math.exp(likeness.applyAsDouble(j))))
                                        - likeness.applyAsDouble(at[0]);
                            }),
                    entry(
                            "swiglu-mlp:Y",
                            (in, at) ->
                                    in.sum(
                                            "f",
                                            f -> {
                                                double gate = dot(in, at[0], "Wg", f);
                                                return gate
                                                        * sigmoid(gate)
                                                        * dot(in, at[0], "Wu", f)
                                                        * in.in("Wd", f, at[1]);
                                            })),
                    entry("gelu-mlp:Y", NetworkFormulas::geluMlp),
                    entry(
                            "mixture-gate:G",
                            (in, at) -> {
                                IntToDoubleFunction kept = k -> kept(in, at[0], k);
                                return kept.applyAsDouble(at[1]) / in.sum("k", kept);
                            }),
                    entry("mixture-gate:ids", (in, at) -> expert(in, at[0], at[1])),
                    entry("embedding:X", (in, at) -> in.in("E", in.index("ids", at[0]), at[1])),
                    entry(
                            "rotary-embedding:E",
                            (in, at) ->
                                    in.in("X", at[0], 2 * at[1]) * Math.cos(angle(in, at))
                                            - in.in("X", at[0], 2 * at[1] + 1)
                                                    * Math.sin(angle(in, at))),
                    entry(
                            "rotary-embedding:D",
                            (in, at) ->
                                    in.in("X", at[0], 2 * at[1]) * Math.sin(angle(in, at))
                                            + in.in("X", at[0], 2 * at[1] + 1)
                                                    * Math.cos(angle(in, at))),
                    entry("conv2d:Y", (in, at) -> convolution(in, "y", "x", 1, 1, at)),
                    entry("strided-conv2d:Y", (in, at) -> convolution(in, "h", "w", 2, 0, at)),
                    entry(
                            "causal-conv1d:Y",
                            (in, at) ->
                                    in.sum(
                                            "k",
                                            k ->
                                                    in.padded(
                                                                    "t",
                                                                    at[1] - (in.size("k") - 1 - k),
                                                                    t ->
                                                                            in.in(
                                                                                    "X", at[0], t,
                                                                                    at[2]))
                                                            * in.in("W", at[2], k))),
                    entry(
                            "max-pooling:Y",
                            (in, at) ->
                                    in.max(
                                            "p",
                                            p ->
                                                    in.max(
                                                            "r",
                                                            r ->
                                                                    in.in(
                                                                            "X",
                                                                            at[0],
                                                                            in.size("p") * at[1]
                                                                                    + p,
                                                                            in.size("r") * at[2]
                                                                                    + r)))),
                    entry(
                            "average-pooling:Y",
                            (in, at) ->
                                    in.sum(
                                                    "p",
                                                    p ->
                                                            in.sum(
                                                                    "r",
                                                                    r ->
                                                                            in.in(
                                                                                    "X", at[0],
                                                                                    at[1] + p,
                                                                                    at[2] + r)))
                                            / square(in.size("p"))),
                    entry(
                            "cumulative-sum:Y",
                            (in, at) -> sum(at[1] + 1, t -> in.in("X", at[0], t))),
                    entry("linear-recurrence:H", NetworkFormulas::recurrence),
                    entry(
                            "linear-recurrence:P",
                            (in, at) -> {
                                double decay = 1;
                                for (int t = 0; t <= at[0]; t++) {
                                    decay *= sigmoid(in.in("A", t, at[1]));
                                }
                                return decay;
                            }));

    private static double entropy(Loops in, int... at) {
        return -expected(in, "S", at[0], x -> Math.log(share(in, "S", at[0], x)));
    }

    /// The probability of an item of a row of scores.
    private static double share(Loops in, String scores, int row, int item) {
        return Math.exp(in.in(scores, row, item))
                / in.sum("x", x -> Math.exp(in.in(scores, row, x)));
    }

    private static double expected(Loops in, String scores, int row, IntToDoubleFunction value) {
        return in.sum("x", x -> share(in, scores, row, x) * value.applyAsDouble(x));
    }

    private static double variance(int size, IntToDoubleFunction value) {
        double mean = sum(size, value) / size;
        return sum(size, i -> square(value.applyAsDouble(i) - mean)) / size;
    }

    private static double standard(int size, IntToDoubleFunction row, double value) {
        return (value - sum(size, row) / size) / Math.sqrt(variance(size, row) + 1e-5);
    }

    private static double rms(int size, IntToDoubleFunction row) {
        return Math.sqrt(sum(size, i -> square(row.applyAsDouble(i))) / size + 1e-5);
    }

    private static double groupNorm(Loops in, int... at) {
        int area = in.size("y") * in.size("x");
        IntToDoubleFunction group =
                i -> in.in("X", at[0], i / area, i / in.size("x") % in.size("y"), i % in.size("x"));
        return standard(in.size("c") * area, group, in.in("X", at)) * in.in("w", at[0], at[1])
                + in.in("b", at[0], at[1]);
    }

    private static double dot(Loops in, int t, String weights, int f) {
        return in.sum("c", c -> in.in("X", t, c) * in.in(weights, c, f));
    }

    /// Φ(x) by Simpson's rule, which is exact to 1e-13 at this step.
    private static double gauss(double x) {
        int steps = 2000;
        double step = x / steps;
        double integral = 0;
        for (int i = 0; i <= steps; i++) {
            double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
            integral += weight * Math.exp(-square(i * step) / 2);
        }
        return 0.5 + integral * step / 3 / Math.sqrt(2 * Math.PI);
    }

    private static double geluMlp(Loops in, int... at) {
        return in.sum(
                        "f",
                        f -> {
                            double hidden = dot(in, at[0], "W1", f) + in.in("b1", f);
                            return hidden * gauss(hidden) * in.in("W2", f, at[1]);
                        })
                + in.in("b2", at[1]);
    }

    /// Where there are fewer experts than are kept, the rest weighs nothing.
    private static double kept(Loops in, int t, int k) {
        int expert = expert(in, t, k);
        return expert < 0 ? 0 : Math.exp(dot(in, t, "W", expert));
    }

    private static int expert(Loops in, int t, int rank) {
        return in.ranked("n", rank, n -> -dot(in, t, "W", n));
    }

    private static double angle(Loops in, int... at) {
        return at[0] * Math.pow(10000, -(double) at[1] / in.size("j"));
    }

    private static double convolution(
            Loops in, String rows, String columns, int stride, int padding, int... at) {
        return in.sum(
                "c",
                c ->
                        in.sum(
                                "i",
                                i ->
                                        in.sum(
                                                "j",
                                                j ->
                                                        in.padded(
                                                                rows,
                                                                stride * at[2] + i - padding,
                                                                y ->
                                                                        in.padded(
                                                                                columns,
                                                                                stride * at[3]
                                                                                        + j
                                                                                        - padding,
                                                                                x ->
                                                                                        in.in(
                                                                                                        "X",
                                                                                                        at[
                                                                                                                0],
                                                                                                        c,
                                                                                                        y,
                                                                                                        x)
                                                                                                * in
                                                                                                        .in(
                                                                                                                "W",
                                                                                                                at[
                                                                                                                        1],
                                                                                                                c,
                                                                                                                i,
                                                                                                                j))))));
    }

    private static double recurrence(Loops in, int... at) {
        double h = 0;
        for (int t = 0; t <= at[0]; t++) {
            h = sigmoid(in.in("A", t, at[1])) * h + in.in("B", t, at[1]);
        }
        return h;
    }
}
