package org.heddle.kernels;

import static java.util.Map.entry;
import static org.heddle.kernels.Loops.sigmoid;
import static org.heddle.kernels.Loops.square;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.heddle.kernels.Loops.Formula;

/// What the members of the attention family compute, by `diagram:output`, as the papers write it.
final class AttentionFormulas {
    private AttentionFormulas() {}

    static final Map<String, Formula> ALL =
            Map.ofEntries(
                    entry("attention:O", full((in, h, q, x) -> score(in, h, q, x))),
                    entry("attention-stable:O", full((in, h, q, x) -> score(in, h, q, x))),
                    entry("attention-f16:O", full((in, h, q, x) -> score(in, h, q, x))),
                    entry("causal-attention:O", masked((in, q, x) -> distance(in, q, x) >= 0)),
                    entry(
                            "sliding-window-attention:O",
                            masked(
                                    (in, q, x) ->
                                            distance(in, q, x) >= 0
                                                    && distance(in, q, x) < in.size("w"))),
                    entry(
                            "sink-attention:O",
                            masked(
                                    (in, q, x) ->
                                            distance(in, q, x) >= 0
                                                    && (x < in.size("s")
                                                            || distance(in, q, x) < in.size("w")))),
                    entry(
                            "document-attention:O",
                            masked((in, q, x) -> in.in("docQ", q) == in.in("docX", x))),
                    entry(
                            "alibi-attention:O",
                            full(
                                    (in, h, q, x) ->
                                            distance(in, q, x) < 0
                                                    ? Double.NEGATIVE_INFINITY
                                                    : score(in, h, q, x)
                                                            - in.in("m", h) * distance(in, q, x))),
                    entry(
                            "relative-bias-attention:O",
                            full(
                                    (in, h, q, x) ->
                                            score(in, h, q, x)
                                                    + in.in("B", h, x - q + in.size("q") - 1))),
                    entry(
                            "softcap-attention:O",
                            full((in, h, q, x) -> 30 * Math.tanh(score(in, h, q, x) / 30))),
                    entry("gqa-attention:O", AttentionFormulas::groupedQuery),
                    entry("multi-query-attention:O", AttentionFormulas::multiQuery),
                    entry("latent-attention:O", AttentionFormulas::latent),
                    entry("paged-attention:O", AttentionFormulas::paged),
                    entry(
                            "sigmoid-attention:O",
                            (in, at) ->
                                    in.sum(
                                            "x",
                                            x ->
                                                    sigmoid(
                                                                    score(in, at[0], at[1], x)
                                                                            - Math.log(
                                                                                    in.size("x")))
                                                            * in.in("V", at[0], x, at[2]))),
                    entry("cosine-attention:O", AttentionFormulas::cosine),
                    entry("linear-attention:O", AttentionFormulas::linear),
                    entry("retention:O", AttentionFormulas::retention),
                    entry("differential-attention:O", AttentionFormulas::differential),
                    entry("cross-attention:Z", AttentionFormulas::cross));

    private interface Score {
        double of(Loops in, int h, int q, int x);
    }

    private interface Seen {
        boolean test(Loops in, int q, int x);
    }

    private static double dot(Loops in, String a, String b, int h, int q, int x) {
        return in.sum("d", d -> in.in(a, h, q, d) * in.in(b, h, x, d));
    }

    private static double score(Loops in, int h, int q, int x) {
        return dot(in, "Q", "K", h, q, x) / in.root("d");
    }

    /// How far the key lies before the query, where both sequences end at one place.
    private static int distance(Loops in, int q, int x) {
        return (in.size("x") - 1 - x) - (in.size("q") - 1 - q);
    }

    private static Formula full(Score score) {
        return (in, at) ->
                in.mean(
                        "x",
                        x -> Math.exp(score.of(in, at[0], at[1], x)),
                        x -> in.in("V", at[0], x, at[2]));
    }

    /// A query that sees no key gives 0.
    private static Formula masked(Seen seen) {
        return (in, at) -> {
            IntToDoubleFunction weight =
                    x -> seen.test(in, at[1], x) ? Math.exp(score(in, at[0], at[1], x)) : 0;
            return in.sum("x", weight) == 0
                    ? 0
                    : in.mean("x", weight, x -> in.in("V", at[0], x, at[2]));
        };
    }

