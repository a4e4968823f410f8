package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;

/// A part of a diagram between some of its wires.
final class Parts {
    private Parts() {}

    /// The boxes that outputs depend on, down to given wires; inputs that none of them reads are left out, and axes.
    ///
    /// @param given wires that come in though the diagram has boxes that write them
    static Diagram of(
            Diagram whole,
            String name,
            List<String> inputs,
            List<String> outputs,
            Set<String> given) {
        Set<String> live = new LinkedHashSet<>(outputs);
        List<Box> kept = new ArrayList<>();
        for (Box box : whole.ordered().reversed()) {
            if (box.outputs().stream()
                    .anyMatch(port -> live.contains(port.wire()) && !given.contains(port.wire()))) {
                kept.addFirst(box);
                live.addAll(box.reads());
                box.outputs().stream().map(Port::wire).forEach(live::add);
            }
        }
        List<Wire> wires =
                whole.wires().values().stream().filter(w -> live.contains(w.name())).toList();
        return new Diagram(
                name,
                sized(whole, UsedAxes.of(whole.axes().values(), wires, kept)),
                wires,
                inputs.stream().filter(live::contains).toList(),
                outputs,
                List.of(),
                kept,
                List.of());
    }

    /// Axes whose sizes came from ports that are left out say where they come from.
    private static List<Axis> sized(Diagram whole, Collection<Axis> used) {
        AxisClasses classes = AxisClasses.of(whole);
        return used.stream()
                .map(
                        axis ->
                                used.stream()
                                        .filter(other -> isOpen(axis) && !isOpen(other))
                                        .filter(o -> classes.areEqual(axis.name(), o.name()))
                                        .findFirst()
                                        .map(other -> like(axis, other))
                                        .orElse(axis))
                .toList();
    }

    private static boolean isOpen(Axis axis) {
        return axis.extent() instanceof Axis.Free && axis.defaultSize().isEmpty();
    }

    private static Axis like(Axis axis, Axis other) {
        return new Axis(
                axis.name(), new Axis.Derived(Expr.arg(other.name())), OptionalLong.empty());
    }
}
