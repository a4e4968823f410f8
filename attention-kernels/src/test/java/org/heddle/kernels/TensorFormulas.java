package org.heddle.kernels;

import static java.util.Map.entry;
import static org.heddle.kernels.Loops.square;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.heddle.kernels.Loops.Formula;

/// What matrix and tensor products, paths, neighbours and normalised sums compute, by `diagram:output`.
final class TensorFormulas {
    private TensorFormulas() {}

    static final Map<String, Formula> ALL =
            Map.ofEntries(
                    entry("matmul:C", TensorFormulas::product),
                    entry("matmul-f16:C", TensorFormulas::product),
                    entry(
                            "batched-matmul:C",
                            (in, at) ->
                                    in.sum(
                                            "k",
                                            k ->
                                                    in.in("A", at[0], at[1], k)
                                                            * in.in("B", at[0], k, at[2]))),
                    entry(
                            "matmul-chain:D",
                            (in, at) ->
                                    in.sum(
                                            "l",
                                            l ->
                                                    in.sum(
                                                                    "k",
                                                                    k ->
                                                                            in.in("A", at[0], k)
                                                                                    * in.in(
                                                                                            "B", k,
                                                                                            l))
                                                            * in.in("C", l, at[1]))),
                    entry("tropical-matmul:C", TensorFormulas::shortest),
                    entry(
                            "ssymv:y",
                            (in, at) -> in.sum("j", j -> in.in("A", at[0], j) * in.in("x", j))),
                    entry(
                            "syprd:y",
                            (in, _) ->
                                    in.sum(
                                            "i",
                                            i ->
                                                    in.in("x", i)
                                                            * in.sum(
                                                                    "j",
                                                                    j ->
                                                                            in.in("A", i, j)
                                                                                    * in.in(
                                                                                            "x",
                                                                                            j)))),
                    entry(
                            "ssyrk:C",
                            (in, at) ->
                                    in.sum("k", k -> in.in("A", at[0], k) * in.in("A", at[1], k))),
                    entry(
                            "ttm:C",
                            (in, at) ->
                                    in.sum(
                                            "k",
                                            k ->
                                                    in.in("A", k, at[1], at[2])
                                                            * in.in("B", k, at[0]))),
                    entry("mttkrp-3:C", (in, at) -> krp(in, at, "k", "l")),
                    entry("mttkrp-4:C", (in, at) -> krp(in, at, "k", "l", "m")),
                    entry("mttkrp-5:C", (in, at) -> krp(in, at, "k", "l", "m", "n")),
                    entry(
                            "bellman-ford-step:e",
                            (in, at) ->
                                    Math.min(
                                            in.in("d", at[0]),
                                            -in.max(
                                                    "j",
                                                    j -> -in.in("A", at[0], j) - in.in("d", j)))),
                    entry(
                            "viterbi-step:n",
                            (in, at) ->
                                    in.max("i", i -> in.in("s", at[0], i) + in.in("T", i, at[1]))
                                            + in.in("E", at[0], at[1])),
                    entry(
                            "viterbi-step:from",
                            (in, at) ->
                                    in.least(
                                            "i",
                                            i -> -in.in("s", at[0], i) - in.in("T", i, at[1]))),
                    entry(
                            "forward-step:n",
                            (in, at) ->
                                    Math.log(
                                                    in.sum(
                                                            "i",
                                                            i ->
                                                                    Math.exp(in.in("s", at[0], i))
                                                                            * Math.exp(
                                                                                    in.in(
                                                                                            "T",
                                                                                            i,
                                                                                            at[
                                                                                                    1]))))
                                            + in.in("E", at[0], at[1])),
                    entry(
                            "kernel-density:y",
                            (in, at) ->
                                    in.mean(
                                            "j",
                                            j -> Math.exp(-apart(in, "Z", at[0], j) / 2),
                                            j -> in.in("v", j))),
                    entry(
                            "k-means-assignment:a",
                            (in, at) -> in.least("k", k -> apart(in, "C", at[0], k))),
                    entry(
                            "nearest-neighbours:R",
                            (in, at) -> {
                                int j = neighbour(in, at);
                                return j < 0 ? Double.POSITIVE_INFINITY : apart(in, "Z", at[0], j);
                            }),
                    entry("nearest-neighbours:ids", TensorFormulas::neighbour),
                    entry(
                            "sinkhorn-step:f",
                            (in, at) ->
                                    0.5
                                            * (Math.log(Math.abs(in.in("a", at[0])) + 1)
                                                    - Math.log(
                                                            in.sum(
                                                                    "j",
                                                                    j ->
                                                                            Math.exp(
                                                                                    2
                                                                                            * (in
                                                                                                            .in(
                                                                                                                    "g",
                                                                                                                    j)
                                                                                                    - apart(
                                                                                                            in,
                                                                                                            "Z",
                                                                                                            at[
                                                                                                                    0],
                                                                                                            j))))))));

    private static double product(Loops in, int... at) {
        return in.sum("k", k -> in.in("A", at[0], k) * in.in("B", k, at[1]));
    }

    private static double shortest(Loops in, int... at) {
        return -in.max("k", k -> -in.in("A", at[0], k) - in.in("B", k, at[1]));
    }

    /// Sums over all axes but the first, whatever their number.
    private static double krp(Loops in, int[] at, String... axes) {
        int[] index = new int[axes.length + 1];
        index[0] = at[0];
        return krp(in, index, 1, at[1], axes);
    }

    private static double krp(Loops in, int[] index, int position, int r, String[] axes) {
        if (position > axes.length) {
            return in.in("A", index);
        }
        IntToDoubleFunction term =
                i -> {
                    index[position] = i;
                    return in.in("B", i, r) * krp(in, index, position + 1, r, axes);
                };
        return in.sum(axes[position - 1], term);
    }

    private static double apart(Loops in, String other, int i, int j) {
        return in.sum("d", d -> square(in.in("X", i, d) - in.in(other, j, d)));
    }

    private static int neighbour(Loops in, int... at) {
        return in.ranked("j", at[1], j -> apart(in, "Z", at[0], j));
    }
}
