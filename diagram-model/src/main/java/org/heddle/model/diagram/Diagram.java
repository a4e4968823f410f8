package org.heddle.model.diagram;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A diagram: an open hypergraph of wires and boxes with an ordered interface. Immutable, equal by content.
///
/// Names of axes and wires are unique, box ids too (the constructor says so where they are not). Everything else, such
/// as one producer per wire, is the checker's to report, so that a file with mistakes can still be talked about.
public final class Diagram {
    private final String name;
    private final SequencedMap<String, Axis> axes;
    private final SequencedMap<String, Wire> wires;
    private final List<String> inputs;
    private final List<String> outputs;
    private final List<String> over;
    private final SequencedMap<String, Box> boxes;
    private final List<Box> boxesInOrder;
    private final SequencedMap<String, Diagram> definitions;
    private @Nullable Wiring wiring;

    /// @param over for a definition, the axes that a call names; empty otherwise
    /// @param definitions composite boxes that come with the diagram, by name
    public Diagram(
            String name,
            Collection<Axis> axes,
            Collection<Wire> wires,
            List<String> inputs,
            List<String> outputs,
            List<String> over,
            Collection<Box> boxes,
            Collection<Diagram> definitions) {
        this.name = name;
        this.axes = index(axes, Axis::name, "axis");
        this.wires = index(wires, Wire::name, "wire");
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.over = List.copyOf(over);
        this.boxes = index(boxes, Box::id, "box");
        this.boxesInOrder = List.copyOf(this.boxes.sequencedValues());
        this.definitions = index(definitions, Diagram::name, "definition");
    }

    private static <T> SequencedMap<String, T> index(
            Collection<T> values, java.util.function.Function<T, String> key, String what) {
        SequencedMap<String, T> map = new LinkedHashMap<>();
        for (T value : values) {
            if (map.put(key.apply(value), value) != null) {
                throw new IllegalArgumentException(
                        what + " '" + key.apply(value) + "' occurs twice");
            }
        }
        return java.util.Collections.unmodifiableSequencedMap(map);
    }

    public String name() {
        return name;
    }

    /// Axes by name, in file order.
    public SequencedMap<String, Axis> axes() {
        return axes;
    }

    /// Wires by name, in file order.
    public SequencedMap<String, Wire> wires() {
        return wires;
    }

    public List<String> inputs() {
        return inputs;
    }

    public List<String> outputs() {
        return outputs;
    }

    public List<String> over() {
        return over;
    }

    public List<Box> boxes() {
        return boxesInOrder;
    }

    /// Whether there is a box of that id.
    public boolean hasBox(String id) {
        return boxes.containsKey(id);
    }

    /// The file's own monoids, by name: those that its boxes reduce or scan by.
    public SequencedMap<String, Monoid.User> monoids() {
        SequencedMap<String, Monoid.User> own = new LinkedHashMap<>();
        for (Box box : boxes.values()) {
            Optional<Monoid> monoid =
                    switch (box.op()) {
                        case Op.Reduce(Monoid m, _) -> Optional.of(m);
                        case Op.Scan(Monoid m, _, _, _, _) -> Optional.of(m);
                        case Op.Contract _,
                                Op.Map _,
                                Op.Reindex _,
                                Op.Constant _,
                                Op.Call _,
                                Op.Block _ ->
                                Optional.empty();
                    };
            if (monoid.isPresent() && monoid.get() instanceof Monoid.User user) {
                own.put(user.name(), user);
            }
        }
        return own;
    }

    public SequencedMap<String, Diagram> definitions() {
        return definitions;
    }

    /// The wire of that name.
    ///
    /// @throws IllegalArgumentException where there is none
    public Wire wire(String wire) {
        Wire found = wires.get(wire);
        if (found == null) {
            throw new IllegalArgumentException("diagram " + name + " has no wire '" + wire + "'");
        }
        return found;
    }

    public Axis axis(String axis) {
        Axis found = axes.get(axis);
        if (found == null) {
            throw new IllegalArgumentException("diagram " + name + " has no axis '" + axis + "'");
        }
        return found;
    }

    public Box box(String id) {
        Box found = boxes.get(id);
        if (found == null) {
            throw new IllegalArgumentException("diagram " + name + " has no box '" + id + "'");
        }
        return found;
    }

