package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// A scan from the end is a scan from the beginning of what is read backwards, read backwards.
///
/// ```
///  ──[scan ⊕ ←]──   ⇒   ──[x[|t| - 1 - t]]──[scan ⊕ →]──[y[|t| - 1 - t]]──
/// ```
///
/// Legal always. Saves nothing; loops run forward.
public final class ReverseScan implements Rule {
    @Override
    public String name() {
        return "reverse-scan";
    }

    @Override
    public String law() {
        return "scan ⊕ backward = reverse ; scan ⊕ ; reverse";
    }

    @Override
    public String condition() {
        return "always";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op()
                        instanceof
                        Op.Scan(var monoid, Fn item, String over, var prefix, var direction))
                || direction == Op.Direction.FORWARD) {
            return Optional.empty();
        }
        Mirror mirror = new Mirror(over);
        Fn mirrored = mirror.fn(item);
        List<Port> inputs = anchor.inputs().stream().map(mirror::port).toList();
        Edit edit = new Edit(diagram);
        List<Port> outputs = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        for (Port output : anchor.outputs()) {
            Wire wire = diagram.wire(output.wire());
            String name = Edit.fresh(diagram, wire.name() + "_reversed");
            edit.add(new Wire(name, wire.dtype(), wire.axes()));
            outputs.add(output.onWire(name));
            boxes.add(
                    new Box(
                            anchor.outputs().size() == 1 ? anchor.id() : wire.name(),
                            new Op.Map(new Fn(List.of("v"), Expr.arg("v"))),
                            List.of(mirror.port(output.onWire(name))),
                            List.of(output)));
        }
        boxes.addFirst(
                new Box(
                        outputs.getFirst().wire(),
                        new Op.Scan(monoid, mirrored, over, prefix, Op.Direction.FORWARD),
                        inputs,
                        outputs));
        return Optional.of(
                new Rewrite(
                        edit.replace(anchor, boxes.toArray(Box[]::new)).done(),
                        List.of(anchor.id()),
                        anchor.id() + " runs from the end of " + over));
    }
}
