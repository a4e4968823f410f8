package org.heddle.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;

/// Files that cannot be read or written, as diagnostics.
final class FileProblems {
    private FileProblems() {}

    /// A text that cannot be read.
    static DiagnosticException unreadable(String file, String reason, String... help) {
        return problem(Code.E015, "cannot read '" + file + "': " + reason, help);
    }

    /// A file or folder that cannot be written.
    static DiagnosticException unwritable(Object file, String reason, String... help) {
        return problem(Code.E016, "cannot write " + file + ": " + reason, help);
    }

    private static DiagnosticException problem(Code code, String message, String... help) {
        return new DiagnosticException(Diagnostic.error(code, message, Location.DOCUMENT, help));
    }

    /// Why a file could not be used.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is a file, not a folder";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
