package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `heddle equal`: from every source of a diagram, and what it says.
final class EqualTest {
    private static final String SOFT =
            "softmax(S: f32[q, x]) -> P; E[q, x] = exp(S[q, x]); Z[q] = sum[x](E[q, x]); P[q, x] = E[q, x] / Z[q]";

    @TempDir private Path folder;

    @Test
    void equalExitsWithZeroAndTellsTheMethods() {
        Cli cli = heddle("equal", "softmax", "-e", SOFT);
        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).startsWith("equal: softmax and softmax\n").contains("f64", "primes");
        assertThat(cli.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void unequalExitsWithOneAndShowsAnInput() {
        Cli cli =
                heddle(
                        "equal",
                        "-e",
                        "f(a: f32[i]) -> r; r[i] = max(a[i], 0)",
                        "-e",
                        "g(a: f32[i]) -> r; r[i] = a[i]");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.out())
                .startsWith("unequal: f and g\n")
                .contains("a = [-1]", "left    r[0] = 0.0", "right   r[0] = -1.0");
    }

    /// Of branches there is no probability, neither of order nor of equality.
    @Test
    void claimsNoProbabilityOfBranches() {
        String text = "f(S: f32[q]) -> O; O[q] = where(S[q] == %s, 1, S[q])";
        String out =
                heddle("equal", "-e", text.formatted("3"), "-e", text.formatted("(1 + 2)")).out();
        assertThat(out)
                .startsWith("equal")
                .contains("bounds no probability")
                .doesNotContain("at most");
        Cli far =
                heddle(
                        "equal",
                        "-e",
                        "f(S: f32[q]) -> O; O[q] = exp(S[q])",
                        "-e",
                        "f(S: f32[q]) -> O; O[q] = exp(min(S[q], 300))");
        assertThat(far.exit()).isEqualTo(1);
    }

    @Test
    void readsFilesAndStandardInput() throws Exception {
        Path file = folder.resolve("product.hd");
        Files.writeString(
                file, "product(A: f32[m, l], B: f32[l, n]) -> C\nC[m, n] = B[l, n] * A[m, l]\n");
        Cli cli = Cli.withInput(Cli.PRODUCT, "equal", "-", file.toString());
        assertThat(cli.exit()).isZero();
    }

    /// A derived diagram has its kernels as blocks; they are unfolded.
    @Test
    void readsDerivedDiagrams() throws Exception {
        JsonNode derivation = heddle("derive", "softmax", "--hardware", "cpu", "--json").json();
        Path file = folder.resolve("derived.json");
        Files.writeString(file, derivation.get("result").toString());
        assertThat(derivation.get("result").toString()).contains("\"block\"");
        assertThat(heddle("equal", "softmax", file.toString()).exit()).isZero();
    }

    @Test
    void jsonTellsEverything() {
        JsonNode equal = heddle("equal", "softmax", "-e", SOFT, "--json").json();
        assertThat(equal.get("verdict").asString()).isEqualTo("equal");
        assertThat(equal.get("field").get("verdict").asString()).isEqualTo("agrees");
        assertThat(equal.get("field").get("beyond").get(0).asString()).isEqualTo("max");
        assertThat(equal.get("field").has("missProbability")).isFalse();
        JsonNode polynomial =
                Cli.withInput(
                                Cli.PRODUCT,
                                "equal",
                                "-",
                                "-e",
                                "product(A: f32[m, l], B: f32[l, n]) -> C; C[m, n] = B[l, n] * A[m, l]",
                                "--json")
                        .json();
        assertThat(polynomial.get("field").get("missProbability").asDouble()).isLessThan(1e-20);
        assertThat(equal.get("format").asString()).isEqualTo("heddle-verdict/1");
        JsonNode other =
                heddle(
                                "equal",
                                "softmax",
                                "-e",
                                "f(S: f32[q, x]) -> P; P[q, x] = exp(S[q, x])",
                                "--json")
                        .json();
        assertThat(other.get("verdict").asString()).isEqualTo("unequal");
        assertThat(other.get("counterExample").get("inputs").get("S").get("values").size())
                .isEqualTo(1);
    }

    @Test
    void wrongCallsSaySo() {
        assertThat(heddle("equal", "softmax").exit()).isEqualTo(2);
        assertThat(heddle("equal", "softmax", "softmax", "--trials", "0").exit()).isEqualTo(2);
        Cli different = heddle("equal", "softmax", "matmul");
        assertThat(different.exit()).isEqualTo(1);
        assertThat(different.err()).contains("R714");
    }
}
