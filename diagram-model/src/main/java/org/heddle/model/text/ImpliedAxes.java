package org.heddle.model.text;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Wire;

/// The axes that a text need not declare: those along which wires and boxes run.
final class ImpliedAxes {
    private ImpliedAxes() {}

    /// In order: those of the wires, those of the boxes' outputs, inputs and calls.
    static Set<String> of(Collection<Wire> wires, Collection<Box> boxes) {
        Set<String> axes = new LinkedHashSet<>();
        wires.forEach(wire -> axes.addAll(wire.axes()));
        for (Box box : boxes) {
            axes.addAll(box.axes());
            switch (box.op()) {
                case Op.Call(_, var over) -> axes.addAll(over);
                case Op.Scan(Monoid monoid, _, String over, _, _) -> {
                    axes.add(over);
                    newAxis(monoid).ifPresent(axes::add);
                }
                case Op.Reduce(Monoid monoid, _) -> newAxis(monoid).ifPresent(axes::add);
                case Op.Contract _, Op.Map _, Op.Reindex _, Op.Constant _, Op.Block _ -> {}
            }
        }
        return axes;
    }

    private static Optional<String> newAxis(Monoid monoid) {
        return monoid instanceof Monoid.TopK(String axis) ? Optional.of(axis) : Optional.empty();
    }
}
