package org.heddle.model.draw.elk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.elk.alg.layered.options.FixedAlignment;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.Alignment;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.heddle.model.draw.layout.Graph;
import org.heddle.model.draw.layout.Layout;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.scene.Point;

/// The layered algorithm of ELK: Sugiyama's layers, ports at fixed places, orthogonal edges. A graph is placed once for each way
/// in which nodes can be aligned with their neighbours.
public final class ElkLayout implements Layout {
    /// Between two columns of nodes.
    private static final double BETWEEN_COLUMNS = 22;

    /// Between nodes of one column, and between a node and an edge beside it.
    private static final double BESIDE = 12;

    /// Between the upright parts of edges, and between them and nodes.
    private static final double BETWEEN_UPRIGHTS = 32;

    private static final double TO_UPRIGHT = 20;
    private static final int SEED = 1;
    private static final int THOROUGHNESS = 7;

    static {
        LayoutMetaDataService.getInstance()
                .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    /// Larger graphs are placed in one way.
    private static final int MOST_NODES = 60;

    @Override
    public Stream<Placement> placements(Graph graph) {
        boolean large = graph.nodes().size() > MOST_NODES;
        return Arrays.stream(FixedAlignment.values())
                .limit(large ? 1 : Long.MAX_VALUE)
                .map(alignment -> place(graph, alignment));
    }

    private static Placement place(Graph graph, FixedAlignment alignment) {
        ElkNode root = root(alignment);
        root.setProperty(
                LayeredOptions.CROSSING_MINIMIZATION_SEMI_INTERACTIVE, !graph.sequence().isEmpty());
        List<List<ElkPort>> west = new ArrayList<>();
        List<List<ElkPort>> east = new ArrayList<>();
        for (Graph.Node node : graph.nodes()) {
            ElkNode child = node(root, node);
            int turn = graph.sequence().indexOf(west.size());
            if (turn >= 0) {
                child.setProperty(LayeredOptions.POSITION, new KVector(0, turn));
            }
            west.add(ports(child, node.west(), PortSide.WEST, 0));
            east.add(ports(child, node.east(), PortSide.EAST, node.width()));
        }
        List<ElkEdge> edges = new ArrayList<>();
        for (Graph.Edge edge : graph.edges()) {
            ElkEdge one =
                    ElkGraphUtil.createSimpleEdge(
                            east.get(edge.from()).get(edge.fromPort()),
                            west.get(edge.to()).get(edge.toPort()));
            one.setProperty(LayeredOptions.EDGE_THICKNESS, edge.thickness());
            edges.add(one);
        }
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        return new Placement(
                root.getWidth(),
                root.getHeight(),
                root.getChildren().stream().map(n -> new Point(n.getX(), n.getY())).toList(),
                edges.stream().map(ElkLayout::path).toList());
    }

    private static ElkNode root(FixedAlignment alignment) {
        ElkNode root = ElkGraphUtil.createGraph();
        root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(LayeredOptions.RANDOM_SEED, SEED);
        root.setProperty(LayeredOptions.THOROUGHNESS, THOROUGHNESS);
        root.setProperty(LayeredOptions.PADDING, new ElkPadding(0));
        root.setProperty(
                LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.BRANDES_KOEPF);
        root.setProperty(LayeredOptions.NODE_PLACEMENT_BK_FIXED_ALIGNMENT, alignment);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE, BESIDE);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE, BESIDE);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, BESIDE);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_COLUMNS);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, TO_UPRIGHT);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, BETWEEN_UPRIGHTS);
        root.setProperty(LayeredOptions.SEPARATE_CONNECTED_COMPONENTS, false);
        return root;
    }

    private static ElkNode node(ElkNode root, Graph.Node node) {
        ElkNode child = ElkGraphUtil.createNode(root);
        child.setDimensions(node.width(), node.height());
        child.setProperty(
                LayeredOptions.PORT_CONSTRAINTS,
                switch (node.ports()) {
                    case FIXED -> PortConstraints.FIXED_POS;
                    case FREE -> PortConstraints.FIXED_SIDE;
                });
        child.setProperty(LayeredOptions.ALIGNMENT, Alignment.LEFT);
        switch (node.column()) {
            case FIRST ->
                    child.setProperty(
                            LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.FIRST);
            case LAST ->
                    child.setProperty(
                            LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.LAST);
            case ANY -> {}
        }
        return child;
    }

    private static List<ElkPort> ports(
            ElkNode node, List<Double> heights, PortSide side, double x) {
        List<ElkPort> ports = new ArrayList<>();
        for (double y : heights) {
            ElkPort port = ElkGraphUtil.createPort(node);
            port.setDimensions(0, 0);
            port.setLocation(x, y);
            port.setProperty(LayeredOptions.PORT_SIDE, side);
            ports.add(port);
        }
        return ports;
    }

    private static List<Point> path(ElkEdge edge) {
        ElkEdgeSection section = edge.getSections().getFirst();
        List<Point> points = new ArrayList<>();
        points.add(new Point(section.getStartX(), section.getStartY()));
        for (ElkBendPoint bend : section.getBendPoints()) {
            points.add(new Point(bend.getX(), bend.getY()));
        }
        points.add(new Point(section.getEndX(), section.getEndY()));
        return points;
    }
}
