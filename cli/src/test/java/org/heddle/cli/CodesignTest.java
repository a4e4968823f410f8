package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `heddle codesign`: a diagram on variants of a machine.
final class CodesignTest {
    @Test
    void tellsTimeAndWhatBinds() {
        Cli text =
                heddle(
                        "codesign",
                        "matmul",
                        "--hardware",
                        "h200",
                        "--vary",
                        "smem=64K..256K,hbm=2T");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out())
                .contains("hardware  h200, varied: smem (is 227 KiB), hbm (is 4.80 T)\n")
                .containsPattern("\\* +64 KiB +2 T +[0-9.]+ µs ")
                .contains("█");
        JsonNode document =
                heddle(
                                "codesign",
                                "matmul",
                                "--hardware",
                                "h200",
                                "--vary",
                                "smem=64K..256K,hbm=2T",
                                "--json")
                        .json();
        assertThat(document.get("format").asString()).isEqualTo("heddle-codesign/1");
        assertThat(document.get("designs").size()).isEqualTo(3);
        assertThat(document.get("designs").get(2).get("values").get("smem").asDouble())
                .isEqualTo(262144);
        assertThat(document.get("designs").get(0).get("seconds").asDouble()).isPositive();
    }

    @Test
    void mistakesAreToldAtOnce() {
        Cli wrong = heddle("codesign", "matmul", "--vary", "smem=big,colour=1,hbm=1T,hbm=2T");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("smem expects positive values such as 64K..512K")
                .contains("'colour' is nothing that can be varied; there are smem, hbm,")
                .contains("--vary gives values of hbm twice");
        assertThat(heddle("codesign", "matmul", "--vary", "matrix=1T..2T").err())
                .contains("schedules do not depend on matrix");
        assertThat(heddle("codesign", "matmul").exit()).isEqualTo(2);
        assertThat(heddle("codesign", "matmul", "--vary", "smem=1K..1M:40,hbm=1T..2T:40").err())
                .contains("--vary gives 1600 designs, at most 1024");
    }
}
