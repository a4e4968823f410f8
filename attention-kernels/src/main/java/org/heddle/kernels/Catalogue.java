package org.heddle.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SequencedMap;
import org.heddle.model.json.SourceText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The diagrams that come with Heddle, by name: JSON resources in the format that users write, each with defaults for its
/// free axes. `index.json` beside them lists them with a sentence and a source each.
public final class Catalogue {
    private static final SequencedMap<String, Entry> ENTRIES = entries();

    private static final SequencedMap<String, String> DERIVATIONS = derivations();
    private static final String DERIVATION = "-derivation";

    private Catalogue() {}

    /// One diagram.
    ///
    /// @param family what it belongs to; entries of one family need not stand together
    /// @param computes a sentence on what it computes
    /// @param source where it comes from: authors, title, place, year
    public record Entry(String name, String family, String computes, String source) {}

    private static SequencedMap<String, Entry> entries() {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        for (JsonNode node : JsonMapper.shared().readTree(text("index.json"))) {
            Entry entry =
                    new Entry(
                            node.get("name").asString(),
                            node.get("family").asString(),
                            node.get("computes").asString(),
                            node.get("source").asString());
            entries.put(entry.name(), entry);
        }
        return Collections.unmodifiableSequencedMap(entries);
    }

    /// All names, in the order in which they are best read.
    public static List<String> names() {
        return List.copyOf(ENTRIES.sequencedKeySet());
    }

    /// What is said of an entry; empty where there is no such entry.
    public static Optional<Entry> describe(String name) {
        return Optional.ofNullable(ENTRIES.get(name));
    }

    /// The file of an entry; diagnostics speak of it as `<name>.json`.
    public static Optional<SourceText> find(String name) {
        return ENTRIES.containsKey(name)
                ? Optional.of(new SourceText(name + ".json", text(name + ".json")))
                : Optional.empty();
    }

    /// The entry whose derivation has that name: one that `derivations.properties` lists, or `<entry>-derivation`.
    public static Optional<String> derivationOf(String name) {
        String entry = DERIVATIONS.get(name);
        if (entry == null && name.endsWith(DERIVATION)) {
            entry = name.substring(0, name.length() - DERIVATION.length());
        }
        return Optional.ofNullable(entry).filter(ENTRIES::containsKey);
    }

    /// Names of derivations that are not `<entry>-derivation`.
    public static List<String> derivationNames() {
        return List.copyOf(DERIVATIONS.sequencedKeySet());
    }

    private static SequencedMap<String, String> derivations() {
        Properties listed = new Properties();
        try (StringReader text = new StringReader(text("derivations.properties"))) {
            listed.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue resource derivations.properties", e);
        }
        SequencedMap<String, String> derivations = new LinkedHashMap<>();
        listed.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> derivations.put(name, listed.getProperty(name)));
        return Collections.unmodifiableSequencedMap(derivations);
    }

    private static String text(String file) {
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue/" + file)) {
            if (in == null) {
                throw new IllegalStateException("catalogue resource " + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue resource " + file, e);
        }
    }
}
