package org.heddle.model.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// Gives a box plain ports only: what an input port computes is read by a box of its own before.
///
/// ```
///  X ──[2*y + k]──▷ box     ⇒     X ──[reindex 2*y + k]── X_read[y, k] ──▷ box
/// ```
///
/// The wire between runs along the axes that the port runs along, in the number format of the wire read.
final class PlainPorts {
    private final Diagram diagram;
    private final FreshNames names;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    private PlainPorts(Diagram diagram, FreshNames names) {
        this.diagram = diagram;
        this.names = names;
    }

    /// The diagram with every chosen box that computes positions replaced.
    static Diagram of(Diagram diagram, Set<String> chosen) {
        PlainPorts plain = new PlainPorts(diagram, new FreshNames(diagram));
        plain.wires.addAll(diagram.wires().values());
        for (Box box : diagram.boxes()) {
            plain.boxes.add(chosen.contains(box.id()) ? plain.before(box) : box);
        }
        return diagram.with(plain.wires, plain.boxes);
    }

    private Box before(Box box) {
        List<Port> inputs = new ArrayList<>();
        for (Port port : box.inputs()) {
            inputs.add(port.isPlain() ? port : read(box, port));
        }
        return new Box(box.id(), box.op(), inputs, box.outputs());
    }

    private Port read(Box box, Port port) {
        String name = names.wire(box, port.wire());
        Wire wire =
                new Wire(name, diagram.wire(port.wire()).dtype(), List.copyOf(port.runsAlong()));
        wires.add(wire);
        Port written = Port.of(wire);
        boxes.add(
                new Box(
                        names.box(box, port.wire()),
                        new Op.Reindex(),
                        List.of(port),
                        List.of(written)));
        return written;
    }
}
