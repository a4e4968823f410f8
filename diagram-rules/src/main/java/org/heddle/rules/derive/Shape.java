package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.heddle.model.compose.Renaming;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;

/// A diagram whatever its names are: two with equal shapes cost the same.
///
/// Names are numbers, in the order in which boxes mention them.
///
/// @param sizes of the axes, in that order
record Shape(Diagram anonymous, List<Long> sizes) {
    Shape {
        sizes = List.copyOf(sizes);
    }

    static Shape of(Diagram diagram, Sizes sizes) {
        Names axes = new Names("a");
        Names wires = new Names("w");
        Names boxes = new Names("b");
        diagram.boxes()
                .forEach(
                        box -> {
                            boxes.apply(box.id());
                            box.axes().forEach(axes::apply);
                            box.reads().forEach(wires::apply);
                            box.outputs().forEach(port -> wires.apply(port.wire()));
                        });
        diagram.wires().values().forEach(wire -> wire.axes().forEach(axes::apply));
        List<String> used = axes.inOrder();
        Diagram renamed = new Renaming(axes, wires, boxes).apply(diagram);
        Diagram anonymous =
                new Diagram(
                        "shape",
                        used.stream().map(axis -> Axis.free(axes.apply(axis))).toList(),
                        renamed.wires().values(),
                        renamed.inputs(),
                        renamed.outputs(),
                        renamed.over(),
                        renamed.boxes(),
                        List.of());
        return new Shape(anonymous, used.stream().map(sizes::of).toList());
    }

    /// Gives every name the next number.
    private record Names(String prefix, Map<String, String> known)
            implements UnaryOperator<String> {
        Names(String prefix) {
            this(prefix, new LinkedHashMap<>());
        }

        @Override
        public String apply(String name) {
            return known.computeIfAbsent(name, _ -> prefix + known.size());
        }

        List<String> inOrder() {
            return new ArrayList<>(known.keySet());
        }
    }
}
