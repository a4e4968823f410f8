package org.heddle.model.draw.layout;

import java.util.List;

/// What is to be placed. Nodes are known by their position in the list.
///
/// @param sequence nodes that stand in this order, from the top, where they share the first or the last column; others stand so that few edges cross
public record Graph(List<Node> nodes, List<Edge> edges, List<Integer> sequence) {
    public Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        sequence = List.copyOf(sequence);
    }

    /// Which column a node must stand in.
    public enum Column {
        FIRST,
        ANY,
        LAST
    }

    /// Where the ports of a node are.
    public enum Ports {
        /// At the given heights.
        FIXED,
        /// Somewhere on their side, so that few edges cross: to learn a good order of them.
        FREE
    }

    /// A rectangle with ports on its sides.
    ///
    /// @param west heights of the ports on the left side, from its upper edge
    /// @param east the same on the right side
    public record Node(
            double width,
            double height,
            Column column,
            Ports ports,
            List<Double> west,
            List<Double> east) {
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
