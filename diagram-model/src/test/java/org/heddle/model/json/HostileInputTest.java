package org.heddle.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.syntax.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files made to hurt cost bounded time and memory and end in a diagnostic.
@Timeout(60)
class HostileInputTest {
    private static final Duration QUICK = Duration.ofSeconds(20);

    @Test
    void nestingIsBounded() {
        assertThat(codes("[".repeat(100_000_000))).containsExactly(Code.E010);
        assertThat(codes("[".repeat(60_000_000))).containsExactly(Code.E009);
        assertThat(codes("{\"a\":".repeat(1_000_000))).containsExactly(Code.E009);
    }

    @Test
    void manyValuesAreRefused() {
        assertThat(codes("[" + "0,".repeat(20_000_000) + "0]")).containsExactly(Code.E010);
    }

    @Test
    void longNamesAndNumbersAreRefused() {
        assertThat(codes("{\"" + "k".repeat(1_000_000) + "\": 1}")).containsExactly(Code.E010);
        assertThat(codes("{\"format\": " + "9".repeat(1_000_000) + "}")).containsExactly(Code.E010);
    }

    @Test
    void problemsAreListedUpToALimit() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            many.append(i == 0 ? "" : ",").append(String.format("\"w%d\": \"f33[nope]\"", i));
        }
        List<Diagnostic> problems = read(diagram("{}", "{" + many + "}", "[]")).diagnostics();
        assertThat(problems).hasSize(Problems.LIMIT + 1);
        assertThat(problems.getLast().code()).isEqualTo(Code.E014);
    }

    @Test
    void longChainsOfSizesAreBound() throws DiagnosticException {
        StringBuilder axes = new StringBuilder("{\"a0\": 1");
        for (int i = 1; i < 20_000; i++) {
            axes.append(",\"a").append(i).append("\": \"a").append(i - 1).append(" + 1\"");
        }
        String wires = "{\"W\": \"f32[a19999]\", \"Y\": \"f32[a19999]\"}";
        String box = "[{\"op\": \"map\", \"fn\": \"w -> w\", \"in\": [\"W\"], \"out\": [\"Y\"]}]";
        ReadResult result = read(diagram(axes + "}", wires, box));
        assertThat(SizeBinder.bind(result.orThrow(), Map.of()).of("a19999")).isEqualTo(20_000);
    }

    @Test
    void longChainsOfBoxesAndDefinitionsAreChecked() {
        StringBuilder definitions = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            String inner =
                    i == 0
                            ? "{\"op\": \"map\", \"fn\": \"v -> v\","
                            : "{\"op\": \"d" + (i - 1) + "\",";
            definitions
                    .append(i == 0 ? "" : ",")
                    .append("\"d")
                    .append(i)
                    .append("\": ")
                    .append(body(inner));
        }
        String text =
                """
                {"format": "heddle/1", "name": "deep", "axes": {}, "wires": {"v": "f32[]", "y": "f32[]"},
                 "inputs": ["v"], "outputs": ["y"], "boxes": [{"op": "d4999", "in": ["v"], "out": ["y"]}],
                 "definitions": {%s}}"""
                        .formatted(definitions);
        assertThat(read(text).diagnostics()).isEmpty();
    }

    @Test
    void definitionsThatMultiplyAreRefused() {
        StringBuilder definitions =
                new StringBuilder("\"d0\": " + body("{\"op\": \"map\", \"fn\": \"v -> v\","));
        for (int i = 1; i < 60; i++) {
            String call = "{\"op\": \"d" + (i - 1) + "\", \"in\": [\"%s\"], \"out\": [\"%s\"]}";
            definitions
                    .append(",\"d")
                    .append(i)
                    .append("\": {\"axes\": {}, \"wires\": {\"v\": \"f32[]\", \"u\": \"f32[]\",")
                    .append(
                            "\"y\": \"f32[]\"}, \"inputs\": [\"v\"], \"outputs\": [\"y\"], \"boxes\": [")
                    .append(call.formatted("v", "u"))
                    .append(",")
                    .append(call.formatted("u", "y"))
                    .append("]}");
        }
        String text =
                """
                {"format": "heddle/1", "name": "laughs", "axes": {}, "wires": {"v": "f32[]", "y": "f32[]"},
                 "inputs": ["v"], "outputs": ["y"], "boxes": [{"op": "d59", "in": ["v"], "out": ["y"]}],
                 "definitions": {%s}}"""
                        .formatted(definitions);
        assertThat(codes(text)).containsExactly(Code.E508);
    }

    @Test
    void deepExpressionsAreRefused() {
        for (String body :
                List.of(
                        "-".repeat(3000) + "v",
                        "v" + " + v".repeat(900),
                        "not ".repeat(900) + "v",
                        "(".repeat(2000))) {
            String box =
                    "[{\"op\": \"map\", \"fn\": \"v -> "
                            + body
                            + "\", \"in\": [\"W\"], \"out\": [\"Y\"]}]";
            List<Code> codes = codes(diagram("{}", "{\"W\": \"f32[]\", \"Y\": \"f32[]\"}", box));
            assertThat(codes).hasSize(1).containsAnyOf(Code.E406, Code.E401);
        }
        String vast =
                "[{\"op\": \"map\", \"fn\": \"v -> "
                        + "v+".repeat(3_000_000)
                        + "v\", \"in\": [\"W\"], \"out\": [\"Y\"]}]";
        assertThat(codes(diagram("{}", "{\"W\": \"f32[]\", \"Y\": \"f32[]\"}", vast)))
                .containsExactly(Code.E406);
    }

    @Test
    void limitsCanBeNarrower() {
        ReadResult result =
                DiagramReader.read(
                        new SourceText("s.json", Samples.BLOCK_AND_RENAMING),
                        new Limits(100, 10, 4));
        assertThat(result.diagnostics()).extracting(Diagnostic::code).containsExactly(Code.E010);
    }

    @Test
    void badUtf8IsLocated() {
        byte[] bytes = "{ \"format\":\n \"heddle/1\u00e9\" }".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> SourceText.decode("latin.json", bytes))
                .isInstanceOfSatisfying(
                        DiagnosticException.class,
                        e -> {
                            assertThat(e.diagnostics().getFirst().code()).isEqualTo(Code.E011);
                            assertThat(e)
                                    .hasMessageContaining("0xe9 at offset 22")
                                    .hasMessageContaining("latin.json:2:11");
                        });
    }

    @Test
    void aByteOrderMarkIsDropped() throws DiagnosticException {
        byte[] bytes = ("\uFEFF" + Samples.BLOCK_AND_RENAMING).getBytes(StandardCharsets.UTF_8);
        assertThat(DiagramReader.read(SourceText.decode("bom.json", bytes)).diagnostics())
                .isEmpty();
    }

    private static String diagram(String axes, String wires, String boxes) {
        return """
                {"format": "heddle/1", "name": "hostile", "axes": %s, "wires": %s,
                 "inputs": ["W"], "outputs": ["Y"], "boxes": %s}"""
                .formatted(axes, wires, boxes);
    }

    private static String body(String box) {
        return "{\"axes\": {}, \"wires\": {\"v\": \"f32[]\", \"y\": \"f32[]\"}, \"inputs\": [\"v\"], \"outputs\": [\"y\"],"
                + " \"boxes\": ["
                + box
                + " \"in\": [\"v\"], \"out\": [\"y\"]}]}";
    }

    private static ReadResult read(String text) {
        long start = System.nanoTime();
        ReadResult result = DiagramReader.read(new SourceText("hostile.json", text));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(QUICK);
        return result;
    }

    private static List<Code> codes(String text) {
        return read(text).diagnostics().stream().map(Diagnostic::code).toList();
    }
}
