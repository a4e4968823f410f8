package org.heddle.model.syntax;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;

/// A diagram as far as it was understood.
///
/// @param holes JSON pointers of what was not understood and is missing or made up in the diagram: `/wires/S`,
///     `/boxes/3`, or a whole section such as `/inputs`. Nothing is to be concluded from what stands there.
/// @param monoids those that the file defines, used or not, by the JSON pointer of the diagram that brings them
public record Draft(
        Diagram diagram, Set<String> holes, Map<String, List<Monoid.User>> monoids, SourceMap map) {
    public Draft {
        holes = Set.copyOf(holes);
        monoids = Map.copyOf(monoids);
    }
}
