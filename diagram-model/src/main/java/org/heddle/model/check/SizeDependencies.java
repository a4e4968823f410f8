package org.heddle.model.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.builder.GraphTypeBuilder;
import org.jgrapht.traverse.TopologicalOrderIterator;

/// Which sizes are computed from which: between classes of axes of one size, each stood for by its first axis.
///
/// A class in which some axis has a number waits for nothing; nor does one in which a size only repeats what ports say,
/// such as `"j": "i"` where i and j are one class anyway.
final class SizeDependencies {
    private final AxisClasses classes;
    private final Graph<String, DefaultEdge> graph =
            GraphTypeBuilder.<String, DefaultEdge>directed()
                    .allowingSelfLoops(true)
                    .allowingMultipleEdges(false)
                    .edgeClass(DefaultEdge.class)
                    .buildGraph();

    SizeDependencies(Diagram diagram, AxisClasses classes) {
        this.classes = classes;
        classes.all().forEach(axes -> graph.addVertex(axes.getFirst()));
        for (List<String> axes : classes.all()) {
            boolean numbered =
                    axes.stream().anyMatch(a -> diagram.axis(a).extent() instanceof Axis.Fixed);
            for (String axis : numbered ? List.<String>of() : axes) {
                if (diagram.axis(axis).extent() instanceof Axis.Derived(Expr size)
                        && !repeats(size, axes)) {
                    size.arguments().stream()
                            .filter(diagram.axes()::containsKey)
                            .forEach(needed -> graph.addEdge(first(needed), axes.getFirst()));
                }
            }
        }
    }

    /// Whether the size of an axis of the class is that of another axis of it.
    static boolean repeats(Expr size, List<String> axes) {
        return size instanceof Expr.Arg(String other) && axes.contains(other);
    }

    private String first(String axis) {
        return classes.of(axis).getFirst();
    }

    /// First axes of classes that wait for each other, and of those that wait for themselves; in file order.
    List<List<String>> cycles() {
        Map<String, Integer> position = new HashMap<>();
        graph.vertexSet().forEach(axis -> position.put(axis, position.size()));
        List<List<String>> cycles = new ArrayList<>();
        for (Set<String> component :
                new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            String first = component.iterator().next();
            if (component.size() > 1 || graph.containsEdge(first, first)) {
                cycles.add(component.stream().sorted(Comparator.comparing(position::get)).toList());
            }
        }
        return cycles;
    }

    /// First axes of all classes, each after those it waits for.
    ///
    /// @throws IllegalArgumentException where there is a cycle
    List<String> order() {
        List<String> order = new ArrayList<>();
        new TopologicalOrderIterator<>(graph).forEachRemaining(order::add);
        return order;
    }
}
