package org.heddle.rules.law;

import java.util.List;
import org.heddle.model.diagram.Diagram;

/// What a rule proposes.
///
/// @param after the diagram with the right-hand side in place
/// @param where ids of the boxes matched, anchor first
/// @param why what the match was, in words that name wires and axes
public record Rewrite(Diagram after, List<String> where, String why) {
    public Rewrite {
        where = List.copyOf(where);
    }
}
