package org.heddle.cli;

import java.util.List;
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

    String of(List<Diagnostic> diagnostics, Session session) {
        return switch (this) {
            case TEXT -> DiagnosticPrinter.text(diagnostics, session::text);
            case JSON -> DiagnosticPrinter.json(diagnostics);
            case SARIF -> Sarif.write(diagnostics, Version.text());
        };
    }
}
