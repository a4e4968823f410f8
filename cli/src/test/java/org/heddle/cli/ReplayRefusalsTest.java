package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.heddle.cli.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `heddle replay` prints of each way of tampering with a derivation: place, what the file says, what was found, what to do.
/// It stands in `test-data/invalid/replay/R711-NAME.expected`; `-Dgolden.update=true` accepts.
final class ReplayRefusalsTest {
    private static final Path EXPECTED = Path.of("..", "test-data", "invalid", "replay");

    private static final String DIAGRAM =
            """
            deviations(s: f32[q, x]) -> y
            axis q default 64, x default 256
            m[q] = sum[x](s[q, x])
            d[q, x] = s[q, x] - m[q] / |x|
            e[q, x] = d[q, x] * d[q, x]
            y[q] = sum[x](e[q, x])
            """;

    private static final String PACK =
            """
            { "format": "heddle-pack/1",
              "name": "mine",
              "rules": [
                { "name": "sine-of-a-sum",
                  "law": "sin(a)·cos(b) + cos(a)·sin(b) = sin(a + b)",
                  "left": "f(a: f32[i], b: f32[i]) -> r; r[i] = sin(a[i]) * cos(b[i]) + cos(a[i]) * sin(b[i])",
                  "right": "f(a: f32[i], b: f32[i]) -> r; r[i] = sin(a[i] + b[i])",
                  "use": "cost" }] }
            """;

    private static final String FOR_PACK =
            """
            height(a: f32[i], b: f32[i]) -> r
            axis i default 512
            r[i] = sin(a[i]) * cos(b[i]) + cos(a[i]) * sin(b[i])
            """;

    @TempDir private Path folder;

    /// Ways of tampering, by name; those with `pack` in it are of a diagram for a pack, which it is derived by where it begins so.
    private static Map<String, Consumer<ObjectNode>> ways() {
        Map<String, Consumer<ObjectNode>> ways = new LinkedHashMap<>();
        ways.put("law-renamed", d -> step(d, "merge-map-into-reduction").put("rule", "merge-maps"));
        ways.put("law-unknown", d -> step(d, "merge-map-into-reduction").put("rule", "merge-mapz"));
        ways.put("law-of-kernels-renamed", d -> step(d, "stream").put("rule", "group"));
        ways.put("equation-changed", d -> step(d, "fuse").put("law", "f ; g = g ; f"));
        ways.put(
                "match-changed",
                d -> ((ArrayNode) step(d, "merge-map-into-reduction").get("where")).set(1, "m"));
        ways.put("match-unknown", d -> ((ArrayNode) step(d, "fuse").get("where")).set(0, "other"));
        ways.put("kernel-unknown", d -> ((ArrayNode) step(d, "group").get("where")).set(0, "z"));
        ways.put("condition-removed", d -> step(d, "fuse").remove("condition"));
        ways.put("condition-emptied", d -> step(d, "stream").put("condition", ""));
        ways.put(
                "condition-added",
                d -> append(step(d, "merge-map-into-reduction"), "condition", "; s > 0"));
        ways.put("cost-changed", d -> append(step(d, "group"), "H", " + 4*|q|"));
        ways.put("cost-of-a-rewrite-changed", d -> append(step(d, "fuse"), "H", " + 4*|q|"));
        ways.put("bytes-changed", d -> step(d, "fuse").put("bytesBefore", 12));
        ways.put("found-changed", d -> append(step(d, "merge-map-into-reduction"), "why", " once"));
        ways.put(
                "reason-of-a-union-changed",
                d -> step(d, "fuse").put("why", "computed together with what needs it"));
        ways.put("reason-of-a-union-unknown", d -> step(d, "fuse").put("why", "why not"));
        ways.put("key-added", d -> step(d, "group").put("sideCondition", "q > 0"));
        ways.put("stop-reason-changed", d -> append(d, "stopReason", " at all"));
        ways.put("steps-swapped", d -> swap(d, 0, 1));
        ways.put(
                "steps-swapped-and-numbered",
                d -> {
                    swap(d, 0, 1);
                    number(d);
                });
        ways.put(
                "last-steps-swapped-and-numbered",
                d -> {
                    int last = d.get("steps").size() - 1;
                    swap(d, last - 1, last);
                    number(d);
                });
        ways.put("step-removed", d -> steps(d).remove(1));
        ways.put(
                "step-removed-and-numbered",
                d -> {
                    steps(d).remove(1);
                    number(d);
                });
        ways.put("last-step-removed", d -> steps(d).remove(d.get("steps").size() - 1));
        ways.put(
                "step-twice",
                d -> {
                    steps(d).add(d.get("steps").get(d.get("steps").size() - 1).deepCopy());
                    number(d);
                });
        ways.put("sizes-changed", d -> ((ObjectNode) d.get("sizes")).put("x", 255));
        ways.put("pack-not-given", d -> d.putArray("packs"));
        ways.put("added-pack", d -> ((ArrayNode) d.get("packs")).add(Json.parse(PACK)));
        return ways;
    }

