package org.heddle.model.draw.layout;

import java.util.List;
import org.heddle.model.draw.scene.Point;

/// Where things stand.
///
/// @param nodes upper left corner of each node
/// @param edges the path of each edge, from port to port, with its bends
public record Placement(double width, double height, List<Point> nodes, List<List<Point>> edges) {
    public Placement {
        nodes = List.copyOf(nodes);
        edges = edges.stream().map(List::copyOf).toList();
    }
}
