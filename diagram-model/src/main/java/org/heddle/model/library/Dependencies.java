package org.heddle.model.library;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;

/// On which inputs of a diagram each of its wires depends.
public final class Dependencies {
    private final Map<String, Set<Integer>> byWire = new LinkedHashMap<>();

    private Dependencies(Diagram diagram) {
        List<String> inputs = diagram.inputs();
        for (int k = 0; k < inputs.size(); k++) {
            byWire.put(inputs.get(k), Set.of(k));
        }
        for (Box box : diagram.ordered()) {
            Set<Integer> read = new TreeSet<>();
            box.reads().forEach(wire -> read.addAll(of(wire)));
            for (Port output : box.outputs()) {
                byWire.putIfAbsent(output.wire(), read);
            }
        }
    }

    /// Follows every wire of the diagram.
    ///
    /// @throws IllegalStateException where the diagram has a cycle
    public static Dependencies of(Diagram diagram) {
        return new Dependencies(diagram);
    }

    /// Positions of inputs, ascending.
    public Set<Integer> of(String wire) {
        return byWire.getOrDefault(wire, Set.of());
    }
}
