package org.heddle.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

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
    /// @throws InputException where the folder cannot be made or written
    static Staging in(Path folder) throws InputException {
        Path directory = folder.toAbsolutePath().normalize();
        boolean missing = !Files.exists(directory);
        try {
            Files.createDirectories(directory);
            return new Staging(
                    directory, missing, Files.createTempDirectory(directory, ".heddle-"));
        } catch (FileAlreadyExistsException _) {
            throw new InputException(
                    "cannot write to " + folder + ": it is a file, not a folder",
                    "give another folder");
        } catch (IOException e) {
            throw new InputException(
                    "cannot write to " + folder + ": " + InputArrays.reason(e),
                    "give another folder");
        }
    }

    /// Writes one text file.
    static void write(Path file, String text) throws InputException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new InputException("cannot write " + file + ": it is a folder", "give a file");
        }
        try (Staging staging = in(folder)) {
            staging.text(absolute.getFileName().toString(), text);
            staging.commit();
        }
    }

    /// Where to write a file now.
    Path file(String name) {
        Path path = hidden.resolve(name);
        files.add(path);
        return path;
    }

    /// Writes a text file.
    void text(String name, String text) throws InputException {
        try {
            Files.writeString(file(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /// Moves all files to their places.
    void commit() throws InputException {
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
    static InputException failed(String name, IOException e) {
        return new InputException("cannot write " + name + ": " + InputArrays.reason(e), "");
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
