package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heddle.cli.report.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `--diagnostics` on every command that reads a diagram: one document, whole, with every problem in its place.
final class DiagnosticsFormTest {
    @TempDir private Path folder;

    private String wrong = "";
    private String suspicious = "";

    @BeforeEach
    void write() throws Exception {
        String unused = Cli.PRODUCT.replace("\"j\": null }", "\"j\": null, \"z\": 3 }");
        suspicious = Files.writeString(folder.resolve("suspicious.json"), unused).toString();
        String unknown = unused.replace("\"in\": [\"A\", \"B\"]", "\"in\": [\"A\", \"b\"]");
        wrong = Files.writeString(folder.resolve("wrong.json"), unknown).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "show",
                "derive",
                "compile",
                "compare",
                "run --out out",
                "eval --out out"
            })
    void everyCommandWritesOneDocument(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        words.add(wrong);
        words.add("--diagnostics");
        Cli json = run(words, "json");
        assertThat(json.exit()).isEqualTo(1);
        JsonNode problems = Json.parse(written(words, json));
        assertThat(problems)
                .extracting(d -> d.get("code").asString())
                .containsExactly("E214", "E213", "E101");
        Cli sarif = run(words, "sarif");
        assertThat(sarif.exit()).isEqualTo(1);
        JsonNode results = Json.parse(written(words, sarif)).get("runs").get(0).get("results");
        assertThat(results)
                .extracting(r -> r.get("ruleId").asString())
                .containsExactly("E214", "E213", "E101");
        assertThat(results)
                .allSatisfy(
                        r ->
                                assertThat(
                                                r.get("locations")
                                                        .get(0)
                                                        .get("physicalLocation")
                                                        .get("region")
                                                        .get("startLine")
                                                        .asInt())
                                        .isPositive());
        assertThat(run(words, "text").out() + run(words, "text").err()).contains("error[E101]");
    }

    private static Cli run(List<String> words, String form) {
        List<String> all = new ArrayList<>(words);
        all.add(form);
        return heddle(all.toArray(String[]::new));
    }

    /// `check` writes its result, the others write to standard error; nothing else is said.
    private static String written(List<String> words, Cli cli) {
        boolean check = words.getFirst().equals("check");
        assertThat(check ? cli.err() : cli.out()).isEmpty();
        return check ? cli.out() : cli.err();
    }

    @Test
    void warningsAreADocumentBesideTheResult() {
        Cli cli = heddle("derive", suspicious, "--hardware", "cpu", "--diagnostics", "sarif");
        assertThat(cli.exit()).isZero();
        assertThat(cli.out()).contains("Kernel C");
        assertThat(Json.parse(cli.err()).get("runs").get(0).get("results"))
                .singleElement()
                .satisfies(r -> assertThat(r.get("level").asString()).isEqualTo("warning"));
    }

    @Test
    void problemsOfLaterStagesJoinTheWarnings() {
        Cli cli = heddle("derive", suspicious, "--size", "y=3", "--diagnostics", "json");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(Json.parse(cli.err()))
                .extracting(d -> d.get("code").asString())
                .containsExactly("E214", "E102");
        assertThat(Json.parse(cli.err()).get(1).get("line").asInt()).isEqualTo(3);
    }

    @Test
    void aFineDiagramGivesAnEmptyDocument() {
        assertThat(heddle("check", "matmul", "--diagnostics", "json").out().strip())
                .isEqualTo("[]");
        Cli show = heddle("show", "matmul", "--diagnostics", "sarif");
        assertThat(Json.parse(show.err()).get("runs").get(0).get("results").size()).isZero();
    }

    @Test
    void jsonHoldsThemAlready() {
        assertThat(heddle("check", wrong, "--json", "--diagnostics", "sarif").exit()).isEqualTo(2);
    }
}
