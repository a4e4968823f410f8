package org.heddle.model.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.library.Library;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.builder.GraphTypeBuilder;
import org.jgrapht.traverse.TopologicalOrderIterator;

/// Which definition calls which, and how many boxes a diagram unfolds into.
final class CallGraph {
    /// More boxes than this are refused: definitions that call definitions twice grow exponentially.
    static final long MAX_BOXES = 200_000;

    private CallGraph() {}

    /// Groups of definitions that call each other, a definition that calls itself among them.
    static List<List<String>> cycles(Map<String, Diagram> definitions) {
        Graph<String, DefaultEdge> graph = callers(definitions);
        Map<String, Integer> position = new HashMap<>();
        definitions.keySet().forEach(name -> position.put(name, position.size()));
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

    /// Definitions, each after those it calls. They must not be recursive.
    static List<String> calleesFirst(Map<String, Diagram> definitions) {
        List<String> order = new ArrayList<>();
        new TopologicalOrderIterator<>(callers(definitions)).forEachRemaining(order::add);
        return order;
    }

    /// An edge from each definition to each of its callers.
    private static Graph<String, DefaultEdge> callers(Map<String, Diagram> definitions) {
        Graph<String, DefaultEdge> graph =
                GraphTypeBuilder.<String, DefaultEdge>directed()
                        .allowingSelfLoops(true)
                        .allowingMultipleEdges(false)
                        .edgeClass(DefaultEdge.class)
                        .buildGraph();
        definitions.keySet().forEach(graph::addVertex);
        definitions.forEach(
                (caller, diagram) ->
                        callees(diagram).stream()
                                .filter(definitions::containsKey)
                                .forEach(callee -> graph.addEdge(callee, caller)));
        return graph;
    }

    /// Names that a diagram calls, in blocks too.
    private static Set<String> callees(Diagram diagram) {
        Set<String> names = new LinkedHashSet<>();
        for (Box box : diagram.boxes()) {
            switch (box.op()) {
                case Op.Call(String name, _) -> names.add(name);
                case Op.Block(Diagram body, _) -> names.addAll(callees(body));
                case Op.Contract _,
                        Op.Map _,
                        Op.Reduce _,
                        Op.Scan _,
                        Op.Reindex _,
                        Op.Constant _ -> {}
            }
        }
        return names;
    }

    /// Boxes after unfolding everything, at most {@link #MAX_BOXES} + 1. The definitions must not be recursive.
    static long unfoldedBoxes(Diagram diagram, Map<String, Diagram> definitions) {
        Map<String, Long> known = new LinkedHashMap<>();
        for (String name : calleesFirst(definitions)) {
            known.put(name, count(definitions.getOrDefault(name, diagram), known));
        }
        return count(diagram, known);
    }

    private static long count(Diagram diagram, Map<String, Long> known) {
        long sum = 0;
        for (Box box : diagram.boxes()) {
            sum +=
                    switch (box.op()) {
                        case Op.Contract _,
                                Op.Map _,
                                Op.Reduce _,
                                Op.Scan _,
                                Op.Reindex _,
                                Op.Constant _ ->
                                1;
                        case Op.Block(Diagram body, _) -> count(body, known);
                        case Op.Call(String name, _) -> {
                            Long own = known.get(name);
                            yield own != null
                                    ? own
                                    : Library.standard()
                                            .find(name)
                                            .map(d -> count(d, known))
                                            .orElse(1L);
                        }
                    };
            sum = Math.min(sum, MAX_BOXES + 1);
        }
        return sum;
    }
}
