package org.heddle.rules.stream;

import java.util.List;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;

/// Bodies of kernels for the tests of this package and of those that use it.
public final class Streams {
    private Streams() {}

    /// The regions of a body.
    public static List<Region> regions(Diagram body) {
        return switch (RegionBuilder.build(body)) {
            case RegionBuilder.Built(var regions) -> regions;
            case RegionBuilder.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    /// The region whose reads of one input share their loops.
    public static Region region(Sketch sketch) {
        return regions(sketch.diagram()).getFirst();
    }

    public static StreamForm form(Sketch sketch, String... stream) {
        return StreamAnalyzer.analyze(region(sketch), List.of(stream)).orElseThrow();
    }

    private static Sketch rows() {
        return new Sketch().axis("q", 3).axis("x", 6).axis("d", 2).axis("e", 2);
    }

    /// Scores against keys, normalised by their exponentials, times values: maps already merged into reductions.
    public static Sketch softmaxThenContract() {
        return rows().input("Q[q, d]", "K[x, d]", "V[x, e]")
                .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(
                        Scalar.SUM,
                        "z[q]",
                        "s, m -> where(s == -inf, 0, exp(s - m))",
                        "S[q, x]",
                        "m[q]")
                .reduce(
                        Scalar.SUM,
                        "O[q, e]",
                        "s, m, z, v -> where(z == 0, 0, where(s == -inf, 0, exp(s - m)) / z) * v",
                        "S[q, x]",
                        "m[q]",
                        "z[q]",
                        "V[x, e]")
                .output("O");
    }

    /// Row sums of an item function of one array and the row's own maximum and sum.
    static Sketch cascade(String max, String sum, String last) {
        return rows().input("S[q, x]", "V[q, x]", "W[q, x]", "c[q]", "b[]")
                .reduce(Scalar.MAX, "m[q]", max, "S[q, x]", "V[q, x]", "c[q]")
                .reduce(
                        Scalar.SUM,
                        "z[q]",
                        sum,
                        "S[q, x]",
                        "V[q, x]",
                        "W[q, x]",
                        "c[q]",
                        "b[]",
                        "m[q]")
                .reduce(
                        Scalar.SUM,
                        "y[q]",
                        last,
                        "S[q, x]",
                        "V[q, x]",
                        "W[q, x]",
                        "c[q]",
                        "b[]",
                        "m[q]",
                        "z[q]")
                .output("y");
    }

    /// A cascade whose running maximum is that of `S`.
    static Sketch cascade(String sum, String last) {
        return cascade(
                "s, v, c -> s", "s, v, w, c, b, m -> " + sum, "s, v, w, c, b, m, z -> " + last);
    }

    static Sketch twoPasses() {
        return rows().input("S[q, x]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.SUM, "z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                .map("P[q, x]", "s, m, z -> exp(s - m) / z", "S[q, x]", "m[q]", "z[q]")
                .output("P");
    }
}
