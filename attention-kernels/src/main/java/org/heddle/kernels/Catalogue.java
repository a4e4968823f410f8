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

/// The diagrams that come with Heddle, by name: JSON resources in the format that users write, each with defaults for its free axes.
public final class Catalogue {
    private static final SequencedMap<String, String> ENTRIES = entries();

    private static final SequencedMap<String, String> DERIVATIONS = derivations();
    private static final String DERIVATION = "-derivation";

    private Catalogue() {}

    private static SequencedMap<String, String> entries() {
        SequencedMap<String, String> entries = new LinkedHashMap<>();
        entries.put("matmul", "Matrix product: C[i, j] = Σ_k A[i, k]·B[k, j].");
        entries.put("matmul-f16", "Matrix product with f16 arrays, accumulated in f32.");
        entries.put("batched-matmul", "A matrix product for every index of a batch axis b.");
        entries.put(
                "matmul-chain",
                "Product of three matrices, (A·B)·C, whose interior matrix need not be stored.");
        entries.put(
                "softmax",
                "Softmax along each row, with the probabilities as output: needs two passes.");
        entries.put(
                "logsumexp",
                "Logarithm of the sum of exponentials along each row, in one stable pass.");
        entries.put("attention", "Multi-head attention over all keys, scaled by 1/√d.");
        entries.put("attention-f16", "Multi-head attention with f16 arrays and f32 scores.");
        entries.put(
                "causal-attention",
                "Attention in which a query sees the keys up to its own position, ends aligned.");
        entries.put(
                "gqa-attention",
                "Grouped-query attention: each of k key heads serves g query heads.");
        entries.put(
                "rmsnorm-matmul",
                "Root-mean-square normalisation with gain, then a matrix product.");
        entries.put(
                "kernel-density",
                "Kernel regression: mean of v weighted by exp(-|x - z|²/2), a softmax never written.");
        return Collections.unmodifiableSequencedMap(entries);
    }

    /// All names, in the order in which they are best read.
    public static List<String> names() {
        return List.copyOf(ENTRIES.sequencedKeySet());
    }

    /// One sentence on what an entry computes; empty where there is no such entry.
    public static Optional<String> describe(String name) {
        return Optional.ofNullable(ENTRIES.get(name));
    }

    /// The file of an entry; diagnostics speak of it as `<name>.json`.
    public static Optional<SourceText> find(String name) {
        return ENTRIES.containsKey(name) ? Optional.of(load(name)) : Optional.empty();
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
        try (StringReader text = new StringReader(resource("derivations.properties"))) {
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

    private static SourceText load(String name) {
        String file = name + ".json";
        return new SourceText(file, resource(file));
    }

    private static String resource(String file) {
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
