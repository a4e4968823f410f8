package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
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
                .contains("Predicted time over smem\n")
                .contains("●");
        assertThat(text.out().lines()).allMatch(line -> line.length() <= 100);
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

    /// A circle for every design, in both colours; filled where none is better in everything.
    @Test
    void drawsTheTimes(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("times.svg");
        Cli drawn =
                heddle(
                        "codesign",
                        "softmax",
                        "--hardware",
                        "h200",
                        "--vary",
                        "hbm=1T|2T|9000G,smem=32K..128K",
                        "--svg",
                        file.toString(),
                        "--json");
        assertThat(drawn.exit()).as(drawn.err()).isZero();
        assertThat(drawn.err()).contains("wrote " + file);
        String svg = Files.readString(file);
        assertThat(svg).contains("prefers-color-scheme: dark");
        List<Element> elements = Xml.elements(Xml.parse(svg));
        List<JsonNode> designs = new ArrayList<>();
        drawn.json().get("designs").forEach(designs::add);
        long front = designs.stream().filter(d -> d.get("front").asBoolean()).count();
        assertThat(designs).hasSize(9);
        assertThat(front).isPositive().isLessThan(9);
        assertThat(circles(elements, "front")).isEqualTo(front + 1);
        assertThat(circles(elements, "design")).isEqualTo(9 - front + 1);
        assertThat(svg).contains("<title>hbm 9 T, smem 128 KiB: ");
    }

    private static long circles(List<Element> elements, String kind) {
        return elements.stream()
                .filter(e -> e.getTagName().equals("circle"))
                .filter(e -> e.getAttribute("class").equals(kind))
                .count();
    }

    @Test
    void nothingIsDrawnWhereNothingFits(@TempDir Path folder) {
        Path file = folder.resolve("times.svg");
        Cli none = heddle("codesign", "matmul", "--vary", "smem=8|16", "--svg", file.toString());
        assertThat(none.exit()).isZero();
        assertThat(none.err()).contains("nothing fits any variant: " + file + " is not written");
        assertThat(file).doesNotExist();
        assertThat(none.out()).doesNotContain("Predicted time over");
    }

    @Test
    void unitsAreWhole() {
        Cli units = heddle("codesign", "matmul", "--hardware", "h200", "--vary", "units=1.5");
        assertThat(units.exit()).isEqualTo(2);
        assertThat(units.err()).contains("units expects whole numbers, not '1.5'");
        Cli few = heddle("codesign", "matmul", "--hardware", "h200", "--vary", "units=2..3:5");
        assertThat(few.exit()).isEqualTo(2);
        assertThat(few.err()).contains("units has 2 whole numbers of the 5 asked for in '2..3:5'");
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
