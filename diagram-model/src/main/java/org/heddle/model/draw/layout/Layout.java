package org.heddle.model.draw.layout;

import java.util.stream.Stream;

/// Places nodes in columns from left to right and leads edges around them.
public interface Layout {
    /// Ways to place a graph, at least one, for who draws to choose from; made when they are asked for. The same graph always gives the same ones.
    Stream<Placement> placements(Graph graph);
}
