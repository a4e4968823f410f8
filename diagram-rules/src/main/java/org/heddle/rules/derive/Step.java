package org.heddle.rules.derive;

import java.util.List;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.size.Size;

/// One step of a derivation.
///
/// @param rule the rule's name
/// @param law the equation it used, from left to right
/// @param where ids of the boxes it matched; for a step inside a block, the block first
/// @param why what was found there
/// @param bytesBefore bytes at the top level before the step, for the sizes of the derivation
/// @param bytesAfter the same after it
/// @param symbolicAfter bytes after the step, in axis sizes and labels
/// @param after the diagram after the step
public record Step(
        String rule,
        String law,
        List<String> where,
        String why,
        long bytesBefore,
        long bytesAfter,
        Size symbolicAfter,
        Diagram after) {
    public Step {
        where = List.copyOf(where);
    }
}
