package org.heddle.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.Limits;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One bad file for every code of the front end: it gives that code, no other one, and the text that is expected.
///
/// ```
/// invalid/            errors that `heddle check` tells of the file as it stands
/// invalid/warnings/   warnings
/// invalid/unbound/    errors that are told when sizes are bound
/// invalid/narrow/     files that are too large under limits so narrow that the files stay small
/// invalid/commands/   what another command than `check` tells: tested where the commands are
/// ```
class InvalidFilesTest {
    private static final Path FILES = Path.of("invalid");
    private static final Limits NARROW = new Limits(8192, 400, 16);

    static Stream<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(FILES)) {
            return found
                    .filter(path -> !path.startsWith(FILES.resolve("commands")))
                    .filter(path -> path.toString().matches(".*\\.(json|hd)"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(json|hd)$", "");
    }

    private static Code code(Path file) {
        return Code.valueOf(stem(file).replaceFirst("-.*", ""));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theFileGivesItsCodeAndText(Path file) throws IOException {
        Path resolved = Path.of("test-data").resolve(file);
        byte[] bytes = Files.readAllBytes(file);
        List<Diagnostic> diagnostics = diagnose(resolved, bytes);
        Optional<String> source = text(resolved, bytes);
        String text = DiagnosticPrinter.text(diagnostics, _ -> source);
        Golden.check(file.resolveSibling(stem(file) + ".expected"), text);
        boolean warnings = file.getParent().endsWith("warnings");
        Set<Code> codes =
                diagnostics.stream()
                        .filter(problem -> warnings || problem.isError())
                        .map(Diagnostic::code)
                        .collect(Collectors.toSet());
        assertThat(codes).contains(code(file));
        if (code(file) != Code.E014) {
            assertThat(codes).as("one mistake, one code").hasSize(1);
        }
        assertThat(diagnostics).anyMatch(problem -> problem.isError() != warnings);
    }

    /// As diagnostics quote it; bytes that are no text are not quoted.
    private static Optional<String> text(Path file, byte[] bytes) {
        try {
            return Optional.of(SourceText.decode(file.toString(), bytes).text());
        } catch (DiagnosticException _) {
            return Optional.empty();
        }
    }

    private static List<Diagnostic> diagnose(Path file, byte[] bytes) {
        Limits limits = file.getParent().endsWith("narrow") ? NARROW : Limits.STANDARD;
        try {
            SourceText source = SourceText.decode(file.toString(), bytes);
            ReadResult result =
                    file.toString().endsWith(".hd")
                            ? TextReader.read(source, limits)
                            : DiagramReader.read(source, limits);
            List<Diagnostic> diagnostics = new ArrayList<>(result.diagnostics());
            if (result.diagram().isPresent()) {
                diagnostics.addAll(bind(result));
            }
            return diagnostics;
        } catch (DiagnosticException e) {
            return e.diagnostics();
        }
    }

    private static List<Diagnostic> bind(ReadResult result) {
        try {
            SizeBinder.bind(result.orThrow(), Map.of());
            return List.of();
        } catch (DiagnosticException e) {
            return result.map().locate(e.diagnostics());
        }
    }
}
