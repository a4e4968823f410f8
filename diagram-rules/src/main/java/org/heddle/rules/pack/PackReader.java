package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.syntax.JsonPlaces;
import org.heddle.model.text.TextReader;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads packs; see {@link Pack#FORMAT}.
///
/// ```
/// { format: "heddle-pack/1", name, description?,
///   rules: [{ name, law, left, right, given?, condition?, saves?, source?, use: "cost" | "normalise" }] }
/// ```
///
/// `left` and `right` are diagrams: texts in the notation, or objects as in a diagram file.
final class PackReader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Set<String> PACK_KEYS = Set.of("format", "name", "description", "rules");
    private static final Set<String> RULE_KEYS =
            Set.of("name", "law", "left", "right", "given", "condition", "saves", "source", "use");

    private PackReader() {}

    static Pack read(SourceText source) throws DiagnosticException {
        JsonNode document;
        try {
            document = MAPPER.readTree(source.text());
        } catch (JacksonException e) {
            throw malformed(
                    "the pack is not JSON: "
                            + JsonPlaces.mistake(source.text())
                                    .orElseGet(() -> String.valueOf(e.getOriginalMessage())),
                    "");
        }
        require(document.isObject(), "a pack is an object", "");
        keys(document, PACK_KEYS, "");
        String format = text(document, "format", "");
        require(
                format.equals(Pack.FORMAT),
                "the format is '" + format + "', not '" + Pack.FORMAT + "'",
                "/format");
        require(document.path("rules").isArray(), "'rules' is an array of laws", "/rules");
        List<PatternRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : document.path("rules")) {
            PatternRule rule = rule(node, "/rules/" + rules.size());
            require(
                    names.add(rule.name()),
                    "two laws are called '" + rule.name() + "'",
                    "/rules/" + rules.size() + "/name");
            rules.add(rule);
        }
        return new Pack(
                text(document, "name", ""), optional(document, "description").orElse(""), rules);
    }

    private static PatternRule rule(JsonNode node, String pointer) throws DiagnosticException {
        require(node.isObject(), "a law is an object", pointer);
        keys(node, RULE_KEYS, pointer);
        String name = text(node, "name", pointer);
        require(
                name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"),
                "'" + name + "' is no name of a law: small letters and digits, apart by '-'",
                pointer + "/name");
        Diagram left = diagram(node, "left", pointer);
        Diagram right = diagram(node, "right", pointer);
        for (String input : left.inputs()) {
            boolean same =
                    right.inputs().contains(input)
                            && right.wire(input).axes().equals(left.wire(input).axes());
            require(same, "both sides read '" + input + "' along the same axes", pointer);
        }
        require(
                left.outputs().equals(right.outputs())
                        && left.inputs().size() == right.inputs().size(),
                "both sides have the same inputs and output",
                pointer);
        Map<String, Demand> given = given(node, left, pointer);
        String demanded =
                given.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue().relation())
                        .collect(Collectors.joining(", "));
        return new PatternRule(
                name,
                text(node, "law", pointer),
                optional(node, "condition").orElse(demanded.isEmpty() ? "always" : demanded),
                given,
                optional(node, "saves").orElse(""),
                optional(node, "source").orElse(""),
                use(node, pointer),
                left,
                right,
                ScalarLaw.of(left, right));
    }

    /// What is demanded of inputs: an object of relations to 0, {@link Demand}.
    private static Map<String, Demand> given(JsonNode rule, Diagram left, String pointer)
            throws DiagnosticException {
        String at = pointer + "/given";
        JsonNode node = rule.path("given");
        require(
                node.isMissingNode() || node.isObject(),
                "'given' is an object of inputs and what is demanded of them, such as { \"a\": \">= 0\" }",
                at);
        Map<String, Demand> given = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String input = entry.getKey();
            require(
                    left.inputs().contains(input),
                    "'" + input + "' is no input of the law; it has " + left.inputs(),
                    at + "/" + input);
            given.put(
                    input,
                    Demand.of(entry.getValue().asString(""))
                            .orElseThrow(
                                    () ->
                                            malformed(
                                                    "of '"
                                                            + input
                                                            + "' it can be demanded that it is "
                                                            + relations()
                                                            + ", not "
                                                            + entry.getValue(),
                                                    at + "/" + input)));
        }
        return given;
    }

    private static String relations() {
        return Stream.of(Demand.values())
                .map(each -> '"' + each.relation() + '"')
                .collect(Collectors.joining(", "));
    }

    private static PatternRule.Use use(JsonNode node, String pointer) throws DiagnosticException {
        String use = text(node, "use", pointer);
        for (PatternRule.Use each : PatternRule.Use.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(use)) {
                return each;
            }
        }
        throw malformed("'use' is cost or normalise, not '" + use + "'", pointer + "/use");
    }

    /// One side of a law, its definitions unfolded.
    private static Diagram diagram(JsonNode rule, String side, String pointer)
            throws DiagnosticException {
        String at = pointer + "/" + side;
        JsonNode node = rule.path(side);
        require(node.isString() || node.isObject(), "'" + side + "' is a diagram", at);
        ReadResult read =
                node.isString()
                        ? TextReader.read(new SourceText(at, node.asString()))
                        : DiagramReader.read(new SourceText(at, node.toString()));
        Optional<Diagnostic> first =
                read.diagnostics().stream().filter(Diagnostic::isError).findFirst();
        if (first.isPresent()) {
            String told = first.get().code() + "] " + first.get().message();
            throw malformed("the " + side + " side is wrong: [" + told, at);
        }
        Diagram diagram = Unfold.all(read.orThrow());
        require(diagram.outputs().size() == 1, "a side has one output", at);
        String output = diagram.outputs().getFirst();
        require(diagram.producer(output).isPresent(), "a side computes its output", at);
        for (Box box : diagram.boxes()) {
            require(
                    isPattern(box.op(), side),
                    "box '"
                            + box.id()
                            + "' is none that patterns have: contractions, maps, reductions",
                    at);
            for (Port port : box.inputs()) {
                require(
                        port.equals(Port.of(diagram.wire(port.wire()))),
                        "'" + port + "' reads its wire by other axes than its own",
                        at);
            }
        }
        Set<String> wires =
                diagram.boxes().stream()
                        .flatMap(box -> box.reads().stream())
                        .collect(Collectors.toSet());
        require(
                side.equals("right") || wires.containsAll(diagram.inputs()),
                "the left side reads all inputs",
                at);
        return diagram;
    }

    private static boolean isPattern(Op op, String side) {
        return switch (op) {
            case Op.Contract _, Op.Map _ -> true;
            case Op.Reduce(Monoid monoid, _) ->
                    monoid instanceof Monoid.Scalar || monoid instanceof Monoid.LogAddExp;
            case Op.Reindex _ -> side.equals("right");
            case Op.Scan _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    private static void keys(JsonNode node, Set<String> known, String pointer)
            throws DiagnosticException {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            require(
                    known.contains(entry.getKey()),
                    "unknown key '" + entry.getKey() + "'",
                    pointer + "/" + entry.getKey());
        }
    }

    private static String text(JsonNode node, String key, String pointer)
            throws DiagnosticException {
        return optional(node, key)
                .orElseThrow(() -> malformed("'" + key + "' is missing, or no text", pointer));
    }

    private static Optional<String> optional(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static void require(boolean holds, String otherwise, String pointer)
            throws DiagnosticException {
        if (!holds) {
            throw malformed(otherwise, pointer);
        }
    }

    private static DiagnosticException malformed(String message, String pointer) {
        return new DiagnosticException(
                List.of(Diagnostic.error(Code.R712, message, Location.at(pointer))));
    }
}
