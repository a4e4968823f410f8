package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `heddle check test-data/invalid/FILE`, from the root of the project, prints what stands in `FILE.expected` and exits with 1;
/// a file with warnings alone passes.
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

    private static String fromRoot(String printed) {
        return printed.replace("../test-data/", "test-data/");
    }

    private static String expected(Path file) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.(json|hd)$", ".expected");
        return Files.readString(file.resolveSibling(name));
    }
}
