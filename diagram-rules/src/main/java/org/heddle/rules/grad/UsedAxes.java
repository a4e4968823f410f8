package org.heddle.rules.grad;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// The axes that wires and boxes mention, sizes of others that theirs are computed from included.
final class UsedAxes {
    private final Set<String> used = new LinkedHashSet<>();

    private UsedAxes() {}

    static List<Axis> of(Collection<Axis> axes, Collection<Wire> wires, Collection<Box> boxes) {
        UsedAxes found = new UsedAxes();
        wires.forEach(wire -> found.used.addAll(wire.axes()));
        boxes.forEach(found::add);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Axis axis : axes) {
                if (found.used.contains(axis.name())
                        && axis.extent() instanceof Axis.Derived(Expr size)) {
                    grows |= found.used.addAll(size.arguments());
                }
            }
        }
        return axes.stream().filter(axis -> found.used.contains(axis.name())).toList();
    }

    private void add(Box box) {
        box.inputs().forEach(this::add);
        box.outputs().forEach(this::add);
        switch (box.op()) {
            case Op.Map(Fn fn) -> add(fn);
            case Op.Reduce(Monoid monoid, Fn item) -> {
                add(item);
                add(monoid);
            }
            case Op.Scan(Monoid monoid, Fn item, _, _, _) -> {
                add(item);
                add(monoid);
            }
            case Op.Constant(Expr value) -> add(value);
            case Op.Contract _, Op.Reindex _ -> {}
            case Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException(box.id() + " is to be unfolded first");
        }
    }

    private void add(Monoid monoid) {
        if (monoid instanceof Monoid.TopK(String axis)) {
            used.add(axis);
        }
    }

    private void add(Port port) {
        used.addAll(port.runsAlong());
        port.subscripts().forEach(subscript -> used.addAll(subscript.extentAxes()));
    }

    private void add(Fn fn) {
        fn.results().forEach(this::add);
    }

    private void add(Expr e) {
        used.addAll(e.indexAxes());
        used.addAll(e.extentAxes());
    }
}
