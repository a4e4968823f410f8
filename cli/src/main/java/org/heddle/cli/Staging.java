package org.heddle.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagnose.DiagnosticException;

/// Output files that appear together or not at all: written to a hidden folder beside their places, then moved.
///
/// ```
///   out/.heddle-1234/O.npy ─commit─► out/O.npy          closed without commit, or interrupted: nothing is left
/// ```
final class Staging implements AutoCloseable {
    private final Path directory;
    private final boolean created;
    private final Path hidden;
    private final List<Path> files = new ArrayList<>();
    private final Thread onInterrupt = new Thread(this::clean);
    private boolean committed;

    private Staging(Path directory, boolean created, Path hidden) {
        this.directory = directory;
        this.created = created;
        this.hidden = hidden;
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /// Stages files for a folder, which is made where it is missing.
    ///
    /// @throws DiagnosticException where the folder cannot be made or written
    static Staging in(Path folder) throws DiagnosticException {
        Path directory = folder.toAbsolutePath().normalize();
        boolean missing = !Files.exists(directory);
        try {
            Files.createDirectories(directory);
            return new Staging(
                    directory, missing, Files.createTempDirectory(directory, ".heddle-"));
        } catch (NoSuchFileException _) {
            throw FileProblems.unwritable(
                    "to " + folder, "no file can be made there", "give another folder");
        } catch (IOException e) {
            throw FileProblems.unwritable(
                    "to " + folder, FileProblems.reason(e), "give another folder");
        }
    }

    /// Writes one text file.
    static void write(Path file, String text) throws DiagnosticException {
        try (Staging staging = forFile(file)) {
            staging.text(file.getFileName().toString(), text);
            staging.commit();
        }
    }

    /// Stages one file, whose text is to come: what stands in its way is found now.
    ///
    /// @throws DiagnosticException where it is a folder, or its folder cannot be made or written
    static Staging forFile(Path file) throws DiagnosticException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw FileProblems.unwritable(file, "it is a folder", "give a file");
        }
        return in(folder);
    }

    /// Where to write a file now.
    Path file(String name) {
        Path path = hidden.resolve(name);
        files.add(path);
        return path;
    }

    /// Writes a text file.
    void text(String name, String text) throws DiagnosticException {
        try {
            Files.writeString(file(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /// Moves all files to their places.
    void commit() throws DiagnosticException {
        for (Path file : files) {
            Path target = directory.resolve(file.getFileName());
            try {
                move(file, target);
            } catch (IOException e) {
                throw failed(target.toString(), e);
            }
        }
        committed = true;
    }

    /// A file that could not be written.
    static DiagnosticException failed(String name, IOException e) {
        return FileProblems.unwritable(name, FileProblems.reason(e));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        clean();
    }

    private void clean() {
        try {
            try (var left = Files.list(hidden)) {
                for (Path file : left.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(hidden);
            if (created && !committed) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException _) {
            hidden.toFile().deleteOnExit(); // left for the next attempt: there is nobody to tell
        }
    }
}
