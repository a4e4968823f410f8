package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.JsonPlaces;
import org.heddle.rules.derive.Claim;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Replay;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.hardware.HardwareReader.HardwareException;
import org.heddle.rules.pack.Pack;
import org.heddle.rules.pack.PatternRule;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What {@link DerivationJson} has written, read again as far as it can be verified. Every diagram in it is read and checked as a diagram file is.
///
/// @param told what it says of the steps
/// @param document the whole file
public record DerivationFile(Replay.Told told, JsonNode document) {
    private static final Set<String> STEP_KEYS =
            Set.of(
                    "number",
                    "rule",
                    "law",
                    "condition",
                    "where",
                    "why",
                    "bytesBefore",
                    "bytesAfter",
                    "H",
                    "before",
                    "after");

    /// Keys whose values are read, not compared: the steps verify them, or they are believed.
    private static final Set<String> READ =
            Set.of("format", "machine", "stopReason", "steps", "packs", "source", "result");

    /// The name of the source diagram.
    public String name() {
        return told.source().name();
    }

    /// What of the kernels, of the passes and of the predictions is told otherwise than found again; empty where nothing is.
    public Optional<Replay.Refusal> difference(Replay.Outcome outcome) {
        ObjectNode again =
                DerivationJson.of(
                        new Derivation(
                                told.source(),
                                outcome.sizes(),
                                told.hardware(),
                                List.of(),
                                told.result(),
                                outcome.kernels(),
                                outcome.again(),
                                told.stopReason()));
        for (String key : again.propertyNames()) {
            Optional<Replay.Refusal> other =
                    READ.contains(key)
                            ? Optional.empty()
                            : difference("/" + key, document.path(key), again.path(key));
            if (other.isPresent()) {
                return other;
            }
        }
        return unknownKey("", document, again);
    }