    /// The box that writes the wire; empty for an input of the diagram.
    public Optional<Box> producer(String wire) {
        return Optional.ofNullable(wiring().producers.get(wire));
    }

    /// The boxes that read the wire, in file order, each once.
    public List<Box> readers(String wire) {
        return wiring().readers.getOrDefault(wire, List.of());
    }

    /// Boxes in an order in which each comes after those it reads from; ties in file order.
    ///
    /// @throws IllegalStateException where there is a cycle
    public List<Box> ordered() {
        return wiring().ordered();
    }

    /// A copy with other wires and boxes; wires that nothing mentions are dropped.
    public Diagram with(Collection<Wire> newWires, Collection<Box> newBoxes) {
        return new Diagram(
                name,
                axes.values(),
                newWires,
                inputs,
                outputs,
                over,
                newBoxes,
                definitions.values());
    }

    /// A copy with other axes.
    public Diagram withAxes(Collection<Axis> newAxes) {
        return new Diagram(
                name,
                newAxes,
                wires.values(),
                inputs,
                outputs,
                over,
                boxes.values(),
                definitions.values());
    }

    private Wiring wiring() {
        Wiring known = wiring;
        if (known == null) {
            known = new Wiring(this);
            wiring = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Diagram d
                && name.equals(d.name)
                && List.copyOf(axes.values()).equals(List.copyOf(d.axes.values()))
                && List.copyOf(wires.values()).equals(List.copyOf(d.wires.values()))
                && inputs.equals(d.inputs)
                && outputs.equals(d.outputs)
                && over.equals(d.over)
                && boxes().equals(d.boxes())
                && List.copyOf(definitions.values()).equals(List.copyOf(d.definitions.values()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, wires.keySet(), inputs, outputs, boxes.keySet());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(inputs).append(" -> ").append(outputs);
        for (Box box : boxes.values()) {
            text.append("\n  ")
                    .append(box.outputs())
                    .append(" = ")
                    .append(box.op())
                    .append(' ')
                    .append(box.inputs());
        }
        return text.toString();
    }

    /// Who writes and who reads each wire.
    private static final class Wiring {
        private final Diagram diagram;
        private final Map<String, Box> producers = new LinkedHashMap<>();
        private final Map<String, List<Box>> readers = new LinkedHashMap<>();
        private @Nullable List<Box> ordered;

        Wiring(Diagram diagram) {
            this.diagram = diagram;
            for (Box box : diagram.boxes.values()) {
                box.outputs().forEach(port -> producers.putIfAbsent(port.wire(), box));
                for (String wire : box.reads()) {
                    readers.computeIfAbsent(wire, _ -> new ArrayList<>()).add(box);
                }
            }
        }

        List<Box> ordered() {
            List<Box> known = ordered;
            if (known == null) {
                known = order();
                ordered = known;
            }
            return known;
        }

        /// Kahn's algorithm; a priority queue by file position keeps ties in file order.
        private List<Box> order() {
            Map<String, Integer> waiting = new LinkedHashMap<>();
            Map<String, Integer> position = new LinkedHashMap<>();
            java.util.PriorityQueue<Box> ready =
                    new java.util.PriorityQueue<>(
                            java.util.Comparator.comparing(b -> position.getOrDefault(b.id(), 0)));
            for (Box box : diagram.boxes.values()) {
                position.put(box.id(), position.size());
                int count = (int) box.reads().stream().filter(producers::containsKey).count();
                waiting.put(box.id(), count);
                if (count == 0) {
                    ready.add(box);
                }
            }
            List<Box> done = new ArrayList<>();
            for (Box box = ready.poll(); box != null; box = ready.poll()) {
                done.add(box);
                for (Port port : box.outputs()) {
                    for (Box reader : readers.getOrDefault(port.wire(), List.of())) {
                        if (waiting.merge(reader.id(), -1, Integer::sum) == 0) {
                            ready.add(reader);
                        }
                    }
                }
            }
            if (done.size() < diagram.boxes.size()) {
                throw new IllegalStateException("diagram " + diagram.name + " has a cycle");
            }
            return List.copyOf(done);
        }
    }
}
