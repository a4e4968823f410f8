package org.heddle.model.draw.layout;

import java.util.List;

/// Places nodes in columns from left to right and leads edges around them.
public interface Layout {
    /// Ways to place a graph, at least one, for who draws to choose from. The same graph always gives the same ones.
    List<Placement> placements(Graph graph);
}
