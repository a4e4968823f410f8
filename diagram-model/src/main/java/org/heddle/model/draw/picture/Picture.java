package org.heddle.model.draw.picture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.scene.Label;

/// Symbols and the bundles of lines that join them.
///
/// @param labels what is written at the lines of an axis, where that is not its name
public record Picture(
        String name, List<Node> nodes, List<Bundle> bundles, Map<String, Label> labels) {
    public Picture {
        nodes = List.copyOf(nodes);
        bundles = List.copyOf(bundles);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /// A symbol and the arrays that it reads and writes.
    public record Node(
            String id, Symbol symbol, List<Reading> inputs, List<Reading> outputs, String title) {
        public Node {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        /// The input that is read at the indices which come in at that one; for what holds no indices, itself.
        public int array(int input) {
            int step = inputs.get(input).feedsDown() ? 1 : -1;
            int array = input;
            while (inputs.get(array).feeds().isPresent()) {
                array += step;
            }
            return array;
        }
    }

    /// An array on its way from a node to one reader; nodes are known by their position.
    public record Bundle(Wire wire, int from, int fromPort, int to, int toPort) {}

    /// What is written at the lines of an axis.
    public Label label(String axis) {
        Label label = labels.get(axis);
        return label == null ? Label.of(axis) : label;
    }
}
