package org.heddle.kernels;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Sizes;

/// What the catalogue's diagrams compute, written as plain loops that share no code with Heddle.
///
/// @param inputs by wire
record Loops(Map<String, Tensor> inputs, Sizes sizes) {

    /// One element of the output of a diagram of the catalogue.
    double element(String name, int... at) {
        return switch (name) {
            case "matmul", "matmul-f16" -> sum("k", k -> in("A", at[0], k) * in("B", k, at[1]));
            case "batched-matmul" ->
                    sum("k", k -> in("A", at[0], at[1], k) * in("B", at[0], k, at[2]));
            case "matmul-chain" ->
                    sum(
                            "l",
                            l ->
                                    sum("k", k -> in("A", at[0], k) * in("B", k, l))
                                            * in("C", l, at[1]));
            case "softmax" ->
                    Math.exp(in("S", at[0], at[1])) / sum("x", x -> Math.exp(in("S", at[0], x)));
            case "logsumexp" -> Math.log(sum("x", x -> Math.exp(in("S", at[0], x))));
            case "attention", "attention-f16" ->
                    mean(x -> weight(at[0], at[1], x), x -> in("V", at[0], x, at[2]));
            case "causal-attention" ->
                    mean(
                            x -> isSeen(at[1], x) ? weight(at[0], at[1], x) : 0,
                            x -> in("V", at[0], x, at[2]));
            case "gqa-attention" ->
                    mean(
                            x ->
                                    Math.exp(
                                            sum(
                                                            "d",
                                                            d ->
                                                                    in("Q", at[0], at[1], at[2], d)
                                                                            * in("K", at[0], x, d))
                                                    / rootD()),
                            x -> in("V", at[0], x, at[3]));
            case "rmsnorm-matmul" ->
                    sum("k", k -> in("X", at[0], k) / rms(at[0]) * in("G", k) * in("W", k, at[1]));
            case "kernel-density" -> {
                IntToDoubleFunction weight =
                        j ->
                                Math.exp(
                                        -sum("d", d -> square(in("X", at[0], d) - in("Z", j, d)))
                                                / 2);
                yield sum("j", j -> weight.applyAsDouble(j) * in("v", j)) / sum("j", weight);
            }
            default -> throw new IllegalArgumentException("no loops for " + name);
        };
    }

    private double weight(int h, int q, int x) {
        return Math.exp(sum("d", d -> in("Q", h, q, d) * in("K", h, x, d)) / rootD());
    }

    /// The last query sees every key, the one before all but the last.
    private boolean isSeen(int q, int x) {
        return sizes.of("q") - 1 - q <= sizes.of("x") - 1 - x;
    }

    private double mean(IntToDoubleFunction weight, IntToDoubleFunction value) {
        return sum("x", x -> weight.applyAsDouble(x) * value.applyAsDouble(x)) / sum("x", weight);
    }

    private double rms(int i) {
        return Math.sqrt(sum("k", k -> square(in("X", i, k))) / sizes.of("k") + 1e-5);
    }

    private double rootD() {
        return Math.sqrt((double) sizes.of("d"));
    }

    private double in(String wire, int... at) {
        long[] index = new long[at.length];
        for (int i = 0; i < at.length; i++) {
            index[i] = at[i];
        }
        return inputs.get(wire).at(index);
    }

    private double sum(String axis, IntToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < sizes.of(axis); i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }

    private static double square(double value) {
        return value * value;
    }
}
