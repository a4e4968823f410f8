package org.heddle.rules.bounds;

import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;

/// Reductions along x of which a condition on indices leaves some items.
public final class Masks {
    private Masks() {}

    /// Normalised exponentials of masked scores, times values, and their sum.
    ///
    /// @param scores of `s`
    public static Sketch exponentials(String scores) {
        return rows().map("T[q, x]", scores, "S[q, x]")
                .reduce(Scalar.MAX, "m[q]", "t -> t", "T[q, x]")
                .reduce(
                        Scalar.SUM,
                        "z[q]",
                        "t, m -> where(t == -inf, 0, exp(t - m))",
                        "T[q, x]",
                        "m[q]")
                .reduce(
                        Scalar.SUM,
                        "o[q, e]",
                        "t, m, v -> where(t == -inf, 0, exp(t - m)) * v",
                        "T[q, x]",
                        "m[q]",
                        "V[x, e]")
                .output("z", "o");
    }

    /// A sum of products of which a factor is masked.
    ///
    /// @param factor of `s`
    public static Sketch sum(String factor) {
        return rows().map("T[q, x]", factor, "S[q, x]")
                .contract("o[q, e]", "T[q, x]", "V[x, e]")
                .output("o");
    }

    /// A product of two matrices, of whose items a condition leaves some.
    ///
    /// @param item of `a` and `b`
    public static Sketch product(String item) {
        return new Sketch()
                .axis("i", 9)
                .axis("j", 7)
                .axis("k", 8)
                .input("A[i, k]", "B[k, j]")
                .reduce(Scalar.SUM, "C[i, j]", item, "A[i, k]", "B[k, j]")
                .output("C");
    }

    private static Sketch rows() {
        return new Sketch()
                .axis("q", 9)
                .axis("x", 11)
                .axis("e", 3)
                .axis("w", 4)
                .input("S[q, x]", "V[x, e]", "W[w]");
    }
}
