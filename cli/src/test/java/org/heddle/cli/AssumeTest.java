package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heddle.cli.Cli.heddle;

import org.heddle.cli.text.Wrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `heddle cost --assume`: what would be if.
final class AssumeTest {
    private static Cli assume(String diagram, String hardware, String what, String... more) {
        String[] all = {
            "cost",
            diagram,
            "--hardware",
            hardware,
            "--size",
            "i=4096,j=4096,k=4096",
            "--assume",
            what
        };
        String[] line = java.util.Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, line, all.length, more.length);
        return heddle(line);
    }

    @Test
    void tellsTimesConfigurationsAndSensitivity() {
        Cli text = assume("matmul-f16", "h100", "overlap=0..1:3,hbm=9.2T");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out())
                .contains("assumed   overlap = 0 to 1, hbm = 9.20 T (is 3.35 T)\n")
                .containsPattern("time: \\d+ µs as described, \\d+ µs as assumed \\(")
                .contains("fit 232,448 bytes of shared memory")
                .containsPattern("(?m)^ +teams +shared +of a team +room +registers")
                .containsPattern("(?m)^ +matrix +[\\d.]+ [nµ]s +[\\d.]+ [nµ]s +[\\d.]+%")
                .containsPattern("(?m)^ +hbm +-0\\.\\d\\d% +█")
                .containsPattern("(?m)^ +0\\.500 +\\d+ µs +\\w+ +█");
        assertThat(text.out().lines().mapToInt(Wrap::width).max().orElseThrow())
                .isLessThanOrEqualTo(Wrap.COLUMNS);
    }

    /// A kernel without matrix instructions has the schedule's blocks.
    @ParameterizedTest
    @CsvSource({"matmul, h100", "matmul, cpu", "matmul-f16, cpu"})
    void otherKernelsKeepTheirBlocks(String diagram, String hardware) {
        Cli text = assume(diagram, hardware, "overlap=1");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out())
                .contains("blocks of the schedule, without matrix instructions")
                .doesNotContainPattern("(?m)^ +matrix +[\\d.]+ [nµ]s")
                .doesNotContain("NaN");
    }

    /// Blocks and teams that do not fit are told with their numbers, blocks that are given too.
    @Test
    void whatDoesNotFitIsTold() {
        String words =
                assume("matmul-f16", "h100", "teams=4,g_i=1024,g_j=256,s_k=64")
                        .out()
                        .replaceAll("\\s+", " ");
        long operands = 2L * 64 * 256 * 2 + 4 * (2 * 256 * 64 * 2 + 256 * 256 * 2);
        assertThat(words)
                .contains(
                        "whole instructions do not fit: g_i=1024, g_j=256, s_k=64 with 4 teams take ")
                .contains(
                        String.format(
                                java.util.Locale.ROOT, "%,d of 232,448 bytes, too many", operands))
                .contains("512 registers of each thread: room for 0.00");
        assertThat(assume("matmul", "h100", "g_i=512,g_j=512").out().replaceAll("\\s+", " "))
                .containsPattern(
                        "none as assumed, for the blocks do not fit; `derive` predicts .*g_j=512.* in [\\d,]+ of 232,448 bytes, too many; nothing it computes");
        JsonNode none = assume("matmul", "h100", "g_i=512,g_j=512", "--json").json();
        assertThat(none.get("seconds").isNull()).isTrue();
        assertThat(none.get("plainSeconds").asDouble()).isPositive();
        assertThat(assume("matmul", "h100", "g_i=64|4096,g_j=64,s_k=32").out())
                .containsPattern("\\n +64 +[\\d.]+ .s .*█")
                .containsPattern("\\n +4,?096 +none +the blocks do not fit");
    }

    @Test
    void theDocumentHasTheSame() {
        JsonNode document =
                assume("matmul-f16", "h100", "overlap=1,matrix=2x,g_i=256,teams=2", "--json")
                        .json();
        assertThat(document.get("assumed").get(1).get("relative").asBoolean()).isTrue();
        JsonNode kernel = document.get("kernels").get(0);
        JsonNode assumed = kernel.get("assumed");
        assertThat(assumed.get("blocks").get("g_i").asLong()).isEqualTo(256);
        assertThat(assumed.get("teams").asInt()).isEqualTo(2);
        double longest = 0;
        for (JsonNode seconds : assumed.get("pipes")) {
            longest = Math.max(longest, seconds.asDouble());
        }
        assertThat(assumed.get("round").asDouble()).isCloseTo(longest, within(1e-15));
        assertThat(document.get("seconds").asDouble()).isEqualTo(assumed.get("seconds").asDouble());
        assertThat(kernel.get("sensitivity").get("hbm").asDouble()).isBetween(-1.0, 0.0);
        JsonNode best = kernel.get("configurations").get(0);
        assertThat(best.get("localBytes").asLong() + 2 * best.get("localBytesOfTeam").asLong())
                .isLessThanOrEqualTo(232448);
    }

    @Test
    void mistakesAreToldAtOnce() {
        Cli wrong = assume("matmul-f16", "h100", "overlap=2,speed=1x,hbm=1x,hbm=2x,teams=0");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("overlap expects parts such as 0.8, 1/3 or 0..1:5, not '2'")
                .contains("'speed' is nothing that can be assumed; there are smem, hbm,")
                .contains("--assume gives hbm twice")
                .contains("teams expects whole numbers such as 2 or 64|128, not '0'");
        assertThat(assume("matmul-f16", "h100", "overlap=0..1,hbm=1x..2x").err())
                .contains("vary one at a time");
        assertThat(assume("matmul-f16", "h100", "overlap=1", "--latex").exit()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsTold() {
        Cli label = assume("matmul-f16", "h100", "g_z=4");
        assertThat(label.exit()).isEqualTo(2);
        assertThat(label.err()).contains("no kernel has blocks g_z; there are g_i, g_j, s_k");
        assertThat(assume("matmul", "cpu", "matrix=2x").err()).contains("cpu has no matrix");
    }
}
