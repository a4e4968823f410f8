package org.heddle.kernels;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// What the diagrams compute that no law makes one pass of, with plain loops.
final class SeveralPassesFormulas {
    static final Map<String, Loops.Formula> ALL =
            Map.ofEntries(
                    entry("softmax-own-temperature:O", SeveralPassesFormulas::ownTemperature),
                    entry(
                            "nucleus-mass:M",
                            (in, at) -> {
                                double all = in.sum("x", x -> Math.exp(in.in("S", at[0], x)));
                                double least = in.in("t", at[0]);
                                return in.sum(
                                        "x",
                                        x -> {
                                            double p = Math.exp(in.in("S", at[0], x)) / all;
                                            return p >= least ? p : 0;
                                        });
                            }),
                    entry(
                            "mean-absolute-deviation:D",
                            (in, at) -> {
                                double mean = mean(in, x -> in.in("X", at[0], x));
                                return mean(in, x -> Math.abs(in.in("X", at[0], x) - mean));
                            }),
                    entry(
                            "winsorized-mean:W",
                            (in, at) -> {
                                double most =
                                        2
                                                * Math.sqrt(
                                                        mean(
                                                                in,
                                                                x ->
                                                                        Math.pow(
                                                                                in.in(
                                                                                        "X", at[0],
                                                                                        x),
                                                                                2)));
                                return mean(in, x -> Math.clamp(in.in("X", at[0], x), -most, most));
                            }),
                    entry(
                            "count-above-mean:c",
                            (in, at) -> {
                                double mean = mean(in, x -> in.in("X", at[0], x));
                                return in.sum("x", x -> in.in("X", at[0], x) > mean ? 1 : 0);
                            }),
                    entry(
                            "sum-scaled-exponential:Y",
                            (in, at) -> {
                                double energy = in.sum("x", x -> Math.pow(in.in("X", at[0], x), 2));
                                return in.sum(
                                        "x",
                                        x ->
                                                1
                                                        / Math.exp(
                                                                Math.pow(in.in("X", at[0], x), 2)
                                                                        / (1 + energy)));
                            }),
                    entry(
                            "saturated-sum:Y",
                            (in, at) -> {
                                double most = in.max("x", x -> Math.abs(in.in("X", at[0], x)));
                                return in.sum(
                                        "x", x -> Math.tanh(in.in("X", at[0], x) / (1 + most)));
                            }),
                    entry(
                            "margin-mass:M",
                            (in, at) -> {
                                double least = in.max("x", x -> in.in("S", at[0], x)) - 1;
                                return in.sum(
                                        "x",
                                        x ->
                                                in.in("S", at[0], x) > least
                                                        ? in.in("S", at[0], x) - least
                                                        : 0);
                            }),
                    entry("exact-median:M", SeveralPassesFormulas::median),
                    entry("top-p:K", SeveralPassesFormulas::likeliest),
                    entry(
                            "scaled-power-sum:P",
                            (in, at) -> {
                                double most = in.max("x", x -> Math.abs(in.in("X", at[0], x)));
                                return in.sum(
                                        "x",
                                        x ->
                                                Math.pow(
                                                        Math.abs(in.in("X", at[0], x)) / most,
                                                        in.in("p", at[0])));
                            }));

    private SeveralPassesFormulas() {}

    private static double ownTemperature(Loops in, int... at) {
        double mean = mean(in, x -> in.in("S", at[0], x));
        double deviation = Math.sqrt(mean(in, x -> Math.pow(in.in("S", at[0], x) - mean, 2)));
        double all = in.sum("x", x -> Math.exp(in.in("S", at[0], x) / deviation));
        return in.sum(
                "x", x -> Math.exp(in.in("S", at[0], x) / deviation) / all * in.in("V", x, at[1]));
    }

    /// By sorting; integers have four bits.
    private static double median(Loops in, int... at) {
        double[] row = row(in, "X", at[0]);
        Arrays.sort(row);
        return Math.clamp(row[(row.length - 1) / 2], -128, 127);
    }

    /// The highest of the thresholds, in eighths of the likeliest, at which enough is kept.
    private static double likeliest(Loops in, int... at) {
        double[] row = row(in, "S", at[0]);
        double most = Arrays.stream(row).max().orElseThrow();
        double[] weights = Arrays.stream(row).map(s -> Math.exp(s - most)).toArray();
        double all = Arrays.stream(weights).sum();
        double enough = in.in("p", at[0]) * all;
        int threshold = 7;
        while (threshold > 0 && above(weights, threshold / 8.0) < enough) {
            threshold--;
        }
        return above(weights, threshold / 8.0) / all;
    }

    private static double above(double[] weights, double least) {
        return Arrays.stream(weights).filter(w -> w >= least).sum();
    }

    private static double[] row(Loops in, String wire, int row) {
        return IntStream.range(0, in.size("x")).mapToDouble(x -> in.in(wire, row, x)).toArray();
    }

    private static double mean(Loops in, IntToDoubleFunction value) {
        return in.sum("x", value) / in.size("x");
    }
}
