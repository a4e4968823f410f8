package org.heddle.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Golden files: a test's text is compared with a file beside the tests.
///
/// `-Dgolden.update=true` writes what is there now (look at the diff before committing it). A missing file fails.
public final class Golden {
    private static final Path ROOT = Path.of("src", "test", "golden");

    private Golden() {}

    /// Compares with `src/test/golden/<test class>/<name>` of the module under test.
    public static void check(Class<?> test, String name, String actual) {
        check(ROOT.resolve(test.getSimpleName()).resolve(name), actual);
    }

    /// Compares with a file, relative to the directory of the module under test.
    ///
    /// @throws AssertionError where the file is missing or differs
    public static void check(Path file, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
            }
            assertThat(file).as("golden file; -Dgolden.update=true writes it").exists();
            assertThat(actual)
                    .as("%s differs from the golden file; -Dgolden.update=true accepts", file)
                    .isEqualTo(Files.readString(file).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("golden file " + file, e);
        }
    }
}
