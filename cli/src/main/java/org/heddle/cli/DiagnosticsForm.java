package org.heddle.cli;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagnose.Sarif;

/// How diagnostics are written: `--diagnostics text|json|sarif`.
enum DiagnosticsForm {
    /// For people: with the source line and a caret.
    TEXT,
    /// An array of objects.
    JSON,
    /// A SARIF 2.1.0 log.
    SARIF;

    private static final Pattern HEAD = Pattern.compile("(?m)^(error|warning)(\\[\\w+])(?=: )");

    /// The form that the arguments of an unknown command ask for.
    static DiagnosticsForm asked(List<String> arguments) {
        String joined = String.join("\n", arguments);
        Matcher asked = Pattern.compile("--diagnostics[=\n](\\w+)").matcher(joined);
        return asked.find()
                ? Arrays.stream(values())
                        .filter(form -> form.name().equalsIgnoreCase(asked.group(1)))
                        .findFirst()
                        .orElse(TEXT)
                : TEXT;
    }

    String of(List<Diagnostic> diagnostics, Session session) {
        return switch (this) {
            case TEXT -> coloured(DiagnosticPrinter.text(diagnostics, session::text), session);
            case JSON -> DiagnosticPrinter.json(diagnostics);
            case SARIF -> Sarif.write(diagnostics, Version.text());
        };
    }

    private static String coloured(String text, Session session) {
        if (!session.ansi().enabled()) {
            return text;
        }
        return HEAD.matcher(text)
                .replaceAll(
                        head -> {
                            String colour = head.group(1).equals("error") ? "red" : "yellow";
                            String shown = "@|bold," + colour + " " + head.group() + "|@";
                            return Matcher.quoteReplacement(session.ansi().string(shown));
                        });
    }
}
