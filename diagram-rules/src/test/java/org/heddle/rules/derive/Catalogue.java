package org.heddle.rules.derive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Semiring;
import org.heddle.rules.Sketch;

/// Diagrams of the kinds that a derivation meets, small enough for the evaluator.
public final class Catalogue {
    private Catalogue() {}

    private static Sketch sketch() {
        return new Sketch()
                .axis("b", 2)
                .axis("h", 2)
                .axis("q", 5)
                .axis("x", 7)
                .axis("d", 3)
                .axis("e", 4);
    }

    /// By name, in order.
    public static Map<String, Sketch> all() {
        Map<String, Sketch> all = new LinkedHashMap<>();
        all.put(
                "matmul",
                sketch().input("A[q, d]", "B[d, e]")
                        .contract("C[q, e]", "A[q, d]", "B[d, e]")
                        .output("C"));
        all.put(
                "batched matmul",
                sketch().input("A[b, q, d]", "B[b, d, e]")
                        .contract("C[b, q, e]", "A[b, q, d]", "B[b, d, e]")
                        .output("C"));
        all.put(
                "softmax",
                sketch().input("S[q, x]")
                        .call("softmax", List.of("x"), "P[q, x]", "S[q, x]")
                        .output("P"));
        all.put(
                "logsumexp",
                sketch().input("S[q, x]")
                        .call("logsumexp", List.of("x"), "l[q]", "S[q, x]")
                        .output("l"));
        all.put(
                "entropy",
                sketch().input("S[q, x]")
                        .call("entropy", List.of("x"), "h[q]", "S[q, x]")
                        .output("h"));
        all.put(
                "sums of logarithms",
                sketch().input("A[q, d]", "K[x, d]", "w[x]")
                        .contract("S[q, x]", "A[q, d]", "K[x, d]")
                        .contract(Semiring.LOG_SUM_EXP, "l[q]", "S[q, x]", "w[x]")
                        .output("l"));
        all.put(
                "constants",
                sketch().input("A[q, d]")
                        .constant("W[d, e]", "cos((#d + 1) * #e)")
                        .constant("w[e]", "#e * #e")
                        .contract("B[q, e]", "A[q, d]", "W[d, e]")
                        .reduce(Scalar.SUM, "s[]", "w -> w", "w[e]")
                        .map("C[q, e]", "b, w, s -> b * w / s", "B[q, e]", "w[e]", "s[]")
                        .output("C", "W"));
        all.put(
                "window",
                sketch().axis("y", 6)
                        .input("A[x, d]", "W[q, d, e]")
                        .box(new Op.Reindex(), "B[y, q, d]", "A[y + q - 2, d] else 0")
                        .contract("C[y, e]", "B[y, q, d]", "W[q, d, e]")
                        .map("D[y, e]", "c, t -> tanh(c - t)", "C[y, e]", "C[y - 1, e] else 0")
                        .output("D"));
        all.put("weighted mean", weightedMean("s -> s / sqrt(|d|)"));
        all.put(
                "causal weighted mean",
                weightedMean("s -> where(#x <= #q + |x| - |q|, s / sqrt(|d|), -inf)"));
        all.put("all masked", weightedMean("s -> where(#x > |x|, s, -inf)"));
        all.put(
                "grouped weighted mean",
                sketch().axis("g", 2)
                        .input("Q[g, h, q, d]", "K[g, x, d]", "V[g, x, d]")
                        .contract("S[g, h, q, x]", "Q[g, h, q, d]", "K[g, x, d]")
                        .call("softmax", List.of("x"), "P[g, h, q, x]", "S[g, h, q, x]")
                        .contract("O[g, h, q, d]", "P[g, h, q, x]", "V[g, x, d]")
                        .output("O"));
        all.put(
                "chain",
                sketch().input("A[q, d]", "B[d, x]", "C[x, e]")
                        .contract("T[q, x]", "A[q, d]", "B[d, x]")
                        .contract("R[q, e]", "T[q, x]", "C[x, e]")
                        .output("R"));
        all.put(
                "rmsnorm then contract",
                sketch().input("X[q, d]", "g[d]", "W[d, e]")
                        .call("rmsnorm", List.of("d"), "N[q, d]", "X[q, d]")
                        .map("G[q, d]", "n, g -> n * g", "N[q, d]", "g[d]")
                        .contract("Y[q, e]", "G[q, d]", "W[d, e]")
                        .output("Y"));
        all.put(
                "kernel density",
                sketch().input("Q[q, d]", "K[x, d]", "w[x]")
                        .reduce(
                                Scalar.SUM,
                                "D[q, x]",
                                "a, b -> (a - b) * (a - b)",
                                "Q[q, d]",
                                "K[x, d]")
                        .map("E[q, x]", "d -> exp(-d / 2)", "D[q, x]")
                        .contract("f[q]", "E[q, x]", "w[x]")
                        .output("f"));
        all.put(
                "layernorm",
                sketch().input("X[q, d]")
                        .call("layernorm", List.of("d"), "N[q, d]", "X[q, d]")
                        .output("N"));
        all.put(
                "two outputs",
                sketch().input("Q[q, d]", "K[x, d]", "V[x, e]")
                        .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                        .call("softmax", List.of("x"), "P[q, x]", "S[q, x]")
                        .contract("O[q, e]", "P[q, x]", "V[x, e]")
                        .call("logsumexp", List.of("x"), "l[q]", "S[q, x]")
                        .output("O", "l"));
        all.put(
                "many readers",
                sketch().input("A[q, x]")
                        .map("B[q, x]", "a -> tanh(a)", "A[q, x]")
                        .reduce(Scalar.SUM, "s[q]", "b -> b", "B[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "b -> b", "B[q, x]")
                        .map("C[q, x]", "b, s, m -> (b - s) * m", "B[q, x]", "s[q]", "m[q]")
                        .output("C", "B"));
        all.put(
                "transposed reread",
                new Sketch()
                        .axis("i", 5)
                        .axis("j", 5)
                        .axis("k", 3)
                        .input("A[i, k]")
                        .contract("G[i, j]", "A[i, k]", "A[j, k]")
                        .map("H[i, j]", "a, b -> a * 2 - b", "G[i, j]", "G[j, i]")
                        .reduce(Scalar.SUM, "r[i]", "h -> h * h", "H[i, j]")
                        .output("r"));
        all.put(
                "around a kernel and back",
                new Sketch()
                        .axis("i", 5)
                        .axis("j", 5)
                        .input("A[i, j]")
                        .reduce(Scalar.SUM, "B[i]", "a -> a", "A[i, j]")
                        .map("C[i, j]", "b, c -> b - c", "B[i]", "B[j]")
                        .contract("D[i]", "C[i, j]", "B[j]")
                        .output("D"));
        return all;
    }

    static Sketch weightedMean(String scores) {
        return sketch().input("Q[h, q, d]", "K[h, x, d]", "V[h, x, e]")
                .contract("S[h, q, x]", "Q[h, q, d]", "K[h, x, d]")
                .map("T[h, q, x]", scores, "S[h, q, x]")
                .call("softmax", List.of("x"), "P[h, q, x]", "T[h, q, x]")
                .contract("O[h, q, e]", "P[h, q, x]", "V[h, x, e]")
                .output("O");
    }
}