    private static Optional<Replay.Refusal> difference(String at, JsonNode told, JsonNode found) {
        if (told.isObject() && found.isObject()) {
            for (String key : found.propertyNames()) {
                Optional<Replay.Refusal> inside =
                        difference(at + "/" + key, told.path(key), found.path(key));
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return unknownKey(at, told, found);
        }
        if (told.isArray() && found.isArray()) {
            for (int i = 0; i < Math.min(told.size(), found.size()); i++) {
                Optional<Replay.Refusal> inside =
                        difference(at + "/" + i, told.get(i), found.get(i));
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return told.size() == found.size()
                    ? Optional.empty()
                    : Optional.of(
                            refusal(
                                    at,
                                    at
                                            + " has "
                                            + told.size()
                                            + " entries, found again are "
                                            + found.size()));
        }
        return told.toString().equals(found.toString())
                ? Optional.empty()
                : Optional.of(
                        refusal(
                                at,
                                at
                                        + " is "
                                        + (told.isMissingNode() ? "missing" : told)
                                        + ", found again is "
                                        + found));
    }

    private static Optional<Replay.Refusal> unknownKey(String at, JsonNode told, JsonNode found) {
        return told.propertyNames().stream()
                .filter(key -> !found.has(key))
                .findFirst()
                .map(key -> refusal(at + "/" + key, "no derivation has '" + at + "/" + key + "'"));
    }

    private static Replay.Refusal refusal(String pointer, String message) {
        return new Replay.Refusal(pointer, message, Replay.AGAIN);
    }

    /// Reads the text of a derivation.
    ///
    /// @throws DiagnosticException where it is none, with the place that is wrong (R711)
    public static DerivationFile read(SourceText source) throws DiagnosticException {
        JsonNode document;
        try {
            document = Json.parse(source.text());
        } catch (JacksonException e) {
            throw refused(
                    "the file is not JSON: "
                            + JsonPlaces.mistake(source.text())
                                    .orElseGet(() -> String.valueOf(e.getOriginalMessage())),
                    "");
        }
        String format = document.path("format").asString("");
        if (!format.equals(DerivationJson.FORMAT)) {
            throw refused(
                    "the format is '" + format + "', not '" + DerivationJson.FORMAT + "'",
                    "/format");
        }
        Sizes sizes = sizes(document.path("sizes"));
        Diagram start = diagram(document.path("source"), "the source", "/source", sizes);
        List<Claim> claims = new ArrayList<>();
        for (JsonNode step : document.path("steps")) {
            claims.add(claim(step, "/steps/" + claims.size(), sizes));
        }
        return new DerivationFile(
                new Replay.Told(
                        start,
                        bound(start, sizes),
                        hardware(document.path("machine")),
                        laws(document.path("packs")),
                        claims,
                        diagram(document.path("result"), "the result", "/result", sizes),
                        document.path("stopReason").asString("")),
                document);
    }

    private static Claim claim(JsonNode step, String pointer, Sizes sizes)
            throws DiagnosticException {
        for (String key : step.propertyNames()) {
            if (!STEP_KEYS.contains(key)) {
                throw refused("a step has no key '" + key + "'", pointer + "/" + key);
            }
        }
        String rule = text(step, "rule", pointer);
        long number = number(step, "number", pointer);
        String named = "step " + number + ", " + rule + ": the diagram ";
        List<String> where = new ArrayList<>();
        for (JsonNode id : step.path("where")) {
            if (!id.isString()) {
                throw refused("where is " + id + ", not an id of a box", pointer + "/where");
            }
            where.add(id.asString());
        }
        return new Claim(
                number,
                rule,
                text(step, "law", pointer),
                text(step, "condition", pointer),
                where,
                text(step, "why", pointer),
                number(step, "bytesBefore", pointer),
                number(step, "bytesAfter", pointer),
                text(step, "H", pointer),
                diagram(step.path("before"), named + "before", pointer + "/before", sizes),
                diagram(step.path("after"), named + "after", pointer + "/after", sizes));
    }

    /// A text; empty where it is missing, which replaying tells with what should stand there.
    private static String text(JsonNode step, String key, String pointer)
            throws DiagnosticException {
        JsonNode node = step.path(key);
        if (!node.isString() && !node.isMissingNode()) {
            throw refused(key + " is " + node + ", not a text", pointer + "/" + key);
        }
        return node.asString("");
    }

    private static long number(JsonNode step, String key, String pointer)
            throws DiagnosticException {
        return Optional.of(step.path(key))
                .filter(node -> node.isIntegralNumber() && node.canConvertToLong())
                .map(JsonNode::asLong)
                .orElseThrow(() -> refused(key + " is missing, or no whole number", pointer));
    }

    /// The sizes of the source's own axes, which have to agree with each other.
    private static Sizes bound(Diagram source, Sizes sizes) throws DiagnosticException {
        Map<String, Long> own = new LinkedHashMap<>(sizes.byAxis());
        own.keySet().retainAll(source.axes().keySet());
        Sizes bound;
        try {
            bound = SizeBinder.bind(source, own);
        } catch (DiagnosticException e) {
            throw refused("the sizes are wrong: " + e.diagnostics().getFirst().message(), "/sizes");
        }
        if (!bound.byAxis().equals(own)) {
            throw refused("the sizes are " + own + ", found again " + bound.byAxis(), "/sizes");
        }
        return bound;
    }

    /// Packs are tried as they are when they are given with `--rules`.
    private static List<PatternRule> laws(JsonNode packs) throws DiagnosticException {
        List<PatternRule> laws = new ArrayList<>();
        for (JsonNode pack : packs) {
            laws.addAll(Pack.checked(new SourceText("packs", pack.toString())).rules());
        }
        return laws;
    }

    private static Sizes sizes(JsonNode node) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            sizes.put(entry.getKey(), entry.getValue().asLong(-1));
        }
        return new Sizes(sizes);
    }

    private static Hardware hardware(JsonNode node) throws DiagnosticException {
        try {
            return HardwareReader.parse(node.toString(), "machine");
        } catch (HardwareException e) {
            throw refused("the machine cannot be read: " + e.getMessage(), "/machine");
        }
    }

    private static Diagram diagram(JsonNode node, String what, String pointer, Sizes sizes)
            throws DiagnosticException {
        ReadResult read = DiagramReader.read(new SourceText(pointer, node.toString()));
        List<Diagnostic> errors = read.diagnostics().stream().filter(Diagnostic::isError).toList();
        if (!errors.isEmpty()) {
            Diagnostic first = errors.getFirst();
            throw refused(what + " is wrong: [" + first.code() + "] " + first.message(), pointer);
        }
        Diagram diagram = read.orThrow();
        for (var wire : diagram.wires().values()) {
            for (String axis : wire.axes()) {
                if (sizes.byAxis().getOrDefault(axis, -1L) < 0) {
                    throw refused(what + " has an axis '" + axis + "' without a size", pointer);
                }
            }
        }
        return diagram;
    }

    private static DiagnosticException refused(String message, String pointer) {
        return new DiagnosticException(
                List.of(Diagnostic.error(Code.R711, message, Location.at(pointer), Replay.AGAIN)));
    }
}
