package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.heddle.backend.run.Compiler;
import org.heddle.cli.report.DerivationFile;
import org.heddle.cli.report.DerivationJson;
import org.heddle.cli.report.Json;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Replay;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.pack.Pack;
import org.heddle.rules.pack.PatternRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A written derivation holds; after a change of any number, word or place in any of its steps it is refused. There is no leaf of a step that replay does not look at.
final class ReplayTamperTest {
    /// Changes tried of one derivation: each replays it up to the step changed.
    private static final int CHANGES = Integer.getInteger("replay.changes", 16);

    private static final String PACK =
            """
            { "format": "heddle-pack/1",
              "name": "mine",
              "rules": [
                { "name": "square-of-sum",
                  "law": "a·a + 2·a·b + b·b = (a + b)·(a + b)",
                  "condition": "both are read along the same axes",
                  "left": "f(a: f32[i], b: f32[i]) -> r; r[i] = a[i] * a[i] + 2 * a[i] * b[i] + b[i] * b[i]",
                  "right": "f(a: f32[i], b: f32[i]) -> r; s[i] = a[i] + b[i]; r[i] = s[i] * s[i]",
                  "use": "cost" }] }
            """;

    /// What is derived.
    ///
    /// @param text of the diagram; empty for the one of that name in the catalogue
    /// @param laws that its steps name, so that each of them is tampered with
    record Case(String name, String hardware, String packs, String laws, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Case ofCatalogue(String name, String laws) {
        return new Case(name, "cpu", "", laws, "");
    }

    static Stream<Case> cases() {
        return Stream.of(
                ofCatalogue("viterbi-step", "fuse group"),
                ofCatalogue("forward-step", "shift-logarithms stream"),
                ofCatalogue("contrastive-loss", "read-directly"),
                ofCatalogue("cumulative-sum", "stream group"),
                new Case(
                        "unstable",
                        "cpu",
                        "",
                        "shift-exponentials fuse stream group",
                        """
                        unstable(S: f32[q, x], v: f32[x]) -> r
                        axis q default 64, x default 512
                        E[q, x] = exp(S[q, x])
                        n[q] = sum[x](E[q, x] * v[x])
                        z[q] = sum[x](E[q, x])
                        r[q] = n[q] / z[q]
                        """),
                new Case(
                        "outer",
                        "h200",
                        "",
                        "recompute merge-map-into-reduction fuse stream group",
                        """
                        outer(a: f32[i, k], b: f32[j, k], u: f32[j], v: f32[i]) -> r, c
                        axis i default 4096, j default 4096, k default 4
                        S[i, j] = a[i, k] * b[j, k]
                        W[i, j] = tanh(S[i, j])
                        r[i] = W[i, j] * u[j]
                        c[j] = W[i, j] * v[i]
                        """),
                new Case(
                        "parts",
                        "cpu",
                        "",
                        "unfold split stream group",
                        """
                        parts(S: f32[q, x]) -> l
                        axis q default 1, x default 4194304
                        l[q] = logsumexp[x](S[q, x])
                        """),
                new Case(
                        "packs",
                        "cpu",
                        PACK,
                        "square-of-sum group",
                        """
                        packs(a: f32[i], b: f32[i]) -> r
                        axis i default 512
                        r[i] = a[i] * a[i] + 2 * a[i] * b[i] + b[i] * b[i]
                        """),
                new Case(
                        "sums",
                        "cpu",
                        "",
                        "copy-through-map",
                        """
                        sums(A: f32[q, d], B: f32[x, d], u: f32[x]) -> r, t
                        axis q default 64, x default 64, d default 8
                        S[q, x] = A[q, d] * B[x, d]
                        T[q, x] = tanh(S[q, x])
                        r[q] = T[q, x] * u[x]
                        t[q] = max[x](T[q, x])
                        """));
    }

    private static ObjectNode derived(Case of) throws Exception {
        Diagram diagram =
                of.text().isEmpty()
                        ? DiagramReader.read(Catalogue.find(of.name()).orElseThrow()).orThrow()
                        : TextReader.read(new SourceText("case.hd", of.text())).orThrow();
        Hardware hardware = HardwareReader.shipped(of.hardware()).orElseThrow();
        List<SourceText> packs =
                of.packs().isEmpty() ? List.of() : List.of(new SourceText("pack.json", of.packs()));
        List<PatternRule> laws = new ArrayList<>();
        for (SourceText pack : packs) {
            laws.addAll(Pack.checked(pack).rules());
        }
        Derivation derivation =
                Compiler.derive(diagram, SizeBinder.bind(diagram, Map.of()), hardware, laws);
        return DerivationJson.of(derivation, packs);
    }

    /// Why a file does not hold; empty where it does.
    private static Optional<String> refused(JsonNode document) {
        try {
            DerivationFile file =
                    DerivationFile.read(new SourceText("d.json", document.toString()));
            Replay.Outcome outcome = Replay.verify(file.told());
            return outcome.findings()
                    .getLast()
                    .refused()
                    .or(() -> file.difference(outcome))
                    .map(Replay.Refusal::message);
        } catch (DiagnosticException e) {
            return Optional.of(e.diagnostics().getFirst().message());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsDerivedHoldsAndUsesTheLaws(Case of) throws Exception {
        ObjectNode document = derived(of);
        assertThat(refused(document)).isEmpty();
        assertThat(document.path("steps"))
                .extracting(step -> step.path("rule").asString())
                .contains(of.laws().split(" "));
    }

    static List<String> catalogue() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void everyDerivationOfTheCatalogueHolds(String name) throws Exception {
        assertThat(refused(derived(ofCatalogue(name, "")))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aChangeOfAnyLeafOfAStepIsRefused(Case of) throws Exception {
        String text = derived(of).toString();
        Random random = new Random(7);
        List<String> leaves = new ArrayList<>();
        List<String> words = new ArrayList<>();
        collect(Json.parse(text).path("steps"), "/steps", leaves, words);
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            // every second change is of what is told beside the diagrams
            List<String> among =
                    i % 2 == 0
                            ? leaves
                            : leaves.stream()
                                    .filter(leaf -> !leaf.matches(".*/(before|after)/.*"))
                                    .toList();
            String leaf = among.get(random.nextInt(among.size()));
            ObjectNode changed = (ObjectNode) Json.parse(text);
            String how = change(changed, leaf, words, random);
            if (!how.isEmpty() && refused(changed).isEmpty()) {
                accepted.add(leaf + ": " + how);
            }
        }
        assertThat(accepted).isEmpty();
    }

    private static void collect(JsonNode node, String at, List<String> leaves, List<String> words) {
        if (node.isObject()) {
            node.propertyNames()
                    .forEach(key -> collect(node.get(key), at + "/" + key, leaves, words));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), at + "/" + i, leaves, words);
            }
        } else {
            leaves.add(at);
            if (node.isString()) {
                words.add(node.asString());
            }
        }
    }

    /// Says what was changed; nothing where the change leaves the value as it was.
    private static String change(
            ObjectNode document, String leaf, List<String> words, Random random) {
        int slash = leaf.lastIndexOf('/');
        JsonNode parent = document.at(leaf.substring(0, slash));
        String key = leaf.substring(slash + 1);
        JsonNode before = document.at(leaf);
        if (random.nextInt(6) == 0) {
            if (parent instanceof ObjectNode object) {
                object.remove(key);
            } else {
                ((ArrayNode) parent).remove(Integer.parseInt(key));
            }
            return before + " taken out";
        }
        JsonNode value = changed(before, words, random);
        if (parent instanceof ObjectNode object) {
            object.set(key, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(key), value);
        }
        return value.equals(before) ? "" : before + " to " + value;
    }

    private static JsonNode changed(JsonNode value, List<String> words, Random random) {
        ArrayNode one = Json.array();
        if (value.isString()) {
            String text = value.asString();
            switch (random.nextInt(4)) {
                case 0 -> one.add(text + "x");
                case 1 -> one.add("");
                case 2 -> one.add(text.replaceFirst("[a-z0-9]", "q"));
                default -> one.add(words.get(random.nextInt(words.size())));
            }
        } else if (value.isIntegralNumber()) {
            one.add(value.asLong() + (random.nextBoolean() ? 1 : -1));
        } else if (value.isNumber()) {
            one.add(value.asDouble() * 2 + 1);
        } else if (value.isBoolean()) {
            one.add(!value.asBoolean());
        } else {
            one.add(1);
        }
        return one.get(0);
    }
}
