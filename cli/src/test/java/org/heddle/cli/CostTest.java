package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heddle.cli.Cli.heddle;

import org.heddle.cli.text.Wrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `heddle cost`: what kernels move, hold and compute, and the least as a formula.
final class CostTest {
    private static final String[] MATMUL = {
        "cost", "matmul", "--hardware", "h200", "--size", "i=8192,j=8192,k=8192"
    };

    private static Cli cost(String... more) {
        String[] all = java.util.Arrays.copyOf(MATMUL, MATMUL.length + more.length);
        System.arraycopy(more, 0, all, MATMUL.length, more.length);
        return heddle(all);
    }

    @Test
    void tellsColumnsAndTheClosedForm() {
        Cli cost = cost();
        assertThat(cost.exit()).as(cost.err()).isZero();
        assertThat(cost.out())
                .containsPattern("load A +k +4·g_i·g_j \\+ 4·g_i·s_k +4·g_i·k\n")
                .containsPattern("reduce C .* 2·g_i·g_j·k\n")
                .contains("    H* = 4·i·j + 16·i·j·k·M^(-1/2)\n")
                .contains("    at g_i = 0.5000·M^(1/2), g_j = 0.5000·M^(1/2)\n")
                .contains("1,099,511,627,776");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matmul",
                "matmul-chain",
                "retention",
                "viterbi-step",
                "vocabulary-cross-entropy",
                "softmax-own-temperature",
                "mttkrp-4",
                "cumulative-sum",
                "embedding"
            })
    void columnsAddUpToTheSchedule(String name) {
        Cli text = heddle("cost", name, "--hardware", "h200");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out().lines().mapToInt(Wrap::width).max().orElseThrow())
                .isLessThanOrEqualTo(Wrap.COLUMNS);
        JsonNode document = heddle("cost", name, "--hardware", "h200", "--json").json();
        assertThat(document.get("format").asString()).isEqualTo("heddle-cost/1");
        for (JsonNode kernel : document.get("kernels")) {
            long bytes = 0;
            for (JsonNode column : kernel.get("columns")) {
                bytes += column.get("total").get("read").asLong();
                bytes += column.get("total").get("written").asLong();
            }
            assertThat(bytes).isEqualTo(kernel.get("scheduledBytes").asLong());
            for (JsonNode level : kernel.get("levels")) {
                assertThat(level.get("bytes").asDouble())
                        .isLessThanOrEqualTo(kernel.get("scheduledBytes").asDouble() * 1.0001);
            }
        }
    }

    /// The formula as a document has it gives what the text says.
    @Test
    void theDocumentHasTheTermsAsNumbers() {
        JsonNode form = cost("--json").json().get("kernels").get(0).get("closedForm");
        assertThat(form.get("text").asString()).isEqualTo("4·i·j + 16·i·j·k·M^(-1/2)");
        assertThat(form.get("terms").get(1).get("beta").asDouble()).isEqualTo(0.5);
        assertThat(form.get("terms").get(1).get("alphaValue").asDouble())
                .isCloseTo(16 * Math.pow(8192, 3), within(1e3));
    }

    @Test
    void isTypeset() {
        assertThat(cost("--latex").out())
                .contains("  load A & $k$ & $4 \\, g_{i} \\, g_{j} + 4 \\, g_{i} \\, s_{k}$ & ")
                .contains("\\[ H^{*} = 4 \\, i \\, j + 16 \\, i \\, j \\, k \\, M^{-1/2} \\]\n");
        Cli both = cost("--latex", "--json");
        assertThat(both.exit()).isEqualTo(2);
    }

    @Test
    void axesWithoutSizesGetOne() {
        Cli cost = heddle("cost", "-e", "f(A: f32[i, j]) -> B\nB[i] = sum[j](A[i, j])");
        assertThat(cost.exit()).as(cost.err()).isZero();
        assertThat(cost.err()).contains("derived for i=1024,j=1024");
        assertThat(cost.out()).contains("H* = 4·i·(j + 1)\n");
    }
}
