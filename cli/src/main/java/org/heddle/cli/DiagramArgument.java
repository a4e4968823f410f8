package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.Limits;
import picocli.CommandLine.Parameters;

/// The argument FILE: a path, `-`, or a catalogue name. A regular file wins over a catalogue name.
final class DiagramArgument {
    /// How FILE is described in every usage text.
    static final String DESCRIPTION =
            "A diagram: a file, - for standard input, or a catalogue name (`heddle show` lists them).";

    @Parameters(index = "0", paramLabel = "FILE", description = DESCRIPTION)
    private String file = "";

    String file() {
        return file;
    }

    /// The text, parsed and checked; problems are in the result.
    ReadResult read(Session session) throws InputException, DiagnosticException {
        return read(file, session);
    }

    /// The diagram; warnings are shown.
    ///
    /// @throws DiagnosticException where it has errors
    Diagram diagram(DiagramCommand command) throws InputException, DiagnosticException {
        ReadResult result = read(file, command.session);
        Diagram diagram = result.orThrow();
        command.warn(result.diagnostics());
        return diagram;
    }

    /// What a FILE argument names, parsed and checked; problems are in the result.
    ///
    /// @throws InputException where there is no such file or name, or it cannot be read
    /// @throws DiagnosticException where it is too large or not UTF-8
    static ReadResult read(String file, Session session)
            throws InputException, DiagnosticException {
        SourceText source = source(file, session);
        session.remember(source);
        ReadResult result = DiagramReader.read(source);
        session.remember(result.map());
        return result;
    }

    private static SourceText source(String file, Session session)
            throws InputException, DiagnosticException {
        try {
            if (file.equals("-")) {
                return SourceText.decode(
                        "<stdin>", session.in().readNBytes(Limits.STANDARD.characters() + 1));
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
                return SourceText.decode(file, Files.readAllBytes(path));
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
                Suggestion.nearest(file, names)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("the catalogue has " + String.join(", ", names));
        return new InputException(
                "cannot read '"
                        + file
                        + "': there is no such file, and no such name in the catalogue",
                hint);
    }
}
