package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
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
/// @param name of the source diagram
/// @param laws of the packs that it was derived by
/// @param document the whole file
public record DerivationFile(
        String name,
        Diagram source,
        Sizes sizes,
        Hardware hardware,
        List<PatternRule> laws,
        List<Replay.Claim> claims,
        Diagram result,
        JsonNode document) {

    /// What of the kernels, of the passes and of the predictions is told otherwise than found again; empty where nothing is.
    ///
    /// @param outcome what was found again
    public Optional<String> difference(Replay.Outcome outcome) {
        Map<String, Kernel> kernels = outcome.kernels();
        List<Kernel> told = new ArrayList<>();
        for (JsonNode kernel : document.path("kernels")) {
            Kernel found = kernels.get(kernel.path("name").asString(""));
            if (found == null) {
                return Optional.of("no step leads to kernel " + kernel.path("name"));
            }
            told.add(found);
        }
        if (told.size() != kernels.size()) {
            return Optional.of("kernels are " + told.size() + ", found again " + kernels.size());
        }
        ObjectNode again =
                DerivationJson.of(
                        new Derivation(
                                source,
                                sizes,
                                hardware,
                                List.of(),
                                result,
                                told,
                                outcome.again(),
                                ""));
        for (String key :
                List.of(
                        "onePass",
                        "passes",
                        "furtherPasses",
                        "again",
                        "scheduledBytes",
                        "seconds",
                        "kernels")) {
            Optional<String> other = difference("/" + key, document.path(key), again.path(key));
            if (other.isPresent()) {
                return other;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> difference(String at, JsonNode told, JsonNode found) {
        if (told.isObject() && found.isObject()) {
            for (String key : found.propertyNames()) {
                Optional<String> inside =
                        difference(at + "/" + key, told.path(key), found.path(key));
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return told.size() == found.size()
                    ? Optional.empty()
                    : Optional.of(at + " has keys that no derivation has");
        }
        if (told.isArray() && found.isArray() && told.size() == found.size()) {
            for (int i = 0; i < found.size(); i++) {
                Optional<String> inside = difference(at + "/" + i, told.get(i), found.get(i));
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return Optional.empty();
        }
        return told.toString().equals(found.toString())
                ? Optional.empty()
                : Optional.of(at + " is " + told + ", found again is " + found);
    }

    /// Reads the text of a derivation.
    ///
    /// @throws DiagnosticException where it is none, with the place that is wrong (R711)
    public static DerivationFile read(SourceText source) throws DiagnosticException {
        JsonNode document;
        try {
            document = Json.parse(source.text());
        } catch (JacksonException e) {
            throw refused("the file is not JSON: " + e.getOriginalMessage(), "");
        }
        String format = document.path("format").asString("");
        if (!format.equals(DerivationJson.FORMAT)) {
            throw refused(
                    "the format is '" + format + "', not '" + DerivationJson.FORMAT + "'",
                    "/format");
        }
        Sizes sizes = sizes(document.path("sizes"));
        Diagram start = diagram(document.path("source"), "the source", "/source", sizes);
        List<Replay.Claim> claims = new ArrayList<>();
        for (JsonNode step : document.path("steps")) {
            claims.add(claim(step, "/steps/" + claims.size(), sizes));
        }
        return new DerivationFile(
                start.name(),
                start,
                sizes,
                hardware(document.path("machine")),
                laws(document.path("packs")),
                claims,
                diagram(document.path("result"), "the result", "/result", sizes),
                document);
    }

    private static Replay.Claim claim(JsonNode step, String pointer, Sizes sizes)
            throws DiagnosticException {
        String rule = step.path("rule").asString("");
        String named = "step " + step.path("number").asString("") + ", " + rule + ": the diagram ";
        List<String> where = new ArrayList<>();
        step.path("where").forEach(id -> where.add(id.asString("")));
        return new Replay.Claim(
                rule,
                where,
                step.path("why").asString(""),
                step.path("bytesBefore").asLong(-1),
                step.path("bytesAfter").asLong(-1),
                diagram(step.path("before"), named + "before", pointer + "/before", sizes),
                diagram(step.path("after"), named + "after", pointer + "/after", sizes));
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
                List.of(Diagnostic.error(Code.R711, message, Location.at(pointer))));
    }
}
