package org.heddle.model.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Position;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Diagram;

/// What came of reading a text.
///
/// @param diagram well typed; empty if and only if some diagnostic is an error
/// @param diagnostics all problems, in the order of the text as far as they have a place
/// @param map places in the text, for problems that later stages find
public record ReadResult(Optional<Diagram> diagram, List<Diagnostic> diagnostics, SourceMap map) {
    public ReadResult {
        diagnostics = List.copyOf(diagnostics);
    }

    /// Puts the problems in the order of the text.
    public static ReadResult inTextOrder(
            Optional<Diagram> diagram, List<Diagnostic> found, SourceMap map) {
        List<Diagnostic> ordered = new ArrayList<>(found);
        ordered.sort(
                Comparator.comparingInt((Diagnostic d) -> line(d.where()))
                        .thenComparingInt(d -> column(d.where())));
        return new ReadResult(diagram, ordered, map);
    }

    private static int line(Location where) {
        return where.position().map(Position::line).orElse(Integer.MAX_VALUE);
    }

    private static int column(Location where) {
        return where.position().map(Position::column).orElse(Integer.MAX_VALUE);
    }

    /// The diagram, or its problems as an exception.
    public Diagram orThrow() throws DiagnosticException {
        return diagram.orElseThrow(() -> new DiagnosticException(diagnostics));
    }
}
