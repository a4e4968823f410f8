package org.heddle.model.diagnose;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Diagnostics in the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS standard, 2020), which editors and code
/// hosts read.
///
/// ```
/// Diagnostic(code, severity, message, where, notes)  ──►  result { ruleId, level, message, locations }
///                                    where.position  ──►  physicalLocation { artifactLocation, region }
///                                    where.pointer   ──►  logicalLocation  { fullyQualifiedName }
/// Code, Page                                         ──►  reportingDescriptor { id, shortDescription, help } of the driver
/// ```
public final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private Sarif() {}

    /// A log of one run; the codes that occur are its rules.
    ///
    /// @param version of Heddle
    public static String write(List<Diagnostic> diagnostics, String version) {
        List<Code> rules = diagnostics.stream().map(Diagnostic::code).distinct().sorted().toList();
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        log.put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "heddle").put("version", version);
        ArrayNode descriptors = driver.putArray("rules");
        rules.forEach(code -> rule(descriptors.addObject(), code));
        run.put("columnKind", "utf16CodeUnits");
        ArrayNode results = run.putArray("results");
        diagnostics.forEach(d -> result(results.addObject(), d, rules.indexOf(d.code())));
        return Visible.json(
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(log)
                        + "\n");
    }

    private static void rule(ObjectNode rule, Code code) {
        Page page = Page.of(code);
        rule.put("id", code.name());
        rule.putObject("shortDescription").put("text", code.title());
        rule.putObject("fullDescription").put("text", page.summary());
        rule.putObject("help").put("text", page.text()).put("markdown", page.markdown());
    }

    private static void result(ObjectNode result, Diagnostic d, int rule) {
        result.put("ruleId", d.code().name()).put("ruleIndex", rule);
        result.put("level", level(d.severity()));
        List<String> lines = new ArrayList<>(List.of(d.message()));
        d.notes().forEach(note -> lines.add("help: " + note));
        result.putObject("message").put("text", String.join("\n", lines));
        Optional<Position> position = d.where().position();
        String pointer = d.where().pointer();
        ArrayNode locations = result.putArray("locations");
        if (position.isEmpty() && pointer.isEmpty()) {
            return;
        }
        ObjectNode location = locations.addObject();
        position.ifPresent(
                p -> {
                    ObjectNode physical = location.putObject("physicalLocation");
                    physical.putObject("artifactLocation").put("uri", uri(p.file()));
                    physical.putObject("region")
                            .put("startLine", p.line())
                            .put("startColumn", p.column());
                });
        if (!pointer.isEmpty()) {
            location.putArray("logicalLocations").addObject().put("fullyQualifiedName", pointer);
        }
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "note";
        };
    }

    /// The name of a file as a URI reference: absolute names as `file:` URIs, relative ones relative, what a URI cannot hold
    /// escaped. A colon in the first step of a relative name would end a scheme.
    private static String uri(String file) {
        String path = file.replace('\\', '/');
        int colon = path.indexOf(':');
        int slash = path.indexOf('/');
        boolean likeAScheme = colon >= 0 && (slash < 0 || colon < slash);
        try {
            URI uri =
                    path.startsWith("/")
                            ? new URI("file", "", path, null)
                            : new URI(null, null, likeAScheme ? "./" + path : path, null);
            return uri.toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path is always a path: " + file, e);
        }
    }
}
