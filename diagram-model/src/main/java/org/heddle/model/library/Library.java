package org.heddle.model.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.syntax.DiagramSyntax;
import org.heddle.model.syntax.Limits;

/// The definitions that every diagram may call by name. They are JSON resources beside this class, read when first
/// asked for.
public final class Library {
    private static final List<String> NAMES =
            List.of(
                    "cross-entropy",
                    "entropy",
                    "gelu",
                    "gelu-tanh",
                    "l2norm",
                    "layernorm",
                    "log-softmax",
                    "logsumexp",
                    "mean",
                    "relu",
                    "rmsnorm",
                    "silu",
                    "softmax",
                    "variance");
    private static final Library STANDARD = new Library();

    private final Map<String, Diagram> loaded = new ConcurrentHashMap<>();

    private Library() {}

    public static Library standard() {
        return STANDARD;
    }

    /// Names in alphabetical order.
    public List<String> names() {
        return NAMES;
    }

    public Optional<Diagram> find(String name) {
        return NAMES.contains(name)
                ? Optional.of(loaded.computeIfAbsent(name, Library::load))
                : Optional.empty();
    }

    /// What a call in the diagram means: a definition that the diagram brings, else one of the library.
    public Optional<Diagram> find(String name, Map<String, Diagram> own) {
        return Optional.ofNullable(own.get(name)).or(() -> find(name));
    }

    private static Diagram load(String name) {
        String resource = name + ".json";
        try (InputStream in = Library.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            Problems problems = new Problems();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Diagram diagram =
                    DiagramSyntax.read(resource, text, Limits.STANDARD, problems)
                            .orElseThrow(
                                    () -> new IllegalStateException(problems.list().toString()))
                            .diagram();
            if (problems.hasErrors() || !diagram.name().equals(name)) {
                throw new IllegalStateException(
                        resource + " names " + diagram.name() + ": " + problems.list());
            }
            return diagram;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
