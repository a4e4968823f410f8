package org.heddle.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.trial.TimingSet;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.JsonPlaces;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which diagrams of the catalogue are timed at which sizes, read from a file.
///
/// ```
///   { "format": "heddle-timing/1",
///     "families": [ { "name": "matmul", "diagram": "matmul",
///                     "training": ["i=256,j=320,k=256", …],
///                     "heldOut": ["i=320,j=320,k=320", …] }, … ] }
/// ```
public final class TimingFile {
    private static final String FORMAT = "heddle-timing/1";
    private static final String OWN = "timing.json";

    private final String file;

    private TimingFile(String file) {
        this.file = file;
    }

    /// What Heddle is timed with: products of matrices and chains of them, attention in full, causal and of one query, normalisations of rows.
    public static TimingSet shipped() throws DiagnosticException {
        try (InputStream in = TimingFile.class.getResourceAsStream(OWN)) {
            if (in == null) {
                throw new IllegalStateException("resource " + OWN + " is missing");
            }
            return read(new SourceText(OWN, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + OWN, e);
        }
    }

    /// Reads a file.
    ///
    /// @throws DiagnosticException where it is none, names no diagram of the catalogue, or trains with what it holds out
    public static TimingSet read(SourceText source) throws DiagnosticException {
        TimingFile reader = new TimingFile(source.file());
        try {
            return reader.set(JsonMapper.shared().readTree(source.text()));
        } catch (JacksonException e) {
            throw reader.wrong(
                    "",
                    JsonPlaces.mistake(source.text())
                            .orElseGet(() -> String.valueOf(e.getOriginalMessage())),
                    "give JSON");
        }
    }

    private TimingSet set(JsonNode document) throws DiagnosticException {
        if (!document.path("format").asString("").equals(FORMAT)) {
            throw wrong("/format", "it is not '" + FORMAT + "'", "name the format");
        }
        List<TimingSet.Family> families = new ArrayList<>();
        for (JsonNode family : list(document, "", "families")) {
            families.add(family(family, "/families/" + families.size()));
        }
        return new TimingSet(families);
    }

    private TimingSet.Family family(JsonNode node, String at) throws DiagnosticException {
        String name = text(node, at, "name");
        Diagram diagram = diagram(text(node, at, "diagram"), at + "/diagram");
        try {
            return TimingSet.family(
                    name, diagram, settings(node, at, "training"), settings(node, at, "heldOut"));
        } catch (IllegalArgumentException e) {
            throw wrong(at, String.valueOf(e.getMessage()), "hold other sizes out");
        }
    }

    private Diagram diagram(String name, String at) throws DiagnosticException {
        Optional<SourceText> source = Catalogue.find(name);
        if (source.isEmpty()) {
            throw wrong(
                    at,
                    "no diagram of the catalogue is called '" + name + "'",
                    Suggestion.help(name, Catalogue.names()));
        }
        return DiagramReader.read(source.get()).orThrow();
    }

    private List<Map<String, Long>> settings(JsonNode node, String at, String key)
            throws DiagnosticException {
        List<Map<String, Long>> settings = new ArrayList<>();
        for (JsonNode setting : list(node, at, key)) {
            settings.add(setting(setting.asString(""), at + "/" + key + "/" + settings.size()));
        }
        return settings;
    }

    private Map<String, Long> setting(String text, String at) throws DiagnosticException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.split("=", -1);
            if (parts.length != 2 || !parts[1].matches("[0-9]{1,9}")) {
                throw wrong(
                        at,
                        "'" + entry + "' is no size of an axis",
                        "write AXIS=NUMBER, apart by commas");
            }
            sizes.put(parts[0], Long.parseLong(parts[1]));
        }
        return sizes;
    }

    private JsonNode list(JsonNode node, String at, String key) throws DiagnosticException {
        JsonNode list = node.path(key);
        if (!list.isArray()) {
            throw wrong(at + "/" + key, "it is no list", "give a list");
        }
        return list;
    }

    private String text(JsonNode node, String at, String key) throws DiagnosticException {
        JsonNode text = node.path(key);
        if (!text.isString()) {
            throw wrong(at + "/" + key, "it is no text", "give a name");
        }
        return text.asString();
    }

    private DiagnosticException wrong(String at, String why, String... help) {
        return new DiagnosticException(
                Diagnostic.error(
                        Code.E015,
                        "cannot read '"
                                + file
                                + "'"
                                + (at.isEmpty() ? "" : " at " + at)
                                + ": "
                                + why,
                        Location.DOCUMENT,
                        help));
    }
}
