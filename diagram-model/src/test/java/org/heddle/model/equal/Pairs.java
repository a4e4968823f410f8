package org.heddle.model.equal;

import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;

/// Diagrams from text, and their comparison.
final class Pairs {
    private Pairs() {}

    static Diagram diagram(String text) {
        try {
            return TextReader.read(new SourceText("pair.hd", text)).orThrow();
        } catch (DiagnosticException e) {
            throw new IllegalArgumentException(text + "\n" + e.diagnostics(), e);
        }
    }

    /// Compares two bodies under one head.
    static Verdict compare(String head, String left, String right) {
        return compare(head + "\n" + left, head + "\n" + right);
    }

    static Verdict compare(String left, String right) {
        return Equality.compare(diagram(left), diagram(right), Equality.Options.STANDARD);
    }
}
