package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.heddle.model.diagnose.DiagnosticException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagingTest {
    @TempDir private Path folder;

    @Test
    void filesAppearTogether() throws Exception {
        Path out = folder.resolve("a").resolve("b");
        try (Staging staging = Staging.in(out)) {
            staging.text("1.txt", "one");
            staging.text("2.txt", "two");
            assertThat(out.resolve("1.txt")).doesNotExist();
            staging.commit();
        }
        assertThat(Cli.namesIn(out)).containsExactlyInAnyOrder("1.txt", "2.txt");
    }

    @Test
    void withoutCommitNothingIsLeft() throws Exception {
        try (Staging staging = Staging.in(folder.resolve("out"))) {
            staging.text("1.txt", "one");
        }
        assertThat(Cli.namesIn(folder)).isEmpty();
    }

    @Test
    void aFileIsReplacedWhole() throws Exception {
        Path file = Files.writeString(folder.resolve("x.txt"), "a long text that was there before");
        Staging.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(Cli.namesIn(folder)).containsExactly(file.getFileName().toString());
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> Staging.write(folder, "text"))
                .isInstanceOf(DiagnosticException.class)
                .hasMessageContaining("folder");
    }
}
