package org.heddle.model.compose;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Wire;

/// Composition of diagrams.
///
/// Interfaces meet by position: arrays of one number format and rank. Names inside are changed where they clash, those of
/// the first diagram stay. An axis of the second diagram's interface takes the name of the axis that it meets; where it
/// meets several, or several meet one, those left over keep names of their own, and the ports that read along them make
/// the sizes equal.
public final class Compose {
    private Compose() {}

    /// `first ; second`: what the first writes, the second reads.
    ///
    /// @throws IllegalArgumentException where the interfaces differ in number, format or rank
    public static Diagram then(Diagram first, Diagram second) {
        if (first.outputs().size() != second.inputs().size()) {
            throw new IllegalArgumentException(
                    first.name()
                            + " has "
                            + first.outputs().size()
                            + " outputs, "
                            + second.name()
                            + " takes "
                            + second.inputs().size());
        }
        Map<String, String> joined = new LinkedHashMap<>();
        Map<String, String> met = new LinkedHashMap<>();
        for (int k = 0; k < first.outputs().size(); k++) {
            Wire written = first.wire(first.outputs().get(k));
            Wire read = second.wire(second.inputs().get(k));
            boolean fits =
                    written.dtype() == read.dtype() && written.axes().size() == read.axes().size();
            if (!fits) {
                throw new IllegalArgumentException(
                        "output '" + written + "' does not fit input '" + read + "'");
            }
            joined.put(read.name(), written.name());
            for (int i = 0; i < read.axes().size(); i++) {
                if (!met.containsValue(written.axes().get(i))) {
                    met.putIfAbsent(read.axes().get(i), written.axes().get(i));
                }
            }
        }
        Diagram apart = Renaming.away(second, first, joined, met);
        return new Diagram(
                first.name(),
                axes(first, apart),
                union(first.wires().values(), interior(apart, second.inputs().size())),
                first.inputs(),
                apart.outputs(),
                List.of(),
                union(first.boxes(), apart.boxes()),
                definitions(first, second));
    }

    /// `first ⊗ second`: side by side.
    public static Diagram beside(Diagram first, Diagram second) {
        Diagram apart = Renaming.away(second, first, Map.of(), Map.of());
        return new Diagram(
                first.name(),
                union(first.axes().values(), apart.axes().values()),
                union(first.wires().values(), apart.wires().values()),
                concatenate(first.inputs(), apart.inputs()),
                concatenate(first.outputs(), apart.outputs()),
                List.of(),
                union(first.boxes(), apart.boxes()),
                definitions(first, second));
    }

    /// Arrays that pass unchanged.
    ///
    /// @param wires distinct names; their axes are declared in `axes`
    public static Diagram identity(Collection<Axis> axes, List<Wire> wires) {
        return passing(axes, wires, names(wires));
    }

    /// Two lists of arrays that change places.
    public static Diagram swap(Collection<Axis> axes, List<Wire> left, List<Wire> right) {
        return passing(
                axes,
                union(left, right),
                names(Stream.concat(right.stream(), left.stream()).toList()));
    }

    /// Every array twice: first all, then all again.
    public static Diagram copy(Collection<Axis> axes, List<Wire> wires) {
        return passing(axes, wires, concatenate(names(wires), names(wires)));
    }

    /// Arrays that nobody asks for.
    public static Diagram discard(Collection<Axis> axes, List<Wire> wires) {
        return passing(axes, wires, List.of());
    }

    private static Diagram passing(Collection<Axis> axes, List<Wire> wires, List<String> outputs) {
        return new Diagram(
                "wires", axes, wires, names(wires), outputs, List.of(), List.of(), List.of());
    }

    private static List<String> names(List<Wire> wires) {
        return wires.stream().map(Wire::name).toList();
    }

    /// Axes of both; of one that both have, the size that either gives it.
    private static Collection<Axis> axes(Diagram first, Diagram apart) {
        Map<String, Axis> axes = new LinkedHashMap<>(first.axes());
        for (Axis axis : used(apart)) {
            axes.merge(axis.name(), axis, Compose::agreed);
        }
        return axes.values();
    }

    private static Axis agreed(Axis some, Axis other) {
        if (other.extent() instanceof Axis.Free || some.extent().equals(other.extent())) {
            return some;
        }
        if (some.extent() instanceof Axis.Free) {
            return new Axis(some.name(), other.extent(), java.util.OptionalLong.empty());
        }
        throw new IllegalArgumentException(
                "axis '"
                        + some.name()
                        + "' has two sizes: "
                        + some.extent()
                        + ", "
                        + other.extent());
    }

    /// Axes of a diagram that is joined: those that only its inputs mentioned are gone.
    private static List<Axis> used(Diagram apart) {
        Set<String> mentioned = new LinkedHashSet<>();
        interior(apart, apart.inputs().size()).forEach(wire -> mentioned.addAll(wire.axes()));
        apart.boxes().forEach(box -> mentioned.addAll(Renaming.mentioned(box)));
        Set<String> needed = Renaming.closure(apart, mentioned);
        return apart.axes().values().stream().filter(axis -> needed.contains(axis.name())).toList();
    }

    /// Wires but for the inputs, which the first diagram has.
    private static List<Wire> interior(Diagram apart, int inputs) {
        Set<String> joined = new LinkedHashSet<>(apart.inputs().subList(0, inputs));
        return apart.wires().values().stream().filter(w -> !joined.contains(w.name())).toList();
    }

    private static Collection<Diagram> definitions(Diagram first, Diagram second) {
        Map<String, Diagram> definitions = new LinkedHashMap<>(first.definitions());
        second.definitions()
                .forEach(
                        (name, definition) -> {
                            Diagram known = definitions.putIfAbsent(name, definition);
                            if (known != null && !known.equals(definition)) {
                                throw new IllegalArgumentException(
                                        "two definitions are called '" + name + "'");
                            }
                        });
        return definitions.values();
    }

    private static <T> List<T> union(Collection<? extends T> some, Collection<? extends T> others) {
        return Stream.<T>concat(some.stream(), others.stream()).toList();
    }

    private static List<String> concatenate(List<String> some, List<String> others) {
        return union(some, others);
    }
}
