package org.heddle.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.SourceText;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedMultigraph;
import org.jgrapht.nio.DefaultAttribute;
import org.jgrapht.nio.dot.DOTExporter;
import org.jgrapht.nio.graphml.GraphMLExporter;
import org.jgrapht.nio.json.JSONExporter;
import org.jgrapht.nio.json.JSONImporter;
import org.jgrapht.traverse.TopologicalOrderIterator;
import org.junit.jupiter.api.Test;

/// JGraphT's own algorithms and exporters work on diagrams, and a diagram survives being a graph.
class DiagramGraphTest {
    private static final String TEXT =
            """
            { "format": "heddle/1", "name": "lookup",
              "axes": { "v": null, "t": null, "d": null },
              "wires": { "E": "f32[v, d]", "ids": "i64[t]", "X": "f32[t, d]", "G": "f32[t]" },
              "inputs": ["E", "ids"], "outputs": ["G", "X"],
              "boxes": [
                { "op": "reindex", "in": ["E[ids[t], d]"], "out": ["X"] },
                { "op": "contract", "in": ["X", "X"], "out": ["G"] } ] }
            """;

    private static Diagram diagram() throws Exception {
        return DiagramReader.read(new SourceText("lookup.json", TEXT)).orThrow();
    }

    @Test
    void aDiagramSurvivesBeingAGraph() throws Exception {
        Diagram diagram = diagram();
        Diagram back = DiagramGraph.toDiagram(DiagramGraph.of(diagram), diagram);
        assertThat(back).isEqualTo(diagram);
        assertThat(DiagramWriter.write(back)).isEqualTo(DiagramWriter.write(diagram));
    }

    @Test
    void everyPortIsAnEdge() throws Exception {
        Graph<Vertex, Link> graph = DiagramGraph.of(diagram());
        Vertex box = new Vertex.OfBox("G", diagram().box("G").op());
        assertThat(graph.incomingEdgesOf(box))
                .hasSize(2)
                .allMatch(l -> l.source().name().equals("X"));
        assertThat(graph.edgeSet().stream().filter(l -> l.role() == Link.Role.GATHER))
                .singleElement()
                .matches(l -> l.source().name().equals("ids") && l.target().name().equals("X"));
    }

    @Test
    void algorithmsWorkOnIt() throws Exception {
        Graph<Vertex, Link> graph = DiagramGraph.of(diagram());
        List<String> order = new ArrayList<>();
        new TopologicalOrderIterator<>(graph).forEachRemaining(v -> order.add(v.id()));
        assertThat(order).containsSubsequence("wire.ids", "box.X", "wire.X", "box.G", "wire.G");
        assertThat(new ConnectivityInspector<>(graph).isConnected()).isTrue();
        assertThat(new CycleDetector<>(graph).detectCycles()).isFalse();
    }

    /// A change made by means of JGraphT: the box that nobody asks for is taken out.
    @Test
    void aChangedGraphIsADiagram() throws Exception {
        Diagram diagram = diagram();
        Graph<Vertex, Link> graph = DiagramGraph.of(diagram);
        Set<Vertex> dead =
                Set.of(
                        new Vertex.OfBox("G", diagram.box("G").op()),
                        new Vertex.OfWire(diagram.wire("G")));
        graph.removeAllVertices(dead);
        assertThatThrownBy(() -> DiagramGraph.toDiagram(graph, diagram))
                .hasMessageContaining(
                        "wire.X -> boundary.OUTPUTS (OUTPUT 1) stands where position 0");
        Link output = graph.edgesOf(Vertex.Boundary.OUTPUTS).iterator().next();
        graph.removeEdge(output);
        graph.addEdge(
                output.source(),
                output.target(),
                new Link(
                        Link.Role.OUTPUT,
                        output.source(),
                        output.target(),
                        0,
                        0,
                        Optional.empty()));
        Diagram changed = DiagramGraph.toDiagram(graph, diagram);
        assertThat(changed.outputs()).containsExactly("X");
        assertThat(changed.boxes()).extracting(box -> box.id()).containsExactly("X");
    }

    @Test
    void exportersWorkOnIt() throws Exception {
        Graph<Vertex, Link> graph = DiagramGraph.of(diagram());
        StringWriter dot = new StringWriter();
        DOTExporter<Vertex, Link> dotExporter = new DOTExporter<>(v -> '"' + v.id() + '"');
        dotExporter.setVertexAttributeProvider(
                v -> Map.of("label", DefaultAttribute.createAttribute(v.name())));
        dotExporter.exportGraph(graph, dot);
        assertThat(dot.toString()).contains("\"wire.E\" -> \"box.X\"").contains("label=\"ids\"");
        StringWriter graphml = new StringWriter();
        new GraphMLExporter<Vertex, Link>(Vertex::id).exportGraph(graph, graphml);
        assertThat(graphml.toString()).contains("source=\"wire.X\" target=\"box.G\"");
    }

    /// JGraphT's JSON keeps vertices and edges: the same names are connected after import.
    @Test
    void connectionsSurviveJgraphtsJson() throws Exception {
        Graph<Vertex, Link> graph = DiagramGraph.of(diagram());
        StringWriter json = new StringWriter();
        new JSONExporter<Vertex, Link>(Vertex::id).exportGraph(graph, json);
        Graph<String, DefaultEdge> read = new DirectedMultigraph<>(DefaultEdge.class);
        JSONImporter<String, DefaultEdge> importer = new JSONImporter<>();
        importer.setVertexFactory(id -> id);
        importer.importGraph(read, new StringReader(json.toString()));
        List<String> expected =
                graph.edgeSet().stream().map(l -> l.source().id() + " " + l.target().id()).toList();
        assertThat(read.edgeSet())
                .extracting(e -> read.getEdgeSource(e) + " " + read.getEdgeTarget(e))
                .containsExactlyInAnyOrderElementsOf(expected);
    }
}
