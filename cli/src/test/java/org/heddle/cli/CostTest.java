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

    /// What is enough, what a cache passes on, and what devices receive of each other.
    @Test
    void tellsLevelsDevicesAndWhatIsEnough() {
        String[] line = {
            "cost", "matmul-f16", "--hardware", "h100", "--size", "i=8192,j=8192,k=8192"
        };
        assertThat(heddle(line).out())
                .containsPattern("l2 for shared +30.7 MB +928 MB +277 µs")
                .containsPattern("8 +450 GB/s +67.1 MB +149 µs +139 µs +g_i=\\d+, g_j=\\d+\n")
                .contains(
                        "computing takes 1.11 ms (matrix): as long as transfers with M = 1.50 MB at the 3.35 TB/s of\n    global memory\n");
        String[] json = java.util.Arrays.copyOf(line, line.length + 1);
        json[line.length] = "--json";
        JsonNode kernel = heddle(json).json().get("kernels").get(0);
        assertThat(kernel.get("passing").get(0).get("children").asInt()).isEqualTo(132);
        assertThat(kernel.get("devices").size()).isEqualTo(3);
        assertThat(kernel.get("halved").get("A").asDouble())
                .isEqualTo(kernel.get("halved").get("B").asDouble(), within(1e-6));
        assertThat(kernel.get("halved").get("C").asDouble()).isBetween(0.9, 1.0);
        assertThat(kernel.get("computingSeconds").get("matrix").asDouble())
                .isCloseTo(2 * Math.pow(8192, 3) / 989e12, within(1e-9));
        assertThat(kernel.get("enough").get("memoryBytes").asDouble()).isBetween(1.49e6, 1.51e6);
    }

    /// What an exchange saves depends on what would be loaded from instead.
    @Test
    void exchangesAreComparedWithBothLevels() {
        Cli cost = heddle("cost", "matmul-f16", "--hardware", "h800", "--json");
        JsonNode four = cost.json().get("kernels").get(0).get("exchanges").get(1);
        assertThat(four.get("units").asInt()).isEqualTo(4);
        assertThat(four.get("saves").asDouble()).isNegative();
        assertThat(four.get("savesOfFirstLevel").asDouble()).isCloseTo(0.115, within(5e-4));
    }

    /// From the extent that is told on computing takes longer, and not before.
    @Test
    void anExtentIsEnough() {
        JsonNode enough = enough("i=8192,j=8192,k=8192", "h100");
        assertThat(enough.get("extents").isEmpty()).isTrue();
        String machine = "h200";
        long k =
                cost("--json")
                        .json()
                        .get("kernels")
                        .get(0)
                        .get("enough")
                        .get("extents")
                        .get("k")
                        .asLong();
        assertThat(k).isGreaterThan(1);
        assertThat(isBoundByTransfers("i=8192,j=8192,k=" + (k - 1), machine)).isTrue();
        assertThat(isBoundByTransfers("i=8192,j=8192,k=" + k, machine)).isFalse();
    }

    private static JsonNode enough(String sizes, String machine) {
        return heddle("cost", "matmul-f16", "--hardware", machine, "--size", sizes, "--json")
                .json()
                .get("kernels")
                .get(0)
                .get("enough");
    }

    /// Whether the memory that is enough is more than a group has.
    private static boolean isBoundByTransfers(String sizes, String machine) {
        JsonNode memory =
                heddle("cost", "matmul", "--hardware", machine, "--size", sizes, "--json")
                        .json()
                        .get("kernels")
                        .get(0)
                        .get("enough")
                        .get("memoryBytes");
        return memory == null || memory.asDouble() > 232448;
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

    /// What text says of the schedule, JSON has too.
    @Test
    void theScheduleIsToldOverTheLeast() {
        var kernel = cost("--json").json().get("kernels").get(0);
        String text = cost().out();
        String line =
                String.format(
                        java.util.Locale.ROOT,
                        "%.3f of the least with shared memory; bound by %s",
                        kernel.get("scheduledOverLeast").asDouble(),
                        kernel.get("bound").asString());
        assertThat(text.replaceAll("\\s+", " ")).contains(line);
    }

    @Test
    void isTypeset() {
        assertThat(cost("--latex").out())
                .contains("  load A & $k$ & $4 \\, g_{i} \\, g_{j} + 4 \\, g_{i} \\, s_{k}$ & ")
                .contains("\\[ H^{*} = 4 \\, i \\, j + 16 \\, i \\, j \\, k \\, M^{-1/2} \\]\n");
        Cli both = cost("--latex", "--json");
        assertThat(both.exit()).isEqualTo(2);
    }

    /// Nothing moved is no more than the least.
    @Test
    void emptyArraysHaveNoQuotients() {
        String[] line = {"cost", "matmul", "--hardware", "h100", "--size", "i=0,j=64,k=64"};
        assertThat(heddle(line).out()).contains("scheduled: 0 B, 1.000 of").doesNotContain("NaN");
        String[] assumed = java.util.Arrays.copyOf(line, line.length + 2);
        assumed[line.length] = "--assume";
        assumed[line.length + 1] = "overlap=turns";
        assertThat(heddle(assumed).out()).contains("time: 3.00 µs").doesNotContain("NaN");
    }

    @Test
    void axesWithoutSizesGetOne() {
        Cli cost = heddle("cost", "-e", "f(A: f32[i, j]) -> B\nB[i] = sum[j](A[i, j])");
        assertThat(cost.exit()).as(cost.err()).isZero();
        assertThat(cost.err()).contains("derived for i=1024,j=1024");
        assertThat(cost.out()).contains("H* = 4·i·(j + 1)\n");
    }
}
