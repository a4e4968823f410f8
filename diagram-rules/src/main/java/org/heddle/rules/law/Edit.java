package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// Collects a change to a diagram: boxes removed, replaced or added in place, wires added. Wires that nothing mentions any more go.
public final class Edit {
    private final Diagram diagram;
    private final Map<String, List<Box>> replacements = new LinkedHashMap<>();
    private final List<Wire> added = new ArrayList<>();

    public Edit(Diagram diagram) {
        this.diagram = diagram;
    }

    public Edit remove(Box box) {
        replacements.put(box.id(), List.of());
        return this;
    }

    public Edit replace(Box box, Box... by) {
        replacements.put(box.id(), List.of(by));
        return this;
    }

    public Edit add(Wire wire) {
        added.add(wire);
        return this;
    }

    public Diagram done() {
        List<Box> boxes = new ArrayList<>();
        for (Box box : diagram.boxes()) {
            boxes.addAll(replacements.getOrDefault(box.id(), List.of(box)));
        }
        Set<String> mentioned = new LinkedHashSet<>(diagram.inputs());
        mentioned.addAll(diagram.outputs());
        for (Box box : boxes) {
            mentioned.addAll(box.reads());
            box.outputs().stream().map(Port::wire).forEach(mentioned::add);
        }
        List<Wire> wires = new ArrayList<>();
        for (Wire wire : diagram.wires().values()) {
            if (mentioned.contains(wire.name())) {
                wires.add(wire);
            }
        }
        wires.addAll(added);
        return diagram.with(wires, boxes);
    }

    /// A name that no wire and no box of the diagram has yet.
    public static String fresh(Diagram diagram, String wanted) {
        String name = wanted;
        for (int i = 2; diagram.wires().containsKey(name) || diagram.hasBox(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
