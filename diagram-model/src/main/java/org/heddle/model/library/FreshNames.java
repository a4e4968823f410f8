package org.heddle.model.library;

import java.util.HashSet;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Names;

/// Names that a diagram does not have yet.
final class FreshNames {
    private final Set<String> axes;
    private final Set<String> wires;
    private final Set<String> boxes = new HashSet<>();

    FreshNames(Diagram diagram) {
        axes = new HashSet<>(diagram.axes().keySet());
        wires = new HashSet<>(diagram.wires().keySet());
        diagram.boxes().stream().map(Box::id).forEach(boxes::add);
    }

    String axis(Box box, String inner) {
        return Names.fresh(box.id() + "_" + inner, axes);
    }

    String wire(Box box, String inner) {
        return Names.fresh(box.id() + "_" + inner, wires);
    }

    String box(Box box, String inner) {
        return Names.freshBox(box.id() + "." + inner, boxes);
    }
}
