package org.heddle.model.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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

    /// Reads a file.
    ///
    /// @throws IOException where it cannot be read
    /// @throws DiagnosticException where it is larger than {@link Limits#STANDARD} or not UTF-8
    public static SourceText load(Path path) throws IOException, DiagnosticException {
        long bytes = Files.size(path);
        if (bytes > Limits.STANDARD.characters()) {
            throw tooLarge(path.toString(), ": it has " + bytes);
        }
        return decode(path.toString(), Files.readAllBytes(path));
    }

    private static DiagnosticException tooLarge(String file, String size) {
        String message = "the file has more than " + Limits.STANDARD.characters() + " bytes" + size;
        Location start = new Location(Optional.of(new Position(file, 1, 1)), "");
        return new DiagnosticException(Diagnostic.error(Code.E010, message, start));
    }

    /// Decodes UTF-8; a byte order mark at the start is dropped.
    ///
    /// @throws DiagnosticException where the bytes are not UTF-8, or more than {@link Limits#STANDARD} allows characters
    public static SourceText decode(String file, byte[] bytes) throws DiagnosticException {
        if (bytes.length > Limits.STANDARD.characters()) {
            throw tooLarge(file, "");
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
