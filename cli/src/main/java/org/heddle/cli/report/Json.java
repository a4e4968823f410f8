package org.heddle.cli.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagnose.Visible;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Pieces of JSON documents. Every document names its format first; a number that is not finite is `null`.
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /// A document of a format such as `heddle-derivation/1`.
    public static ObjectNode document(String format) {
        return object().put("format", format);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// Indented text that ends in a line break.
    public static String text(JsonNode document) {
        return Visible.json(MAPPER.writeValueAsString(document) + "\n");
    }

    /// Parses text that Heddle itself wrote.
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /// A number, or `null` where it is not finite.
    public static JsonNode number(double value) {
        return Double.isFinite(value)
                ? JsonNodeFactory.instance.numberNode(value)
                : JsonNodeFactory.instance.nullNode();
    }

    public static ArrayNode strings(Collection<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    public static ArrayNode longs(Collection<Long> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    /// An object of sizes by axis.
    public static ObjectNode sizes(Map<String, Long> sizes) {
        ObjectNode object = object();
        sizes.forEach(object::put);
        return object;
    }

    /// Diagnostics with the keys of {@link DiagnosticPrinter#json}.
    public static JsonNode diagnostics(List<Diagnostic> diagnostics) {
        return parse(DiagnosticPrinter.json(diagnostics));
    }

    /// The diagram in its own format.
    public static JsonNode diagram(Diagram diagram) {
        return parse(DiagramWriter.write(diagram));
    }
}
