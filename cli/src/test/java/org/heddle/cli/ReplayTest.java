package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.heddle.cli.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `heddle replay`: what is derived holds, what is tampered with is refused, by the step and the reason.
final class ReplayTest {
    @TempDir private Path folder;

    private Path derive(String diagram) {
        Path file = folder.resolve("d.json");
        Cli cli = heddle("derive", diagram, "--hardware", "cpu", "-o", file.toString());
        assertThat(cli.exit()).as(cli.err()).isIn(Exit.OK, Exit.PASSES);
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logsumexp",
                "softmax",
                "forward-step",
                "layernorm",
                "swiglu-mlp",
                "embedding"
            })
    void whatIsDerivedHolds(String diagram) {
        Cli cli = heddle("replay", derive(diagram).toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).endsWith(diagram + ": every step holds\n").contains("meaning (f64");
    }

    /// Of a scan's numbers one is read by nobody, and two kernels after it are one.
    @Test
    void whatAScanMakesForNobodyIsNoOutput() throws Exception {
        Path diagram =
                Files.writeString(
                        folder.resolve("scan.hd"),
                        """
                        f(r: f32[b, t], v: f32[b, t]) -> A, R
                        axis b default 4, t default 9
                        monoid affine { a: f32 = 1  merge a' * a; c: f32 = 0  merge a' * c + c' }
                        d[b, t] = r[b, t] - v[b, t]
                        M[b, t], A[b, t] = scan backward affine[t](0.5, d[b, t])
                        R[b, t] = A[b, t] + v[b, t]
                        """);
        Cli cli = heddle("replay", derive(diagram.toString()).toString());
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).endsWith("f: every step holds\n");
    }

    @Test
    void jsonTellsEveryStep() {
        JsonNode replay = heddle("replay", derive("logsumexp").toString(), "--json").json();
        assertThat(replay.get("format").asString()).isEqualTo("heddle-replay/1");
        assertThat(replay.get("holds").asBoolean()).isTrue();
        assertThat(replay.get("steps").size()).isEqualTo(11);
    }

    @Test
    void anotherRuleIsRefused() throws Exception {
        refuses(
                d -> step(d, 5).put("rule", "drop-dead-box"),
                "step 5, drop-dead-box: drop-dead-box does not match");
        refuses(d -> step(d, 5).put("rule", "magic"), "step 5, magic: there is no law 'magic'");
    }

    @Test
    void anotherPlaceIsRefused() throws Exception {
        refuses(
                d -> ((ArrayNode) step(d, 5).get("where")).set(1, "L.l"),
                "step 5, merge-map-into-reduction: merge-map-into-reduction does not match at [L.l");
    }

    /// The rule gives another diagram; nothing is left to the comparison of meanings.
    @Test
    void anotherResultOfARuleIsRefused() throws Exception {
        refuses(
                d -> replace(step(d, 5), "after", "exp(S - L_m)", "exp(L_m - S)"),
                "step 5, merge-map-into-reduction: the law gives another diagram there: box 'L.z' is another");
    }

    @Test
    void aBrokenDiagramIsRefused() throws Exception {
        refuses(
                d -> replace(step(d, 1), "after", "\"outputs\":[\"L\"]", "\"outputs\":[\"M\"]"),
                "step 1, unfold: the diagram after is wrong: [E");
    }

    @Test
    void anotherBeginningOfAStepIsRefused() throws Exception {
        refuses(
                d -> step(d, 2).set("before", d.get("source")),
                "step 2, fuse: the diagram before it is not what the steps before lead to");
    }

    @Test
    void anotherUnionIsRefused() throws Exception {
        refuses(
                d -> ((ArrayNode) step(d, 2).get("where")).remove(0),
                "step 2, fuse: [L.l] are no two blocks");
    }

    @Test
    void otherBytesAreRefused() throws Exception {
        refuses(
                d -> step(d, 3).put("bytesAfter", 1),
                "step 3, fuse: bytesAfter is 1, found again is ");
        refuses(
                d -> step(d, 7).put("bytesAfter", 1),
                "step 7, group: bytesAfter is 1, found again is ");
    }

    @Test
    void anotherCorrectionIsRefused() throws Exception {
        refuses(
                d -> step(d, 6).put("why", "over x in 1 pass; L_z corrected by 1"),
                "step 6, stream: why is 'over x in 1 pass; L_z corrected by 1', found again is 'over x in 1 pass; L_z corrected by exp(L_m - L_m')'");
    }

    /// What is told of the kernels beside the steps is found again, too.
    @Test
    void otherKernelsAreRefused() throws Exception {
        refuses(
                d ->
                        ((ObjectNode)
                                        kernel(d)
                                                .get("accumulators")
                                                .get(1)
                                                .get("slots")
                                                .get(0)
                                                .get("law"))
                                .put("correction", "1"),
                "/kernels/0/accumulators/1/slots/0/law/correction is \"1\", found again is \"exp(L_m - L_m')\"");
        refuses(
                d ->
                        ((ObjectNode) kernel(d).get("accumulators").get(1).get("slots").get(0))
                                .put("rebased", "L_z"),
                "/kernels/0/accumulators/1/slots/0/rebased is \"L_z\"");
        refuses(
                d -> ((ObjectNode) kernel(d).get("schedule")).put("flops", 7),
                "/kernels/0/schedule/flops is 7");
        refuses(d -> d.putArray("kernels"), "/kernels has 0 entries, found again are 1");
        refuses(
                d -> kernel(d).put("name", "other"),
                "/kernels/0/name is \"other\", found again is \"L\"");
        refuses(d -> d.put("onePass", false), "/onePass is false, found again is true");
        refuses(d -> d.put("scheduledBytes", 1), "/scheduledBytes is 1, found again is ");
    }

    private static ObjectNode kernel(ObjectNode derivation) {
        return (ObjectNode) derivation.get("kernels").get(0);
    }

    @Test
    void aMissingStepIsRefused() throws Exception {
        refuses(
                d -> ((ArrayNode) d.get("steps")).remove(3),
                "step 4, merge-map-into-reduction: number is 5, its place is 4");
        refuses(d -> d.set("result", d.get("source")), "the result is not what the steps lead to");
    }

    @Test
    void whatIsNoDerivationSaysSo() throws Exception {
        Path file = folder.resolve("x.json");
        Files.writeString(file, "{ \"format\": \"heddle/1\" }");
        Cli cli = heddle("replay", file.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("error[R711]: the format is 'heddle/1'");
        Files.writeString(file, "{");
        assertThat(heddle("replay", file.toString()).err()).contains("R711");
        assertThat(heddle("replay", folder.resolve("none").toString()).exit()).isEqualTo(1);
    }

    private static ObjectNode step(ObjectNode derivation, int number) {
        return (ObjectNode) derivation.get("steps").get(number - 1);
    }

    private static void replace(ObjectNode step, String key, String from, String to) {
        String text = step.get(key).toString();
        assertThat(text).contains(from);
        step.set(key, Json.parse(text.replace(from, to)));
    }

    private void refuses(Consumer<ObjectNode> tamper, String why) throws Exception {
        Path file = derive("logsumexp");
        ObjectNode derivation = (ObjectNode) Json.parse(Files.readString(file));
        tamper.accept(derivation);
        Files.writeString(file, derivation.toString());
        Cli cli = heddle("replay", file.toString());
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("error[R711]: " + why);
    }
}
