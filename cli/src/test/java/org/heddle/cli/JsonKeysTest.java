package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.heddle.cli.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What `--json` prints parses, and its keys are those that the usage text documents.
final class JsonKeysTest {
    @TempDir private Path folder;

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("check matmul", "heddle-check/1", "format file ok name diagnostics"),
                Arguments.of("show", "heddle-catalogue/1", "format diagrams"),
                Arguments.of(
                        "derive matmul --hardware cpu",
                        "heddle-derivation/1",
                        "format diagram sizes hardware machine onePass passes scheduledBytes seconds stopReason furtherPasses again kernels"
                                + " steps packs source result"),
                Arguments.of(
                        "compile matmul --hardware cpu --emit tile",
                        "heddle-stage/1",
                        "format diagram stage texts"),
                Arguments.of(
                        "compare matmul --device interp --size i=9,k=8,j=7",
                        "heddle-comparison/1",
                        "format ok seed given comparisons"),
                Arguments.of(
                        "eval -e s[i]=#i --size i=3 --at s[1]",
                        "heddle-elements/1",
                        "format diagram sizes elements"),
                Arguments.of(
                        "cost matmul --hardware cpu",
                        "heddle-cost/1",
                        "format diagram hardware sizes kernels"),
                Arguments.of(
                        "cost matmul --hardware cpu --assume overlap=1",
                        "heddle-hypothesis/1",
                        "format diagram hardware sizes assumed plainSeconds seconds kernels curve"),
                Arguments.of("draw matmul", "heddle-picture/1", "format title form text"),
                Arguments.of("devices", "heddle-devices/1", "format devices"),
                Arguments.of("hardware", "heddle-hardware-list/1", "format hardware"),
                Arguments.of("rules", "heddle-rules/1", "format rules"),
                Arguments.of("explain E101", "heddle-code/1", "format code title family page"),
                Arguments.of("explain", "heddle-codes/1", "format codes"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void keysAreTheDocumentedOnes(String line, String format, String keys) {
        String[] words = line.split(" ");
        JsonNode document =
                heddle(
                                Stream.concat(Stream.of(words), Stream.of("--json", "-q"))
                                        .toArray(String[]::new))
                        .json();
        assertThat(document.get("format").asString()).isEqualTo(format);
        assertThat(names(document)).containsExactly(keys.split(" "));
        String usage = heddle(words[0], "--help").out();
        assertThat(usage).contains(format);
        assertThat(names(document)).allMatch(usage::contains);
    }

    @Test
    void comparisonKeysAreTheDocumentedOnes() {
        JsonNode one =
                heddle("compare", "matmul", "--device", "interp", "--size", "i=9,k=8,j=7", "--json")
                        .json()
                        .get("comparisons")
                        .get(0);
        assertThat(names(one))
                .containsExactly(
                        "diagram",
                        "sizes",
                        "device",
                        "target",
                        "hardware",
                        "ok",
                        "correct",
                        "bytesAgree",
                        "countedBy",
                        "derivation",
                        "outputs",
                        "kernels",
                        "seconds",
                        "memory",
                        "problems");
        String usage = heddle("compare", "--help").out();
        assertThat(names(one)).allMatch(usage::contains);
        JsonNode kernel = one.get("kernels").get(0);
        assertThat(kernel.get("predicted")).isEqualTo(kernel.get("counted"));
        assertThat(names(kernel.get("predicted")))
                .containsExactly("globalRead", "globalWrite", "localRead", "localWrite");
        assertThat(one.get("seconds").get("median").isNull()).isTrue();
        assertThat(one.get("outputs").get(0).get("compared").asLong()).isEqualTo(63);
    }

    @Test
    void derivationHoldsAccumulatorsLawsAndSchedules() {
        JsonNode kernel =
                heddle("derive", "logsumexp", "--hardware", "cpu", "--json")
                        .json()
                        .get("kernels")
                        .get(0);
        assertThat(names(kernel))
                .containsExactly(
                        "name",
                        "inputs",
                        "outputs",
                        "stream",
                        "passes",
                        "accumulators",
                        "laws",
                        "schedule");
        JsonNode sum = kernel.get("accumulators").get(1);
        assertThat(names(sum))
                .containsExactly("wire", "pass", "finish", "states", "facts", "slots");
        assertThat(sum.get("slots").get(0).get("law").get("correction").asString())
                .isEqualTo("exp(L_m - L_m')");
        assertThat(kernel.get("laws").get("holds").asBoolean()).isTrue();
        assertThat(kernel.get("schedule").get("H").asString()).contains("q·x");
    }

    @Test
    void launchHoldsWhatAHostProgramNeeds() throws Exception {
        heddle("compile", "matmul", "--hardware", "cpu", "-o", folder.toString(), "-q");
        JsonNode launch = Json.parse(Files.readString(folder.resolve("matmul.launch.json")));
        assertThat(names(launch))
                .containsExactly(
                        "format",
                        "diagram",
                        "target",
                        "hardware",
                        "sizes",
                        "buffers",
                        "lists",
                        "kernels",
                        "launches");
        assertThat(names(launch.get("buffers").get(0)))
                .containsExactly("name", "role", "dtype", "shape", "bytes");
        assertThat(names(launch.get("kernels").get(0)))
                .containsExactly("entry", "file", "localBytes");
        JsonNode first = launch.get("launches").get(0);
        assertThat(names(first))
                .containsExactly("entry", "grid", "block", "dynamicSharedBytes", "arguments");
        assertThat(first.get("arguments").findValuesAsString("buffer"))
                .containsExactly("A", "B", "C");
    }

    @Test
    void launchTellsHowBlocksAreListed() throws Exception {
        heddle("compile", "-e", Cli.DOCUMENTS, "--hardware", "cpu", "-o", folder.toString(), "-q");
        JsonNode launch = Json.parse(Files.readString(folder.resolve("documents.launch.json")));
        JsonNode list = launch.get("lists").get(0);
        assertThat(names(list))
                .containsExactly("rows", "list", "axis", "block", "by", "skipUnless", "bits");
        assertThat(names(list.get("by").get(0))).containsExactly("axis", "block", "blocks");
        assertThat(list.get("skipUnless").valueStream().map(JsonNode::asString))
                .containsExactly("a.least <= b.most", "b.least <= a.most");
        JsonNode bit = list.get("bits").get(0);
        assertThat(names(bit)).containsExactly("bit", "condition", "holdsWhere");
        assertThat(bit.get("condition").asString()).isEqualTo("a == b");
        assertThat(launch.get("launches").get(0).get("arguments").findValuesAsString("buffer"))
                .endsWith(list.get("rows").asString(), list.get("list").asString());
    }

    @Test
    void aFailureIsADocumentToo() {
        JsonNode document = heddle("derive", "no-such-file.json", "--json").json();
        assertThat(names(document))
                .containsExactly(
                        "format", "exit", "kind", "message", "hint", "diagnostics", "reproducer");
    }

    private static List<String> names(JsonNode object) {
        return object.propertyNames().stream().toList();
    }
}