    static Set<String> names() {
        return ways().keySet();
    }

    private Path derivation(String name) throws Exception {
        Path diagram = folder.resolve("f.hd");
        Path pack = folder.resolve("pack.json");
        Path file = folder.resolve("d.json");
        Files.writeString(diagram, name.contains("pack") ? FOR_PACK : DIAGRAM);
        Files.writeString(pack, PACK);
        List<String> line =
                new ArrayList<>(List.of("derive", diagram.toString(), "--hardware", "cpu", "-o"));
        line.add(file.toString());
        if (name.startsWith("pack")) {
            line.addAll(List.of("--rules", pack.toString()));
        }
        Cli cli = heddle(line.toArray(String[]::new));
        assertThat(cli.exit()).as(cli.err()).isIn(Exit.OK, Exit.PASSES);
        return file;
    }

    @ParameterizedTest
    @MethodSource("names")
    void tamperingIsToldWithPlaceAndHelp(String name) throws Exception {
        Path file = derivation(name);
        ObjectNode derivation = (ObjectNode) Json.parse(Files.readString(file));
        ways().getOrDefault(name, _ -> {}).accept(derivation);
        Files.writeString(file, Json.text(derivation));
        Cli cli = heddle("replay", file.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).startsWith("error[R711]: ").contains("help: ");
        String printed = (cli.out() + cli.err()).replace(folder + "/", "");
        Path expected = EXPECTED.resolve("R711-" + name + ".expected");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(expected));
    }

    @Test
    void whatIsNotTamperedWithHolds() throws Exception {
        for (String name : List.of("", "pack", "added-pack")) {
            Cli cli = heddle("replay", derivation(name).toString());
            assertThat(cli.exit()).as(cli.err()).isZero();
        }
    }

    @Test
    void everyExpectationIsOfAWay() throws Exception {
        try (var files = Files.list(EXPECTED)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            names().stream()
                                    .map(name -> "R711-" + name + ".expected")
                                    .collect(Collectors.toSet()));
        }
    }

    private static ArrayNode steps(ObjectNode derivation) {
        return (ArrayNode) derivation.get("steps");
    }

    /// The first step by a law.
    private static ObjectNode step(ObjectNode derivation, String rule) {
        for (JsonNode step : derivation.get("steps")) {
            if (step.get("rule").asString().equals(rule)) {
                return (ObjectNode) step;
            }
        }
        throw new IllegalArgumentException("no step by " + rule);
    }

    private static void append(ObjectNode object, String key, String more) {
        object.put(key, object.get(key).asString() + more);
    }

    private static void swap(ObjectNode derivation, int one, int other) {
        ArrayNode steps = steps(derivation);
        JsonNode first = steps.get(one);
        steps.set(one, steps.get(other));
        steps.set(other, first);
    }

    private static void number(ObjectNode derivation) {
        int number = 0;
        for (JsonNode step : derivation.get("steps")) {
            number++;
            ((ObjectNode) step).put("number", number);
        }
    }
}
