package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.law.Inlining;

/// Computes a wire that one box reads along several axes along each of them, so that one loop nest can have them all.
///
/// ```
///   m[a] = Σ_x X[x, a]                                m[a] = Σ_x X[x, a];   m_2[b] = Σ_x X[x, b]
///   C[a, b] = Σ_x (X[x, a] - m[a])·(X[x, b] - m[b])  ⇒  C[a, b] = Σ_x (X[x, a] - m[a])·(X[x, b] - m_2[b])
/// ```
///
/// @param diagram with the copies
/// @param makers by the box that reads a wire so: what makes the wire. The copies are of use in one kernel with these
record AlongEach(Diagram diagram, Map<String, Set<String>> makers) {
    /// The plain ports at which a box reads a wire along different axes, for each wire that may be computed along each.
    private static Map<String, List<Port>> alongSeveral(Diagram diagram, Box box) {
        Map<String, List<Port>> ports = new LinkedHashMap<>();
        for (Port port : box.inputs()) {
            List<Port> known = ports.computeIfAbsent(port.wire(), _ -> new ArrayList<>());
            if (port.isPlain()
                    && known.stream().noneMatch(other -> other.axes().equals(port.axes()))) {
                known.add(port);
            }
        }
        ports.values()
                .removeIf(
                        all ->
                                all.size() < 2
                                        || !all.stream()
                                                .skip(1)
                                                .allMatch(
                                                        port ->
                                                                canCopy(
                                                                        diagram,
                                                                        port.wire(),
                                                                        moved(
                                                                                all.getFirst(),
                                                                                port))));
        return ports;
    }

    /// The axes along which a port reads its wire and another does not, by their positions.
    private static Map<Integer, String> moved(Port from, Port to) {
        Map<Integer, String> moved = new LinkedHashMap<>();
        for (int i = 0; i < to.axes().size(); i++) {
            if (!to.axes().get(i).equals(from.axes().get(i))) {
                moved.put(i, to.axes().get(i));
            }
        }
        return moved;
    }

    /// Whether what makes a wire may walk other axes: it walks none of them already, and asks for no index.
    private static boolean canCopy(Diagram diagram, String wire, Map<Integer, String> moved) {
        Optional<Box> made = diagram.producer(wire).filter(AlongEach::isRepeated);
        return made.isPresent()
                && moved.values().stream().noneMatch(made.get().axes()::contains)
                && Inlining.itemOf(made.get().op(), made.get().inputs().size())
                        .body()
                        .indexAxes()
                        .isEmpty();
    }

    private static boolean isRepeated(Box box) {
        return Recomputation.canRepeat(box) && box.outputs().size() == 1 && box.hasPlainPorts();
    }

    /// The wires that some box reads along several axes, and that may be computed along each.
    static Set<String> wires(Diagram diagram) {
        Set<String> wires = new LinkedHashSet<>();
        diagram.boxes().forEach(box -> wires.addAll(alongSeveral(diagram, box).keySet()));
        return wires;
    }

    /// Every box that reads a wire along several axes, with a copy of what makes it for each but the first.
    static AlongEach of(Diagram diagram) {
        Map<String, Set<String>> makers = new LinkedHashMap<>();
        Copies copies = new Copies(diagram);
        for (Box box : diagram.ordered()) {
            Map<Port, String> names = new LinkedHashMap<>();
            alongSeveral(diagram, box)
                    .forEach(
                            (wire, ports) -> {
                                Port first = ports.getFirst();
                                for (Port port : ports.subList(1, ports.size())) {
                                    names.put(port, copies.of(wire, moved(first, port)));
                                }
                            });
            if (!names.isEmpty()) {
                makers.put(box.id(), copies.taken());
            }
            List<Port> inputs =
                    box.inputs().stream()
                            .map(
                                    port ->
                                            names.containsKey(port)
                                                    ? port.onWire(names.get(port))
                                                    : port)
                            .toList();
            copies.boxes.add(new Box(box.id(), box.op(), inputs, box.outputs()));
        }
        return new AlongEach(copies.done(), makers);
    }

    /// Copies of boxes, back to those that have none of the axes along which the copies are read.
    private static final class Copies {
        private final Diagram diagram;
        private final Set<String> names;
        private final List<Wire> wires;
        private final List<Box> boxes = new ArrayList<>();
        private final Set<String> originals = new LinkedHashSet<>();

        Copies(Diagram diagram) {
            this.diagram = diagram;
            this.names = new HashSet<>(diagram.wires().keySet());
            diagram.boxes().forEach(box -> names.add(box.id()));
            this.wires = new ArrayList<>(diagram.wires().values());
        }

        /// A copy that walks other axes.
        ///
        /// @param moved the other axes by positions of the wire's
        /// @return the wire of the copy
        String of(String wire, Map<Integer, String> moved) {
            Box made = diagram.producer(wire).orElseThrow();
            originals.add(made.id());
            Map<String, String> axes = new LinkedHashMap<>();
            moved.forEach((i, axis) -> axes.put(made.output().axes().get(i), axis));
            List<Port> inputs = new ArrayList<>();
            for (Port port : made.inputs()) {
                Map<Integer, String> own = new LinkedHashMap<>();
                for (int i = 0; i < port.axes().size(); i++) {
                    String axis = axes.get(port.axes().get(i));
                    if (axis != null) {
                        own.put(i, axis);
                    }
                }
                boolean isCopied = !own.isEmpty() && canCopy(diagram, port.wire(), own);
                String from = isCopied ? of(port.wire(), own) : port.wire();
                inputs.add(new Port(from, renamed(port.axes(), axes)));
            }
            Wire original = diagram.wire(wire);
            String name = Names.fresh(wire, names);
            Port output = new Port(name, renamed(made.output().axes(), axes));
            wires.add(new Wire(name, original.dtype(), output.axes()));
            boxes.add(new Box(name, made.op(), inputs, List.of(output)));
            return name;
        }

        private static List<String> renamed(List<String> axes, Map<String, String> names) {
            return axes.stream().map(axis -> names.getOrDefault(axis, axis)).toList();
        }

        /// The boxes that were copied since this was asked last.
        Set<String> taken() {
            Set<String> taken = new LinkedHashSet<>(originals);
            originals.clear();
            return taken;
        }

        Diagram done() {
            return diagram.with(wires, boxes);
        }
    }
}
