package org.heddle.testdata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;

/// Random sums and extrema of items made of softmaxes, sigmoids, their logarithms, deviations and conditions, and logarithms and quotients of such sums, as their authors write them.
///
/// ```
///  P, Q  softmax of S, T      A, B  their logarithms      L  log-sum-exp      m  maximum      w, z  weights and their sum      c, v  mean and variance      D  softmax of C, less the mean      G, H  sigmoids
///  R = sum of where(P > 0, P·(log(P) - B), 0)
/// ```
public final class RandomItems {
    private static final Map<String, String> DEFINITIONS = new LinkedHashMap<>();

    static {
        DEFINITIONS.put("A[q, x]", "log-softmax[x](S[q, x])");
        DEFINITIONS.put("B[q, x]", "log-softmax[x](T[q, x])");
        DEFINITIONS.put("L[q]", "logsumexp[x](S[q, x])");
        DEFINITIONS.put("P[q, x]", "softmax[x](S[q, x])");
        DEFINITIONS.put("Q[q, x]", "softmax[x](T[q, x])");
        DEFINITIONS.put("m[q]", "max[x](S[q, x])");
        DEFINITIONS.put("w[q, x]", "exp(S[q, x] - m[q])");
        DEFINITIONS.put("z[q]", "sum[x](w[q, x])");
        DEFINITIONS.put("c[q]", "mean[x](S[q, x])");
        DEFINITIONS.put("v[q]", "mean[x](pow(S[q, x] - c[q], 2))");
        DEFINITIONS.put("C[q, x]", "S[q, x] - c[q]");
        DEFINITIONS.put("D[q, x]", "softmax[x](C[q, x])");
        DEFINITIONS.put("G[q, x]", "sigmoid(S[q, x])");
        DEFINITIONS.put("H[q, x]", "1 / (1 + exp(-T[q, x]))");
    }

    private final SplittableRandom random;

    private RandomItems(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// The definition of a diagram with inputs `S[q, x]` and `T[q, x]` and the output `R[q]`.
    public record Reduced(String text) {
        public Diagram diagram() {
            return TextReader.read(new SourceText("items.hd", text))
                    .diagram()
                    .orElseThrow(() -> new AssertionError(text));
        }

        @Override
        public String toString() {
            return text.lines().skip(1).reduce((a, b) -> a + "; " + b).orElse("");
        }
    }

    /// As many as asked for, each from a seed of its own.
    public static Stream<Reduced> of(int count, long seed) {
        return new SplittableRandom(seed)
                .longs(count)
                .mapToObj(each -> new RandomItems(each).draw());
    }

    private Reduced draw() {
        String last = "R[q] = " + (random.nextInt(3) == 0 ? ofSums() : reduction());
        return new Reduced(head(last) + definitions(last) + last + "\n");
    }

    /// What sums of weights that may vanish together are used for.
    private String ofSums() {
        String weights = random.nextInt(3) == 0 ? weight() : weight() + " * " + weight();
        if (random.nextInt(3) == 0) {
            weights = guarded(weights, "0");
        }
        return switch (random.nextInt(4)) {
            case 0 -> "log(sum[x](" + weights + "))";
            case 1 -> "-log(sum[x](sqrt(" + weights + ")))";
            case 2 -> "sum[x](" + weights + " * " + value() + ") / sum[x](" + weights + ")";
            default -> "logsumexp[x](" + score() + " + " + score() + ")";
        };
    }

    private String score() {
        return choose("A[q, x]", "B[q, x]", "log(P[q, x])", "log(Q[q, x])", "S[q, x]", "T[q, x]");
    }

    private String reduction() {
        String monoid = choose("sum", "sum", "sum", "mean", "max", "min");
        String item = random.nextInt(3) == 0 ? item() + " + " + item() : item();
        if (random.nextInt(2) == 0) {
            String none =
                    switch (monoid) {
                        case "max" -> choose("0", "-inf");
                        case "min" -> choose("0", "inf");
                        default -> "0";
                    };
            item = guarded(item, none);
        }
        return monoid + "[x](" + item + ")";
    }

    private static String head(String last) {
        String text = definitions(last) + last;
        List<String> inputs = new ArrayList<>();
        for (String input : List.of("S[q, x]", "T[q, x]")) {
            if (text.contains(input)) {
                inputs.add(input.charAt(0) + ": f32[q, x]");
            }
        }
        return "items(" + String.join(", ", inputs) + ") -> R\n";
    }

    /// Those that are mentioned, those that these mention before them.
    private static String definitions(String text) {
        StringBuilder definitions = new StringBuilder();
        String mentioned = text;
        List<String> names = new ArrayList<>(DEFINITIONS.keySet());
        for (String name : names.reversed()) {
            if (mentioned.contains(name)) {
                String line = name + " = " + DEFINITIONS.get(name) + "\n";
                definitions.insert(0, line);
                mentioned += line;
            }
        }
        return definitions.toString();
    }

    private String item() {
        return switch (random.nextInt(5)) {
            case 0 -> value();
            case 1 -> weight() + " * " + weight();
            case 2 -> value() + " * " + value();
            case 3 -> weight() + " * " + value() + " * " + value();
            default -> weight() + " * " + value();
        };
    }

    private String weight() {
        return choose(
                "P[q, x]",
                "P[q, x]",
                "Q[q, x]",
                "(w[q, x] / z[q])",
                "exp(A[q, x])",
                "D[q, x]",
                "G[q, x]",
                "H[q, x]",
                "sqrt(P[q, x])",
                "pow(Q[q, x], 0.5)");
    }

    private String value() {
        return choose(
                "A[q, x]",
                "B[q, x]",
                "log(P[q, x])",
                "log(Q[q, x])",
                "S[q, x]",
                "T[q, x]",
                "(S[q, x] - m[q])",
                "(S[q, x] - L[q])",
                "(S[q, x] - c[q])",
                "(S[q, x] - c[q]) / sqrt(v[q])",
                "(A[q, x] - B[q, x])",
                "abs(A[q, x])");
    }

    private String guarded(String item, String none) {
        return switch (random.nextInt(9)) {
            case 0 -> "where(P[q, x] > 0, " + item + ", " + none + ")";
            case 1 -> "where(P[q, x] == 0, " + none + ", " + item + ")";
            case 2 -> "where(Q[q, x] > 0, " + item + ", " + none + ")";
            case 3 -> "where(S[q, x] == -inf, " + none + ", " + item + ")";
            case 4 -> "where(A[q, x] == -inf, " + none + ", " + item + ")";
            case 5 -> "where(T[q, x] > 0, " + item + ", " + none + ")";
            case 6 -> "where(w[q, x] > 0, " + item + ", " + none + ")";
            case 7 -> "where(S[q, x] >= m[q], " + item + ", " + none + ")";
            default -> "where(P[q, x] > 0 and Q[q, x] > 0, " + item + ", " + none + ")";
        };
    }

    private String choose(String... of) {
        return of[random.nextInt(of.length)];
    }
}
