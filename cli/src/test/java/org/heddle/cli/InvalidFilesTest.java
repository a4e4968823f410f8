package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.model.diagnose.Code;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// `heddle check test-data/invalid/FILE`, from the root of the project, prints what stands in `FILE.expected` and exits with 1;
/// a file with warnings alone passes.
///
/// What `check` cannot tell, since it concerns arrays, packs, hardware or the call itself, stands under `invalid/commands`:
///
/// ```
/// S821-little-local-memory.command    heddle derive matmul --hardware test-data/invalid/commands/S821-little-local-memory.json
///                                     exit 1
/// S821-little-local-memory.expected   what that prints, run from the root of the project
/// ```
final class InvalidFilesTest {
    private static final Path FILES = Path.of("..", "test-data", "invalid");

    static List<Path> errors() throws IOException {
        return files(FILES);
    }

    static List<Path> warnings() throws IOException {
        return files(FILES.resolve("warnings"));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().matches(".*\\.(json|hd)"))
                            .sorted()
                            .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void checkTellsWhatIsExpected(Path file) throws IOException {
        Cli check = Cli.heddle("check", file.toString());
        assertThat(check.exit()).isEqualTo(1);
        assertThat(fromRoot(check.out())).isEqualTo(expected(file));
        assertThat(check.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void warningsAloneAreNoFailure(Path file) throws IOException {
        Cli check = Cli.heddle("check", file.toString());
        assertThat(check.exit()).isZero();
        assertThat(fromRoot(check.out())).startsWith(expected(file)).contains(": ok, ");
    }

    static List<Path> commands() throws IOException {
        try (Stream<Path> files = Files.list(FILES.resolve("commands"))) {
            return files.filter(file -> file.toString().endsWith(".command")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandTellsWhatIsExpected(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).startsWith("heddle ");
        String[] words =
                lines.getFirst().substring(7).replace("test-data/", "../test-data/").split(" ");
        Cli cli = Cli.heddle(words);
        assertThat("exit " + cli.exit()).isEqualTo(lines.getLast());
        String code = code(file);
        assertThat(cli.err()).contains("error[" + code + "]: ");
        assertThat(cli.err().lines().filter(line -> line.matches("(error|warning)\\[.*")))
                .as("one mistake, one code")
                .allMatch(line -> line.startsWith("error[" + code + "]"));
        String name = file.getFileName().toString().replace(".command", ".expected");
        Path expected = FILES.resolve("commands").resolve(name);
        String printed = fromRoot(cli.out() + cli.err());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(expected));
    }

    /// What no file and no command can show, and why.
    private static Optional<String> whyNoFile(Code code) {
        return switch (code) {
            case S801, S802, S803, S804, S805, S806, S807, S808, S809 ->
                    Optional.of(
                            "the verifier refuses what the builder of tile programs never builds: TileVerifierTest breaks programs");
            case D903 -> Optional.of("needs a device with less than a kernel wants");
            case D904 -> Optional.of("needs memory to be used up: ExitCodesTest");
            case D999 -> Optional.of("needs a bug: ExitCodesTest");
            default -> Optional.empty();
        };
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyCodeHasAFileOrAReason(Code code) throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            boolean shown =
                    files.filter(file -> file.toString().endsWith(".expected"))
                            .anyMatch(file -> code(file).equals(code.name()));
            assertThat(shown).isNotEqualTo(whyNoFile(code).isPresent());
        }
    }

    private static String code(Path file) {
        return file.getFileName().toString().replaceFirst("-.*", "");
    }

    private static String fromRoot(String printed) {
        return printed.replace("../test-data/", "test-data/");
    }

    private static String expected(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.(json|hd)$", ".expected");
        return Files.readString(file.resolveSibling(name));
    }
}
