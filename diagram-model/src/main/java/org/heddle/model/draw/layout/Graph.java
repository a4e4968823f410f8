package org.heddle.model.draw.layout;

import java.util.List;

/// What is to be placed. Nodes are known by their position in the list.
public record Graph(List<Node> nodes, List<Edge> edges) {
    public Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /// Which column a node must stand in.
    public enum Column {
        FIRST,
        ANY,
        LAST
    }

    /// A rectangle with ports on its sides.
    ///
    /// @param west heights of the ports on the left side, from its upper edge, ascending
    /// @param east the same on the right side
    public record Node(
            double width, double height, Column column, List<Double> west, List<Double> east) {
        public Node {
            west = List.copyOf(west);
            east = List.copyOf(east);
        }
    }

    /// From a port on the east side of a node to one on the west side of another.
    ///
    /// @param thickness room that it takes, half on either side of its path
    public record Edge(int from, int fromPort, int to, int toPort, double thickness) {}
}
