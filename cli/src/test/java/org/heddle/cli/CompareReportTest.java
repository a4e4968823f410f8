package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.heddle.cli.report.Json;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `heddle compare`: charts in the terminal, and the page of `--html`.
final class CompareReportTest {
    private static final String PRODUCT =
            "product(A: f32[i, k], B: f32[k, j]) -> C; axis i default 9, k default 10, j default 11; C[i, j] = A[i, k] * B[k, j]";

    @TempDir private Path folder;

    private static Cli compare(String... more) {
        List<String> line =
                new ArrayList<>(List.of("compare", "-e", PRODUCT, "--device", "interp"));
        line.addAll(List.of(more));
        return heddle(line.toArray(String[]::new));
    }

    @Test
    void oneSettingIsDrawn() {
        Cli cli = compare();
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out())
                .containsSubsequence(
                        "Memory chart of kernel C; counted by interp",
                        "│ global ",
                        "predicted",
                        "counted",
                        "Roofline of kernel C",
                        "○ predicted",
                        "Result: correct");
        assertThat(cli.out().lines())
                .allMatch(line -> line.codePointCount(0, line.length()) <= 100);
        assertThat(compare("--no-charts").out()).doesNotContain("Memory chart", "Roofline");
    }

    /// What a simulator counts of the text stands beside what is predicted of the tile program.
    @Test
    void accessesOfTheTextAreShown() {
        String[] compare = {
            "compare", "matmul", "--device", "simulate", "--size", "i=16,j=16,k=32"
        };
        Cli text = heddle(compare);
        Assumptions.assumeTrue(text.exit() != 3, () -> "[SKIP] " + text.err());
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out())
                .contains("counted by simulate; local memory by interp, on the same tile programs")
                .containsPattern("local +([0-9,]+) +\\1 +exact\n +in the text +\\1 +\\1 +exact");
        JsonNode kernel =
                heddle(
                                Stream.concat(Stream.of(compare), Stream.of("--json"))
                                        .toArray(String[]::new))
                        .json()
                        .get("comparisons")
                        .get(0)
                        .get("kernels")
                        .get(0);
        assertThat(kernel.get("textAccesses").get("localRead").asLong()).isPositive();
        assertThat(kernel.get("textAccesses").get("localWrite").asLong()).isPositive();
        assertThat(kernel.get("counted").get("localRead"))
                .isEqualTo(kernel.get("predicted").get("localRead"));
    }

    @Test
    void severalSettingsAreDrawnWhereAsked() {
        assertThat(compare("--size", "i=3;i=4").out()).doesNotContain("Memory chart", "Roofline");
        assertThat(compare("--size", "i=3;i=4", "--charts").out().split("Roofline of", -1))
                .hasSize(3);
    }

    @Test
    void thePageIsWrittenBesideWhatIsPrinted() throws Exception {
        Path file = folder.resolve("new").resolve("report.html");
        Cli cli = compare("--html", file.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.err()).contains("wrote " + file);
        assertThat(cli.out()).contains("Result: correct");
        assertThat(Cli.namesIn(file.getParent())).containsExactly("report.html");
        assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        Cli json = compare("--json", "--html", file.toString());
        JsonNode printed = json.json();
        assertThat(printed.path("ok").booleanValue()).isTrue();
        String page = Files.readString(file);
        String start = "id=\"comparison\">";
        int from = page.indexOf(start) + start.length();
        JsonNode kept = Json.parse(page.substring(from, page.indexOf("</script>", from)));
        assertThat(kept).isEqualTo(printed);
    }

    @Test
    void whatStandsInTheWayIsToldBeforeAnythingRuns() throws Exception {
        Cli directory = compare("--html", folder.toString());
        assertThat(directory.exit()).isEqualTo(Exit.WRONG);
        assertThat(directory.err()).contains("error[E016]", "it is a folder");
        assertThat(directory.out()).isEmpty();
        Path taken = Files.writeString(folder.resolve("file"), "");
        Cli below = compare("--html", taken.resolve("report.html").toString());
        assertThat(below.exit()).isEqualTo(Exit.WRONG);
        assertThat(below.err()).contains("error[E016]");
        assertThat(below.out()).isEmpty();
    }

    @Test
    void aComparisonThatFailsLeavesNoPage() throws Exception {
        Path file = folder.resolve("report.html");
        Cli cli = compare("--size", "i=3;k=0;nobody=4", "--html", file.toString());
        assertThat(cli.exit()).isEqualTo(Exit.WRONG);
        assertThat(cli.err()).contains("error[");
        assertThat(Cli.namesIn(folder)).isEmpty();
    }

    @Test
    void whatAPackSaysIsText() throws Exception {
        Path pack =
                Files.writeString(
                        folder.resolve("laws.json"),
                        """
                        { "format": "heddle-pack/1",
                          "name": "mine",
                          "rules": [
                            { "name": "square-of-sum",
                              "law": "</script><script>stolen()</script>",
                              "left": "f(a: f32[i], b: f32[i]) -> r; r[i] = a[i] * a[i] + 2 * a[i] * b[i] + b[i] * b[i]",
                              "right": "f(a: f32[i], b: f32[i]) -> r; s[i] = a[i] + b[i]; r[i] = s[i] * s[i]",
                              "use": "cost" }] }
                        """);
        Path file = folder.resolve("report.html");
        Cli cli =
                heddle(
                        "compare",
                        "-e",
                        "r[i] = a[i] * a[i] + 2 * a[i] * b[i] + b[i] * b[i]",
                        "--device",
                        "interp",
                        "--size",
                        "i=50",
                        "--rules",
                        pack.toString(),
                        "--html",
                        file.toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(Files.readString(file))
                .contains("square-of-sum", "&lt;script&gt;stolen()")
                .doesNotContain("<script>stolen");
    }
}
