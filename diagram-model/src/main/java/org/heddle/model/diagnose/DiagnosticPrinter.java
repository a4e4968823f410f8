package org.heddle.model.diagnose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.io.JsonStringEncoder;

/// Prints diagnostics for people (with the source line and a caret) and for programs (JSON).
///
/// ```
/// error[E101]: box 'S' reads wire 'q', which does not exist
///   --> bad.json:7:32 (/boxes/0/in/0)
///    |
///  7 |     { "op": "contract", "in": ["q", "K"], "out": ["S"] }
///    |                                ^
///    help: did you mean 'Q'?
/// ```
public final class DiagnosticPrinter {
    private static final int MAX_LINE = 160;

    private DiagnosticPrinter() {}

    /// One paragraph for each diagnostic, with an empty line between. What files say is quoted as {@link Visible} text.
    ///
    /// @param sourceOfFile the text of a file by name, empty where it cannot be shown
    public static String text(
            List<Diagnostic> diagnostics, Function<String, Optional<String>> sourceOfFile) {
        Map<String, Optional<TextLines>> lines = new HashMap<>();
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics) {
            out.append(out.isEmpty() ? "" : "\n");
            Optional<String> line =
                    diagnostic
                            .where()
                            .position()
                            .flatMap(
                                    p ->
                                            lines.computeIfAbsent(
                                                            p.file(),
                                                            file ->
                                                                    sourceOfFile
                                                                            .apply(file)
                                                                            .map(
                                                                                    text ->
                                                                                            new TextLines(
                                                                                                    file,
                                                                                                    text)))
                                                    .flatMap(text -> text.line(p.line())));
            text(diagnostic, line, out);
        }
        return out.toString();
    }

    private static void text(Diagnostic d, Optional<String> line, StringBuilder out) {
        out.append(d.severity())
                .append('[')
                .append(d.code())
                .append("]: ")
                .append(Visible.of(d.message()))
                .append('\n');
        Optional<Position> position = d.where().position();
        String margin =
                " ".repeat(position.map(p -> Integer.toString(p.line()).length()).orElse(1) + 1);
        String where = Visible.of(d.where().toString());
        if (!where.isEmpty()) {
            out.append(margin).append("--> ").append(where).append('\n');
        }
        position.ifPresent(p -> line.ifPresent(text -> excerpt(p, text, margin, out)));
        for (String note : d.notes()) {
            out.append(margin).append(" help: ").append(Visible.of(note)).append('\n');
        }
    }

    private static void excerpt(Position position, String line, String margin, StringBuilder out) {
        int column = Math.clamp(position.column() - 1L, 0, line.length());
        int start =
                line.length() <= MAX_LINE
                        ? 0
                        : Math.clamp(column - MAX_LINE / 2L, 0, line.length() - MAX_LINE);
        int end = Math.min(line.length(), start + MAX_LINE);
        String cutLeft = start > 0 ? "…" : "";
        String before = cutLeft + shown(line.substring(start, column));
        String after = shown(line.substring(column, end));
        out.append(margin).append(" |\n");
        out.append(' ').append(position.line()).append(" | ");
        out.append((before + after).stripTrailing());
        out.append(end < line.length() ? "…\n" : "\n");
        out.append(margin).append(" | ").append(" ".repeat(Visible.columns(before))).append("^\n");
    }

    /// A tab takes one column, wherever it stands.
    private static String shown(String part) {
        return Visible.of(part.replace('\t', ' '));
    }

    /// An array of objects, one a line: code, title, severity, message, file, line, column, pointer, notes.
    public static String json(List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder("[");
        for (Diagnostic d : diagnostics) {
            out.append(out.length() == 1 ? "\n" : ",\n")
                    .append("  { \"code\": ")
                    .append(quote(d.code().name()));
            out.append(", \"title\": ").append(quote(d.code().title()));
            out.append(", \"severity\": ").append(quote(d.severity().toString()));
            out.append(", \"message\": ").append(quote(d.message()));
            d.where()
                    .position()
                    .ifPresent(
                            p ->
                                    out.append(", \"file\": ")
                                            .append(quote(p.file()))
                                            .append(", \"line\": ")
                                            .append(p.line())
                                            .append(", \"column\": ")
                                            .append(p.column()));
            out.append(", \"pointer\": ").append(quote(d.where().pointer()));
            List<String> notes = d.notes().stream().map(DiagnosticPrinter::quote).toList();
            out.append(", \"notes\": [").append(String.join(", ", notes)).append("] }");
        }
        return Visible.json(out.append(diagnostics.isEmpty() ? "]\n" : "\n]\n").toString());
    }

    private static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
    }
}
