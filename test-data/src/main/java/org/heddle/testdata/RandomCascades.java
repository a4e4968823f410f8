package org.heddle.testdata;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;

/// Random chains of reductions over the same items, each of which can be computed while the others are: what a one-pass form exists for, in many words.
///
/// ```
///  m = max of v                    v        an item: S, 2·S, S + T, -S, …
///  z = sum of w(v - m)             w        an exponential, disguised: exp(v)/exp(m), 1/exp2(m - v), sqrt(exp(2·(v - m))), …
///  further ones                    weighted sums, means, variances and third moments about them, entropies, extrema of what is scaled by them
///                                  products of exponentials
///  by other names                  half of them reduce by monoids of their own file: added, greatest, least
/// ```
public final class RandomCascades {
    /// Of a cascade: its text, with inputs `S[q, x]`, `T[q, x]`, `V[x, e]`.
    public record Cascade(String text) {
        public Diagram diagram() {
            ReadResult read = TextReader.read(new SourceText("cascade.hd", text));
            return read.diagram().orElseThrow(() -> new AssertionError(read.diagnostics() + text));
        }

        @Override
        public String toString() {
            return text.lines().skip(1).reduce((a, b) -> a + "; " + b).orElse("");
        }
    }

    private final SplittableRandom random;
    private final List<String> lines = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();

    private RandomCascades(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// As many as asked for, each from a seed of its own.
    public static Stream<Cascade> of(int count, long seed) {
        return new SplittableRandom(seed)
                .longs(count)
                .mapToObj(each -> new RandomCascades(each).draw());
    }

    private Cascade draw() {
        String item =
                choose(
                        "S[q, x]",
                        "2 * S[q, x]",
                        "S[q, x] + T[q, x]",
                        "-S[q, x]",
                        "S[q, x] / 3 - T[q, x]",
                        "S[q, x] - #x / 7");
        boolean least = random.nextInt(4) == 0;
        lines.add("m[q] = " + (least ? "min" : "max") + "[x](" + item + ")");
        String weight =
                least
                        ? exponential("m[q]", "(" + item + ")")
                        : exponential("(" + item + ")", "m[q]");
        lines.add("z[q] = sum[x](" + weight + ")");
        int further = 1 + random.nextInt(3);
        for (int i = 0; i < further; i++) {
            further(i, weight);
        }
        String monoids = random.nextBoolean() ? named() : "";
        return new Cascade(
                "cascade(S: f32[q, x], T: f32[q, x], V: f32[x, e]) -> "
                        + String.join(", ", outputs)
                        + "\n"
                        + monoids
                        + String.join("\n", lines)
                        + "\n");
    }

    /// `b^(v - m)`, in one of its disguises.
    private String exponential(String v, String m) {
        return choose(
                "exp(" + v + " - " + m + ")",
                "exp(" + v + ") / exp(" + m + ")",
                "1 / exp(" + m + " - " + v + ")",
                "exp2(" + v + " - " + m + ")",
                "exp2(" + v + ") / exp2(" + m + ")",
                "pow(2.5, " + v + " - " + m + ")",
                "pow(3, " + v + ") * pow(3, -" + m + ")",
                "exp((" + v + " - " + m + ") / 2) * exp((" + v + " - " + m + ") / 2)",
                "sqrt(exp(2 * (" + v + " - " + m + ")))",
                "exp(-(" + m + " - " + v + ") * 0.7)",
                "1 / (exp2(" + m + ") / exp2(" + v + "))",
                "exp(" + v + " + 1 - " + m + ") / exp(1)",
                "rsqrt(exp(3 * " + m + ") * exp(-3 * " + v + "))");
    }

    private void further(int number, String weight) {
        String name = "r" + number;
        String share = weight + " / z[q]";
        switch (random.nextInt(10)) {
            case 0 -> output(name, "e", "sum[x](" + share + " * V[x, e])");
            case 1 -> output(name, "e", "sum[x](" + weight + " * V[x, e]) / z[q]");
            case 2 -> output(name, "", "sum[x](" + share + " * log(" + share + "))");
            case 3 -> {
                lines.add("mean" + number + "[q] = sum[x](" + share + " * T[q, x])");
                String deviation = "(T[q, x] - mean" + number + "[q])";
                String power = deviation + " * " + deviation;
                output(
                        name,
                        "",
                        "sum[x]("
                                + share
                                + " * "
                                + power
                                + (random.nextBoolean() ? " * " + deviation : "")
                                + ")");
            }
            case 4 -> output(name, "", "max[x](T[q, x] / z[q] + m[q])");
            case 5 -> output(name, "", "min[x](T[q, x] * m[q] - S[q, x] * m[q])");
            case 6 -> output(name, "", "sum[x](where(T[q, x] > 0, " + share + ", 0))");
            case 8 -> output(name, "", "sum[x](log(abs(T[q, x]) / sqrt(z[q])))");
            case 7 -> output(name, "", "sum[x](where(m[q] > 0, " + weight + " * T[q, x], 0))");
            default -> output(name, "", "max[x](tanh(T[q, x] / sqrt(z[q])))");
        }
    }

    /// Lets all lines reduce by monoids of the file.
    ///
    /// @return their definitions
    private String named() {
        lines.replaceAll(
                line ->
                        line.replaceFirst("= sum\\[x]", "= reduce added[x]")
                                .replaceFirst("= max\\[x]", "= reduce greatest[x]")
                                .replaceFirst("= min\\[x]", "= reduce least[x]"));
        String sum = choose("s + s'", "s' + s", "-(-s - s')", "s - (-s')");
        String max = choose("max(m, m')", "max(m', m)", "where(m > m', m, m')");
        String min = choose("min(m, m')", "min(m', m)", "where(m' <= m, m', m)");
        return monoid("added", "s: f32 = 0  merge " + sum)
                + monoid("greatest", "m: f32 = -inf  merge " + max)
                + monoid("least", "m: f32 = inf  merge " + min);
    }

    private String monoid(String name, String component) {
        boolean used = lines.stream().anyMatch(line -> line.contains("reduce " + name + "["));
        return used ? "monoid " + name + " {\n  " + component + "\n}\n" : "";
    }

    private void output(String name, String axis, String value) {
        lines.add(name + "[q" + (axis.isEmpty() ? "" : ", " + axis) + "] = " + value);
        outputs.add(name);
    }

    private String choose(String... alternatives) {
        return alternatives[random.nextInt(alternatives.length)];
    }
}
