package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The argument FILE: a path, `-`, or a catalogue name; or the diagram itself, with `-e`. A regular file wins over a
/// catalogue name. What begins with `{` or `[` is JSON, whatever the file is called; another text is in the notation where the file is called `.hd` or is standard input.
final class DiagramArgument implements CheckedOption {
    /// How FILE is described in every usage text.
    static final String DESCRIPTION =
            "A diagram: a file (JSON, or .hd in the text notation), - for standard input, or a catalogue name (`heddle show` lists them).";

    private static final String INLINE = "<text>";
    private static final String STREAM = "-";

    private final boolean required;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = DESCRIPTION)
    private Optional<String> file = Optional.empty();

    @Option(
            names = "-e",
            paramLabel = "TEXT",
            description = "In place of FILE: a diagram in the text notation.")
    private Optional<String> text = Optional.empty();

    private DiagramArgument(boolean required) {
        this.required = required;
    }

    /// For commands that need a diagram.
    static DiagramArgument required() {
        return new DiagramArgument(true);
    }

    /// For commands that do something without.
    static DiagramArgument optional() {
        return new DiagramArgument(false);
    }

    /// As diagnostics speak of it.
    String file() {
        return file.orElse(INLINE);
    }

    boolean isGiven() {
        return file.isPresent() || text.isPresent();
    }

    @Override
    public void check(Faults faults) {
        if (file.isPresent() && text.isPresent()) {
            faults.add("FILE and -e each give a diagram: give one of them");
        }
        if (!isGiven() && required) {
            faults.add("Missing required parameter: 'FILE'");
        }
        if (file.isPresent() && file.get().isEmpty()) {
            faults.add("FILE is an empty name", "`heddle show` lists the catalogue");
        }
    }

    /// The text, parsed and checked; problems are in the result.
    ///
    /// @throws DiagnosticException where there is no such file or name, or it cannot be read, is too large or not UTF-8
    ReadResult read(Session session) throws DiagnosticException {
        return read(session, UnaryOperator.identity(), List.of());
    }

    /// The same where a command gives FILE names of its own.
    ///
    /// @param naming from what is given to the name of a diagram
    /// @param own the names that the command knows besides those of the catalogue
    ReadResult read(Session session, UnaryOperator<String> naming, List<String> own)
            throws DiagnosticException {
        return text.isPresent()
                ? inline(text.get(), session)
                : read(naming.apply(file()), session, own);
    }

    /// What a text in the notation gives.
    static ReadResult inline(String text, Session session) {
        SourceText source = new SourceText(INLINE, text);
        session.remember(source);
        return remembered(TextReader.read(source), session);
    }

    /// What a path, `-` or a name of the catalogue gives.
    ///
    /// @throws DiagnosticException where there is no such file or name, or it cannot be read, is too large or not UTF-8
    static ReadResult read(String file, Session session) throws DiagnosticException {
        return read(file, session, List.of());
    }

    private static ReadResult read(String file, Session session, List<String> own)
            throws DiagnosticException {
        SourceText source = source(file, session, own);
        session.remember(source);
        return remembered(
                isNotation(file, source) ? TextReader.read(source) : DiagramReader.read(source),
                session);
    }

    private static ReadResult remembered(ReadResult result, Session session) {
        session.remember(result.map());
        return result;
    }

    /// No text in the notation begins with a brace or a bracket. Another one is read as what the name promises, so that a JSON text with a fault in its first line is told as such.
    private static boolean isNotation(String file, SourceText source) {
        String start = source.text().stripLeading();
        boolean isJson = start.startsWith("{") || start.startsWith("[");
        boolean isText = file.equals(STREAM) ? !start.isEmpty() : source.file().endsWith(".hd");
        return isText && !isJson;
    }

    /// The diagram; warnings are shown.
    ///
    /// @throws DiagnosticException where it has errors
    Diagram diagram(DiagramCommand command) throws DiagnosticException {
        ReadResult result = read(command.session);
        Diagram diagram = result.orThrow();
        command.warn(result.diagnostics());
        return diagram;
    }

    private static SourceText source(String file, Session session, List<String> own)
            throws DiagnosticException {
        try {
            if (file.equals(STREAM)) {
                return SourceText.read("<stdin>", session.in());
            }
            Path path = Path.of(file);
            if (Files.isRegularFile(path)) {
                return SourceText.load(path);
            }
            Optional<SourceText> named = Catalogue.find(file);
            if (named.isPresent()) {
                return named.get();
            }
            if (Files.exists(path)) {
                return SourceText.load(path);
            }
            throw unknown(file, own);
        } catch (InvalidPathException e) {
            throw FileProblems.unreadable(file, "it is no file name: " + e.getReason());
        } catch (NoSuchFileException _) {
            throw unknown(file, own);
        } catch (IOException e) {
            throw FileProblems.unreadable(file, FileProblems.reason(e), "give a diagram file");
        }
    }

    private static DiagnosticException unknown(String file, List<String> own) {
        return FileProblems.unreadable(
                file, "there is no such file, and no such name in the catalogue", help(file, own));
    }

    private static String help(String file, List<String> own) {
        Optional<String> derived = Catalogue.derivationOf(file);
        if (derived.isPresent()) {
            return "'%s' is the derivation of '%s', for `heddle draw`"
                    .formatted(file, derived.get());
        }
        String name = file.replaceFirst("\\.(json|hd)$", "");
        List<String> names = new ArrayList<>(Catalogue.names());
        names.addAll(own);
        return Suggestion.nearest(name, names)
                .map(near -> "did you mean '" + near + "', of the catalogue?")
                .orElse("`heddle show` lists the catalogue");
    }
}