    private static double groupedQuery(Loops in, int... at) {
        return in.mean(
                "x",
                x ->
                        Math.exp(
                                in.sum(
                                                "d",
                                                d ->
                                                        in.in("Q", at[0], at[1], at[2], d)
                                                                * in.in("K", at[0], x, d))
                                        / in.root("d")),
                x -> in.in("V", at[0], x, at[3]));
    }

    private static double multiQuery(Loops in, int... at) {
        return in.mean(
                "x",
                x ->
                        Math.exp(
                                in.sum("d", d -> in.in("Q", at[0], at[1], d) * in.in("K", x, d))
                                        / in.root("d")),
                x -> in.in("V", x, at[2]));
    }

    private static double latent(Loops in, int... at) {
        double width = Math.sqrt(in.size("c") + in.size("r"));
        return in.mean(
                "x",
                x ->
                        Math.exp(
                                (in.sum("c", c -> in.in("Q", at[0], at[1], c) * in.in("C", x, c))
                                                + in.sum(
                                                        "r",
                                                        r ->
                                                                in.in("Qr", at[0], at[1], r)
                                                                        * in.in("Cr", x, r)))
                                        / width),
                x -> in.in("C", x, at[2]));
    }

    /// Keys in the order of the table are keys like any other.
    private static double paged(Loops in, int... at) {
        double weights = 0;
        double values = 0;
        for (int n = 0; n < in.size("n"); n++) {
            int page = in.index("table", n);
            for (int slot = 0; slot < in.size("s"); slot++) {
                int s = slot;
                double weight =
                        Math.exp(
                                in.sum(
                                                "d",
                                                d ->
                                                        in.in("Q", at[0], at[1], d)
                                                                * in.in("K", page, s, at[0], d))
                                        / in.root("d"));
                weights += weight;
                values += weight * in.in("V", page, s, at[0], at[2]);
            }
        }
        return values / weights;
    }

    private static double cosine(Loops in, int... at) {
        return full((l, h, q, x) -> {
                    double qq = l.sum("d", d -> square(l.in("Q", h, q, d)));
                    double kk = l.sum("d", d -> square(l.in("K", h, x, d)));
                    return l.in("g", h) * dot(l, "Q", "K", h, q, x) / Math.sqrt(qq * kk);
                })
                .at(in, at);
    }

    private static double feature(double v) {
        return v > 0 ? v + 1 : Math.exp(v);
    }

    private static double linear(Loops in, int... at) {
        return in.mean(
                "x",
                x ->
                        in.sum(
                                "d",
                                d ->
                                        feature(in.in("Q", at[0], at[1], d))
                                                * feature(in.in("K", at[0], x, d))),
                x -> in.in("V", at[0], x, at[2]));
    }

    private static double retention(Loops in, int... at) {
        double decay = sigmoid(in.in("g", at[0]));
        return in.sum(
                "x",
                x ->
                        x > at[1]
                                ? 0
                                : dot(in, "Q", "K", at[0], at[1], x)
                                        * Math.pow(decay, at[1] - x)
                                        * in.in("V", at[0], x, at[2]));
    }

    private static double differential(Loops in, int... at) {
        IntToDoubleFunction value = x -> in.in("V", at[0], x, at[2]);
        return in.mean("x", x -> weight(in, "1", at, x), value)
                - in.in("l", at[0]) * in.mean("x", x -> weight(in, "2", at, x), value);
    }

    private static double weight(Loops in, String number, int[] at, int x) {
        return Math.exp(dot(in, "Q" + number, "K" + number, at[0], at[1], x) / in.root("d"));
    }

    private static double cross(Loops in, int... at) {
        return in.sum(
                "h",
                h ->
                        in.sum(
                                "e",
                                e ->
                                        in.mean(
                                                        "x",
                                                        x -> Math.exp(projected(in, h, at[0], x)),
                                                        x ->
                                                                in.sum(
                                                                        "c",
                                                                        c ->
                                                                                in.in("Y", x, c)
                                                                                        * in.in(
                                                                                                "Wv",
                                                                                                c,
                                                                                                h,
                                                                                                e)))
                                                * in.in("Wo", h, e, at[1])));
    }

    private static double projected(Loops in, int h, int q, int x) {
        return in.sum(
                        "d",
                        d ->
                                in.sum("c", c -> in.in("X", q, c) * in.in("Wq", c, h, d))
                                        * in.sum("c", c -> in.in("Y", x, c) * in.in("Wk", c, h, d)))
                / in.root("d");
    }
}
