package org.heddle.model.syntax;

import java.util.Set;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Diagram;

/// A diagram as far as it was understood.
///
/// @param holes JSON pointers of what was not understood and is missing or made up in the diagram: `/wires/S`,
///     `/boxes/3`, or a whole section such as `/inputs`. Nothing is to be concluded from what stands there.
public record Draft(Diagram diagram, Set<String> holes, SourceMap map) {
    public Draft {
        holes = Set.copyOf(holes);
    }
}
