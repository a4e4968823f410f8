package org.heddle.model.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Position;
import org.heddle.model.syntax.Limits;

/// A text and the name under which diagnostics speak of it.
public record SourceText(String file, String text) {

    /// Reads a file, or a stream that the shell opened.
    ///
    /// @throws IOException where it cannot be read
    /// @throws DiagnosticException where it is larger than {@link Limits#STANDARD} or not UTF-8
    public static SourceText load(Path path) throws IOException, DiagnosticException {
        if (Files.exists(path) && !Files.isRegularFile(path) && !isStream(path)) {
            String reason =
                    Files.isDirectory(path)
                            ? "it is a directory"
                            : "it is neither a regular file nor a stream of /dev";
            throw new FileSystemException(path.toString(), null, reason);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(path.toString(), in);
        }
    }

    /// What a shell hands over (`/dev/stdin`, `/dev/fd/63`). To open a named pipe that nobody writes would take forever.
    private static boolean isStream(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith("/dev") || absolute.startsWith("/proc");
    }

    /// Reads a stream to its end, but no more of it than is allowed.
    ///
    /// @throws IOException where it cannot be read
    /// @throws DiagnosticException where it is larger than {@link Limits#STANDARD} or not UTF-8
    public static SourceText read(String file, InputStream in)
            throws IOException, DiagnosticException {
        return decode(file, in.readNBytes(Limits.STANDARD.characters() + 1));
    }

    private static DiagnosticException tooLarge(String file) {
        String message = "the file has more than " + Limits.STANDARD.characters() + " bytes";
        Location start = new Location(Optional.of(new Position(file, 1, 1)), "");
        return new DiagnosticException(Diagnostic.error(Code.E010, message, start));
    }

    /// Decodes UTF-8; a byte order mark at the start is dropped.
    ///
    /// @throws DiagnosticException where the bytes are not UTF-8, or more than {@link Limits#STANDARD} allows characters
    public static SourceText decode(String file, byte[] bytes) throws DiagnosticException {
        if (bytes.length > Limits.STANDARD.characters()) {
            throw tooLarge(file);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            int column = text.length() - text.lastIndexOf('\n');
            String message =
                    String.format(
                            "byte 0x%02x at offset %d is not UTF-8",
                            bytes[in.position()], in.position());
            Location where = new Location(Optional.of(new Position(file, line, column)), "");
            throw new DiagnosticException(
                    Diagnostic.error(Code.E011, message, where, "save the file as UTF-8"));
        }
        return new SourceText(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
}
