package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.size.Size;
import org.heddle.rules.law.Law;
import org.heddle.rules.law.Rewrite;

/// One step of a derivation.
///
/// Rewrites and unions count the bytes of the whole diagram: what its boxes at the top level move when each loads what it reads and stores what it writes, once. The
/// last two kinds of step concern one kernel and count its bytes alone: `stream` what its inputs and outputs hold, before and after; `group` the same before, and after
/// it what the kernel's schedule moves. So the bytes after all `group` steps add up to those of the derivation.
///
/// @param rule the name of the law, one of {@link org.heddle.rules.law.Rules#laws}
/// @param law the equation it used, from left to right
/// @param condition where that may be used
/// @param where ids of the boxes it matched; for a step inside a block, the block first
/// @param why what was found there
/// @param bytesBefore global bytes before the step, for the sizes of the derivation
/// @param bytesAfter global bytes after it
/// @param symbolicAfter the bytes after it, in axis sizes, and for `group` in labels too
/// @param before the diagram before the step; for a step inside a block, the block's body
/// @param after the diagram after the step; for a step inside a block, the block's body
public record Step(
        String rule,
        String law,
        String condition,
        List<String> where,
        String why,
        long bytesBefore,
        long bytesAfter,
        Size symbolicAfter,
        Diagram before,
        Diagram after) {
    public Step {
        where = List.copyOf(where);
    }

    /// A rewrite of a whole diagram.
    static Step of(Law law, Rewrite rewrite, Diagram before, Sizes sizes) {
        return new Step(
                law.name(),
                law.law(),
                law.condition(),
                rewrite.where(),
                rewrite.why(),
                TopLevelBytes.at(before, sizes),
                TopLevelBytes.at(rewrite.after(), sizes),
                TopLevelBytes.symbolic(rewrite.after()),
                before,
                rewrite.after());
    }

    /// A rewrite inside a block, which moves nothing more or less.
    ///
    /// @param body of the block
    /// @param whole the diagram whose block it is
    static Step inside(Law law, Rewrite rewrite, Diagram body, Diagram whole, Sizes sizes) {
        List<String> where = new ArrayList<>(List.of(body.name()));
        where.addAll(rewrite.where());
        long bytes = TopLevelBytes.at(whole, sizes);
        return new Step(
                law.name(),
                law.law(),
                law.condition(),
                where,
                rewrite.why(),
                bytes,
                bytes,
                TopLevelBytes.symbolic(whole),
                body,
                rewrite.after());
    }
}
