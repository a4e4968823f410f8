package org.heddle.model.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.jgrapht.Graph;
import org.jgrapht.graph.DirectedMultigraph;

/// A diagram as a graph of JGraphT and back, so that its algorithms, views and exporters work on diagrams.
///
/// ```
///  INPUTS ─► Q ─┐
///               ├─► box S ─► S ─► box P ─► P ─► … ─► OUTPUTS          of(toDiagram(g, d)) = g,  toDiagram(of(d), d) = d
///  INPUTS ─► K ─┘
/// ```
///
/// A hypergraph becomes a bipartite graph: boxes and wires are vertices, ports are edges. Two ports of one box on one
/// wire are two edges, so the graph is a multigraph.
public final class DiagramGraph {
    private DiagramGraph() {}

    /// The graph, with vertices in the order of the file. It may be changed; the diagram does not.
    ///
    /// @throws IllegalArgumentException where a port or the interface names a wire that the diagram lacks
    public static Graph<Vertex, Link> of(Diagram diagram) {
        Graph<Vertex, Link> graph = new DirectedMultigraph<>(Link.class);
        graph.addVertex(Vertex.Boundary.INPUTS);
        diagram.wires().values().forEach(wire -> graph.addVertex(new Vertex.OfWire(wire)));
        for (Box box : diagram.boxes()) {
            graph.addVertex(new Vertex.OfBox(box.id(), box.op()));
        }
        graph.addVertex(Vertex.Boundary.OUTPUTS);
        for (int k = 0; k < diagram.inputs().size(); k++) {
            Vertex wire = wire(diagram, diagram.inputs().get(k));
            add(graph, Link.Role.INPUT, Vertex.Boundary.INPUTS, wire, k, 0, Optional.empty());
        }
        for (Box box : diagram.boxes()) {
            ports(graph, diagram, box);
        }
        for (int k = 0; k < diagram.outputs().size(); k++) {
            Vertex wire = wire(diagram, diagram.outputs().get(k));
            add(graph, Link.Role.OUTPUT, wire, Vertex.Boundary.OUTPUTS, k, 0, Optional.empty());
        }
        return graph;
    }

    private static void ports(Graph<Vertex, Link> graph, Diagram diagram, Box box) {
        Vertex vertex = new Vertex.OfBox(box.id(), box.op());
        for (int k = 0; k < box.inputs().size(); k++) {
            Port port = box.inputs().get(k);
            List<String> wires = List.copyOf(port.reads());
            add(graph, Link.Role.READ, wire(diagram, port.wire()), vertex, k, 0, Optional.of(port));
            for (int i = 1; i < wires.size(); i++) {
                Vertex index = wire(diagram, wires.get(i));
                add(graph, Link.Role.GATHER, index, vertex, k, i - 1, Optional.empty());
            }
        }
        for (int k = 0; k < box.outputs().size(); k++) {
            Port port = box.outputs().get(k);
            Vertex written = wire(diagram, port.wire());
            add(graph, Link.Role.WRITE, vertex, written, k, 0, Optional.of(port));
        }
    }

    private static Vertex wire(Diagram diagram, String name) {
        return new Vertex.OfWire(diagram.wire(name));
    }

    private static void add(
            Graph<Vertex, Link> graph,
            Link.Role role,
            Vertex source,
            Vertex target,
            int position,
            int index,
            Optional<Port> port) {
        graph.addEdge(source, target, new Link(role, source, target, position, index, port));
    }

    /// The diagram that a graph stands for: boxes and wires in the order of the vertices, ports by their positions.
    ///
    /// Whether it is well typed is the checker's to say.
    ///
    /// @param frame gives what a graph lacks: name, axes, `over` and definitions
    /// @throws IllegalArgumentException where positions are missing or occur twice, or a port names another wire than
    ///     its edge meets
    public static Diagram toDiagram(Graph<Vertex, Link> graph, Diagram frame) {
        List<Wire> wires = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        for (Vertex vertex : graph.vertexSet()) {
            switch (vertex) {
                case Vertex.OfWire(Wire wire) -> wires.add(wire);
                case Vertex.OfBox(String id, var op) ->
                        boxes.add(
                                new Box(
                                        id,
                                        op,
                                        ports(graph.incomingEdgesOf(vertex), Link.Role.READ),
                                        ports(graph.outgoingEdgesOf(vertex), Link.Role.WRITE)));
                case Vertex.Boundary _ -> {}
            }
        }
        return new Diagram(
                frame.name(),
                frame.axes().values(),
                wires,
                names(graph, Vertex.Boundary.INPUTS, Link.Role.INPUT),
                names(graph, Vertex.Boundary.OUTPUTS, Link.Role.OUTPUT),
                frame.over(),
                boxes,
                frame.definitions().values());
    }

    private static List<Port> ports(Set<Link> links, Link.Role role) {
        return inOrder(links, role).stream()
                .map(
                        link -> {
                            Port port = link.port().orElseThrow(() -> broken(link, "has no port"));
                            String met = wireOf(link).name();
                            if (!port.wire().equals(met)) {
                                throw broken(link, "meets wire '" + met + "'");
                            }
                            return port;
                        })
                .toList();
    }

    private static List<String> names(Graph<Vertex, Link> graph, Vertex boundary, Link.Role role) {
        return graph.containsVertex(boundary)
                ? inOrder(graph.edgesOf(boundary), role).stream()
                        .map(link -> wireOf(link).name())
                        .toList()
                : List.of();
    }

    private static Vertex wireOf(Link link) {
        return switch (link.role()) {
            case INPUT, WRITE -> link.target();
            case OUTPUT, READ, GATHER -> link.source();
        };
    }

    private static List<Link> inOrder(Set<Link> links, Link.Role role) {
        List<Link> ordered =
                links.stream()
                        .filter(link -> link.role() == role)
                        .sorted(Comparator.comparingInt(Link::position))
                        .collect(Collectors.toList());
        for (int k = 0; k < ordered.size(); k++) {
            if (ordered.get(k).position() != k) {
                throw broken(ordered.get(k), "stands where position " + k + " is expected");
            }
        }
        return ordered;
    }

    private static IllegalArgumentException broken(Link link, String what) {
        return new IllegalArgumentException(
                "edge "
                        + link.source().id()
                        + " -> "
                        + link.target().id()
                        + " ("
                        + link.role()
                        + " "
                        + link.position()
                        + ") "
                        + what);
    }
}
