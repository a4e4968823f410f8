package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.law.Edit;

/// Puts the right side of a law where its left side was matched.
///
/// An inner wire runs along the axes that play the parts of its own, and along every woven axis of the inputs that it depends on. It is f64 where an input or
/// the output is.
final class Replacement {
    private final Diagram right;
    private final Diagram diagram;
    private final Match match;
    private final Box last;
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final List<Wire> added = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    private Replacement(Diagram right, Diagram diagram, Match match, Box last) {
        this.right = right;
        this.diagram = diagram;
        this.match = match;
        this.last = last;
        ports.putAll(match.inputs());
    }

    /// Empty where the right side cannot have the axes that the left one has.
    ///
    /// @param last the box of the diagram that the pattern's last one met
    static Optional<Replacement> of(Diagram right, Diagram diagram, Match match, Box last) {
        Replacement replacement = new Replacement(right, diagram, match, last);
        return replacement.isInstantiated() ? Optional.of(replacement) : Optional.empty();
    }

    private boolean isInstantiated() {
        Map<String, Set<String>> woven = wovenByWire();
        for (Box box : right.ordered()) {
            String wire = box.output().wire();
            boolean isOutput = right.outputs().contains(wire);
            Set<String> axes = axes(wire, woven);
            if (isOutput && !axes.equals(last.output().runsAlong())) {
                return false;
            }
            Port output = isOutput ? last.output() : inner(wire, axes);
            ports.put(wire, output);
            List<Port> inputs = new ArrayList<>();
            for (Port port : box.inputs()) {
                inputs.add(ports.getOrDefault(port.wire(), port));
            }
            Optional<Op> op = Functions.instantiate(box.op(), match.axes());
            if (op.isEmpty()) {
                return false;
            }
            String id = isOutput ? last.id() : output.wire();
            boxes.add(new Box(id, op.get(), inputs, List.of(output)));
        }
        return true;
    }

    /// The box that is replaced last.
    Box last() {
        return last;
    }

    /// What comes in.
    List<Box> boxes() {
        return boxes;
    }

    /// The wire of that name, once the replacement is done.
    Wire wire(String name) {
        return added.stream()
                .filter(wire -> wire.name().equals(name))
                .findFirst()
                .orElseGet(() -> diagram.wire(name));
    }

    /// The diagram after it.
    Diagram done() {
        Edit edit = new Edit(diagram);
        added.forEach(edit::add);
        match.boxes().values().stream()
                .filter(box -> !box.id().equals(last.id()))
                .forEach(edit::remove);
        edit.replace(last, boxes.toArray(Box[]::new));
        return edit.done();
    }

    private Map<String, Set<String>> wovenByWire() {
        Map<String, Set<String>> byWire = new LinkedHashMap<>();
        for (String input : right.inputs()) {
            Set<String> along = new LinkedHashSet<>();
            match.woven()
                    .forEach(
                            (axis, inputs) -> {
                                if (inputs.contains(input)) {
                                    along.add(axis);
                                }
                            });
            byWire.put(input, along);
        }
        for (Box box : right.ordered()) {
            Set<String> along = new LinkedHashSet<>();
            box.inputs().forEach(p -> along.addAll(byWire.getOrDefault(p.wire(), Set.of())));
            byWire.put(box.output().wire(), along);
        }
        return byWire;
    }

    private Set<String> axes(String wire, Map<String, Set<String>> woven) {
        Set<String> axes = new LinkedHashSet<>(woven.getOrDefault(wire, Set.of()));
        right.wire(wire).axes().forEach(a -> axes.addAll(match.axes().getOrDefault(a, List.of())));
        return axes;
    }

    private Port inner(String wire, Set<String> axes) {
        String wanted = last.output().wire() + "_" + wire;
        String name = Edit.fresh(diagram, wanted);
        Wire inner = new Wire(name, format(), ordered(axes));
        added.add(inner);
        return Port.of(inner);
    }

    /// Axes that the result has, too, in its order, so that it is not made across their rows.
    private List<String> ordered(Set<String> axes) {
        List<String> ofResult = last.output().axes();
        return ofResult.containsAll(axes)
                ? ofResult.stream().filter(axes::contains).toList()
                : List.copyOf(axes);
    }

    private DType format() {
        boolean wide =
                diagram.wire(last.output().wire()).dtype() == DType.F64
                        || match.inputs().values().stream()
                                .anyMatch(p -> diagram.wire(p.wire()).dtype() == DType.F64);
        return wide ? DType.F64 : DType.F32;
    }
}
