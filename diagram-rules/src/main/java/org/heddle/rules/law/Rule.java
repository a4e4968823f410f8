package org.heddle.rules.law;

import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;

/// A law `lhs = rhs` of diagrams, used from left to right.
///
/// A rule looks at one anchor box; it fires where its left-hand side matches there and its side conditions hold, and is silent
/// otherwise. It must preserve the meaning of the diagram and its interface.
public interface Rule extends Law {
    /// Applies the law with `anchor` as the box that gives the match its place.
    Optional<Rewrite> apply(Diagram diagram, Box anchor);
}
