package org.heddle.model.json;

import java.util.Optional;
import org.heddle.model.check.Checker;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.syntax.DiagramSyntax;
import org.heddle.model.syntax.Draft;
import org.heddle.model.syntax.Limits;

/// Reads a diagram file and checks it. Never throws, whatever the text: problems are values.
public final class DiagramReader {
    private DiagramReader() {}

    public static ReadResult read(SourceText source) {
        return read(source, Limits.STANDARD);
    }

    /// Reads with other limits on the size of the text.
    public static ReadResult read(SourceText source, Limits limits) {
        Problems problems = new Problems();
        Optional<Draft> draft = DiagramSyntax.read(source.file(), source.text(), limits, problems);
        draft.ifPresent(d -> Checker.check(d, problems));
        Optional<Diagram> diagram =
                problems.hasErrors() ? Optional.empty() : draft.map(Draft::diagram);
        return ReadResult.inTextOrder(
                diagram, problems.list(), draft.map(Draft::map).orElse(SourceMap.none()));
    }
}
