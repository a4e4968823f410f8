package org.heddle.model.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;

/// A text that two diagrams share exactly if they differ in names and in the order of boxes only.
///
/// Wires and boxes are numbered as they are met on a walk from the outputs backwards, then from the inputs; axes of
/// wires by classes of equal size, axes of a box in the order of its ports. So what nobody asks for must hang on an input
/// to be seen.
public final class CanonicalForm {
    private final Diagram diagram;
    private final AxisClasses classes;
    private final Map<String, String> wires = new LinkedHashMap<>();
    private final Map<List<String>, String> classNames = new LinkedHashMap<>();
    private final Set<String> visited = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    private CanonicalForm(Diagram diagram) {
        this.diagram = diagram;
        this.classes = AxisClasses.of(diagram);
    }

    public static String of(Diagram diagram) {
        return new CanonicalForm(diagram).text();
    }

    private String text() {
        diagram.inputs().forEach(this::wire);
        diagram.outputs().forEach(this::visit);
        for (String input : diagram.inputs()) {
            forwards(input);
        }
        String interfaces =
                diagram.inputs().stream().map(this::wire).toList()
                        + " -> "
                        + diagram.outputs().stream().map(this::wire).toList();
        List<String> sizes = new ArrayList<>();
        for (int i = 0; i < classNames.size(); i++) {
            List<String> members = List.copyOf(classNames.keySet()).get(i);
            sizes.add(classNames.get(members) + " = " + extents(members));
        }
        return interfaces + "\n" + String.join("\n", lines) + "\n" + String.join("\n", sizes);
    }

    /// With its own stack: a diagram may be deeper than Java's.
    private void visit(String output) {
        List<String> open = new ArrayList<>(List.of(output));
        while (!open.isEmpty()) {
            Optional<Box> producer = diagram.producer(open.getLast());
            Optional<String> waiting =
                    producer.filter(box -> !visited.contains(box.id())).stream()
                            .flatMap(box -> box.reads().stream())
                            .filter(
                                    read ->
                                            diagram.producer(read)
                                                    .filter(p -> !visited.contains(p.id()))
                                                    .isPresent())
                            .findFirst();
            if (waiting.isPresent()) {
                open.add(waiting.get());
            } else {
                producer.ifPresent(this::write);
                open.removeLast();
            }
        }
    }

    private void forwards(String wire) {
        List<String> open = new ArrayList<>(List.of(wire));
        while (!open.isEmpty()) {
            for (Box reader : diagram.readers(open.removeLast())) {
                if (!visited.contains(reader.id())) {
                    visit(reader.outputs().getFirst().wire());
                    reader.outputs().forEach(port -> open.add(port.wire()));
                }
            }
        }
    }

    private void write(Box box) {
        if (!visited.add(box.id())) {
            return;
        }
        Map<String, String> local = new LinkedHashMap<>();
        UnaryOperator<String> axis =
                name -> {
                    String known = local.get(name);
                    if (known != null) {
                        return known;
                    }
                    boolean runs = box.axes().contains(name);
                    String fresh = runs ? "a" + local.size() : "size" + classOf(name);
                    local.put(name, fresh);
                    return fresh;
                };
        Renaming renaming = new Renaming(axis, this::wire, id -> "box");
        List<Port> inputs = box.inputs().stream().map(renaming::apply).toList();
        List<Port> outputs = box.outputs().stream().map(renaming::apply).toList();
        lines.add(outputs + " = " + renaming.apply(box.op()) + inputs);
    }

    /// The number of a wire, with its type when it is first met.
    private String wire(String name) {
        String known = wires.get(name);
        if (known != null) {
            return known;
        }
        String number = "w" + wires.size();
        wires.put(name, number);
        Wire wire = diagram.wire(name);
        lines.add(number + ": " + wire.dtype() + wire.axes().stream().map(this::classOf).toList());
        return number;
    }

    private String classOf(String axis) {
        List<String> members = classes.of(axis);
        String known = classNames.get(members);
        if (known == null) {
            known = "n" + classNames.size();
            classNames.put(members, known);
        }
        return known;
    }

    private String extents(List<String> members) {
        Set<String> extents = new TreeSet<>();
        for (String member : members) {
            switch (diagram.axis(member).extent()) {
                case Axis.Fixed(long size) -> extents.add(Long.toString(size));
                case Axis.Derived(Expr size) ->
                        extents.add(size.substitute(a -> Expr.arg(classOf(a))).toString());
                case Axis.Free() -> {}
            }
        }
        return extents.toString();
    }
}
