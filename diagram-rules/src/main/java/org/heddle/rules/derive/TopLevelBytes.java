package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.size.Size;

/// Bytes that the boxes of a diagram move at the top level when each loads what it reads and saves what it writes, once.
final class TopLevelBytes {
    private TopLevelBytes() {}

    /// The number, for given sizes.
    static long at(Diagram diagram, Sizes sizes) {
        long sum = 0;
        for (Box box : diagram.boxes()) {
            for (String wire : touched(box)) {
                sum = Math.addExact(sum, sizes.bytes(diagram.wire(wire)));
            }
        }
        return sum;
    }

    /// The expression in axis sizes.
    static Size symbolic(Diagram diagram) {
        List<Size> all = new ArrayList<>();
        for (Box box : diagram.boxes()) {
            for (String name : touched(box)) {
                Wire wire = diagram.wire(name);
                all.add(Size.multiple(wire.dtype().bytes(), wire.axes()));
            }
        }
        return Size.sum(all);
    }

    private static Set<String> touched(Box box) {
        Set<String> wires = new LinkedHashSet<>(box.reads());
        box.outputs().stream().map(Port::wire).forEach(wires::add);
        return wires;
    }
}
