package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The argument FILE: a path, `-`, or a catalogue name; or the diagram itself, with `-e`. A regular file wins over a
/// catalogue name. A file `.hd` holds the text notation, another one JSON; standard input is told by its first character.
final class DiagramArgument {
    /// How FILE is described in every usage text.
    static final String DESCRIPTION =
            "A diagram: a file (JSON, or .hd in the text notation), - for standard input, or a catalogue name (`heddle show` lists them).";

    private static final String INLINE = "<text>";
    private static final String STREAM = "-";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = DESCRIPTION)
    private Optional<String> file = Optional.empty();

    @Option(
            names = "-e",
            paramLabel = "TEXT",
            description = "In place of FILE: a diagram in the text notation.")
    private Optional<String> text = Optional.empty();

    /// As diagnostics speak of it.
    String file() {
        return file.orElse(INLINE);
    }

    boolean isGiven() {
        return file.isPresent() || text.isPresent();
    }

    /// The text, parsed and checked; problems are in the result.
    ///
    /// @throws InputException where there is no such file or name, or it cannot be read
    /// @throws DiagnosticException where it is too large or not UTF-8
    ReadResult read(Session session) throws InputException, DiagnosticException {
        return read(session, UnaryOperator.identity());
    }

    /// The same where a command gives FILE names of its own.
    ///
    /// @param naming from what is given to the name of a diagram
    ReadResult read(Session session, UnaryOperator<String> naming)
            throws InputException, DiagnosticException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (file.isPresent() && text.isPresent()) {
            throw new ParameterException(
                    command.commandLine(), "FILE and -e each give a diagram: give one of them");
        }
        if (!isGiven()) {
            throw new ParameterException(
                    command.commandLine(), "Missing required parameter: 'FILE'");
        }
        return text.isPresent()
                ? inline(text.get(), session)
                : read(naming.apply(file.get()), session);
    }

    /// What a text in the notation gives.
    static ReadResult inline(String text, Session session) {
        SourceText source = new SourceText(INLINE, text);
        session.remember(source);
        return remembered(TextReader.read(source), session);
    }

    /// What a path, `-` or a name of the catalogue gives.
    ///
    /// @throws InputException where there is no such file or name, or it cannot be read
    /// @throws DiagnosticException where it is too large or not UTF-8
    static ReadResult read(String file, Session session)
            throws InputException, DiagnosticException {
        SourceText source = source(file, session);
        session.remember(source);
        return remembered(
                isNotation(file, source) ? TextReader.read(source) : DiagramReader.read(source),
                session);
    }

    private static ReadResult remembered(ReadResult result, Session session) {
        session.remember(result.map());
        return result;
    }

    private static boolean isNotation(String file, SourceText source) {
        String start = source.text().stripLeading();
        return file.equals(STREAM)
                ? !start.isEmpty() && !start.startsWith("{") && !start.startsWith("[")
                : source.file().endsWith(".hd");
    }

    /// The diagram; warnings are shown.
    ///
    /// @throws DiagnosticException where it has errors
    Diagram diagram(DiagramCommand command) throws InputException, DiagnosticException {
        ReadResult result = read(command.session);
        Diagram diagram = result.orThrow();
        command.warn(result.diagnostics());
        return diagram;
    }

    private static SourceText source(String file, Session session)
            throws InputException, DiagnosticException {
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
            if (Files.isDirectory(path)) {
                throw new InputException(
                        "cannot read '" + file + "': it is a directory", "give a diagram file");
            }
            if (Files.exists(path)) {
                return SourceText.load(path);
            }
            throw unknown(file);
        } catch (InvalidPathException e) {
            throw new InputException("'" + file + "' is no file name: " + e.getReason(), "");
        } catch (NoSuchFileException _) {
            throw unknown(file);
        } catch (IOException e) {
            throw new InputException("cannot read '" + file + "': " + InputArrays.reason(e), "");
        }
    }

    private static InputException unknown(String file) {
        List<String> names = Catalogue.names();
        String hint =
                Suggestion.nearest(file.replaceFirst("\\.(json|hd)$", ""), names)
                        .map(near -> "did you mean '" + near + "', of the catalogue?")
                        .orElse("`heddle show` lists the catalogue");
        return new InputException(
                "cannot read '"
                        + file
                        + "': there is no such file, and no such name in the catalogue",
                hint);
    }
}
