package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.rules.law.Edit;

/// A side of a law on the inputs that it is for: whatever comes in, numbers such as are demanded go on.
///
/// ```
///   a ──[side]──      a >= 0   ⇒   a ──[abs]──[side]──           a <= 0   ⇒   a ──[-abs]──[side]──
/// ```
final class Assumptions {
    private Assumptions() {}

    /// The side with what is demanded of its inputs made so.
    static Diagram on(Diagram side, Map<String, Demand> given) {
        Diagram made = side;
        for (Map.Entry<String, Demand> each : given.entrySet()) {
            made = on(made, each.getKey(), each.getValue());
        }
        return made;
    }

    private static Diagram on(Diagram side, String input, Demand demand) {
        Wire from = side.wire(input);
        Wire to = new Wire(Edit.fresh(side, input + "_given"), from.dtype(), from.axes());
        Expr made = demand.made(Expr.arg("v"));
        List<Box> boxes = new ArrayList<>();
        boxes.add(
                new Box(
                        to.name(),
                        new Op.Map(new Fn(List.of("v"), made)),
                        List.of(Port.of(from)),
                        List.of(Port.of(to))));
        for (Box box : side.boxes()) {
            List<Port> ports =
                    box.inputs().stream().map(port -> port.replaceWire(input, to.name())).toList();
            boxes.add(new Box(box.id(), box.op(), ports, box.outputs()));
        }
        List<Wire> wires = new ArrayList<>(side.wires().values());
        wires.add(to);
        return side.with(wires, boxes);
    }
}
