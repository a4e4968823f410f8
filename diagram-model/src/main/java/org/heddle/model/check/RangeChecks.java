package org.heddle.model.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.library.Library;

/// Affine reads stay inside their wires, or have a fill, and a fill is for something.
///
/// Before sizes are known only what holds for all sizes is told: a read that always leaves its wire, a fill that no
/// read needs. What depends on sizes is decided in numbers when they are bound. Gathered positions are data: they are
/// looked at when they are read.
final class RangeChecks {
    private RangeChecks() {}

    /// What holds whatever the sizes are.
    static void symbolic(Scope scope) {
        SizeAlgebra algebra = new SizeAlgebra(scope.diagram());
        List<Box> boxes = scope.diagram().boxes();
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            int inputs = scope.hasSoundPorts(box) ? box.inputs().size() : 0;
            for (int k = 0; k < inputs; k++) {
                Port port = box.inputs().get(k);
                port(scope, algebra, box, port, scope.textOf(port, "/boxes/" + i + "/in/" + k));
            }
        }
    }

    private static void port(Scope scope, SizeAlgebra algebra, Box box, Port port, String pointer) {
        Wire wire = scope.diagram().wire(port.wire());
        boolean inside = true;
        for (int p = 0; p < port.subscripts().size(); p++) {
            switch (port.subscripts().get(p)) {
                case Subscript.Gather(Port index) -> {
                    port(scope, algebra, box, index, pointer);
                    inside = false;
                }
                case Subscript.Affine affine when affine.axis().isPresent() -> {}
                case Subscript.Affine affine -> {
                    String axis = wire.axes().get(p);
                    boolean known = scope.diagram().axes().containsKey(axis);
                    Optional<Positions> positions =
                            known ? positions(affine, axis, algebra) : Optional.empty();
                    inside &= positions.filter(read -> read.areInside(algebra)).isPresent();
                    positions
                            .filter(read -> port.fill().isEmpty() && read.leave(algebra))
                            .ifPresent(
                                    read ->
                                            scope.error(
                                                    Code.E215,
                                                    read.message(box, port, axis),
                                                    scope.value(pointer),
                                                    Positions.help(box, port)));
                }
            }
        }
        if (port.fill().isPresent() && inside) {
            String message =
                    "box '"
                            + box.id()
                            + "' reads '"
                            + port
                            + "', which never leaves wire '"
                            + wire
                            + "': its fill is never used";
            scope.warning(Code.E218, message, scope.value(pointer), "leave the fill out");
        }
    }

    private static Optional<Positions> positions(
            Subscript.Affine affine, String axis, SizeAlgebra algebra) {
        try {
            return Positions.of(affine, axis, algebra);
        } catch (ArithmeticException _) {
            return Optional.empty(); // decided when sizes are bound
        }
    }

    /// Every read with its sizes.
    static void exact(Diagram diagram, Sizes sizes, Problems problems) {
        List<Box> boxes = diagram.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            List<Port> inputs = boxes.get(i).inputs();
            int read = runs(boxes.get(i), sizes) ? inputs.size() : 0;
            for (int k = 0; k < read; k++) {
                Location where = Location.at("/boxes/" + i + "/in/" + k);
                port(diagram, sizes, boxes.get(i), inputs.get(k), where, problems);
            }
        }
    }

    /// The same where boxes come of composite ones of another diagram, in whose text they are placed.
    static void exactInside(Diagram diagram, Diagram unfolded, Sizes sizes, Problems problems) {
        Map<String, Location> places = new HashMap<>();
        diagram.boxes()
                .forEach(box -> places.put(box.id(), Location.at("/boxes/" + places.size())));
        for (Box box : unfolded.boxes()) {
            String id = box.id();
            for (int dot = id.indexOf('.'); dot >= 0; dot = id.indexOf('.', dot + 1)) {
                Location where = places.get(id.substring(0, dot));
                if (where != null && runs(box, sizes)) {
                    box.inputs().forEach(p -> port(unfolded, sizes, box, p, where, problems));
                }
            }
        }
    }

    /// A box without elements reads nothing.
    private static boolean runs(Box box, Sizes sizes) {
        return box.axes().stream().allMatch(axis -> sizes.of(axis) > 0);
    }

    private static void port(
            Diagram diagram, Sizes sizes, Box box, Port port, Location where, Problems problems) {
        Wire wire = diagram.wire(port.wire());
        for (int p = 0; p < port.subscripts().size(); p++) {
            switch (port.subscripts().get(p)) {
                case Subscript.Gather(Port index) ->
                        port(diagram, sizes, box, index, where, problems);
                case Subscript.Affine affine when affine.axis().isPresent() -> {}
                case Subscript.Affine affine -> {
                    if (port.fill().isEmpty()) {
                        read(affine, wire.axes().get(p), sizes, box, port, where, problems);
                    }
                }
            }
        }
    }

    private static void read(
            Subscript.Affine affine,
            String axis,
            Sizes sizes,
            Box box,
            Port port,
            Location where,
            Problems problems) {
        try {
            Positions read = Positions.of(affine, axis, sizes);
            if (read.leave()) {
                problems.error(
                        Code.E215, read.message(box, port, axis), where, Positions.help(box, port));
            }
        } catch (ArithmeticException _) {
            String message =
                    "box '" + box.id() + "' reads '" + port + "': a position exceeds 64 bits";
            problems.error(Code.E306, message, where);
        }
    }

    /// Whether some box inside a composite one computes positions.
    static boolean computeInside(Diagram diagram) {
        return diagram.boxes().stream().anyMatch(box -> computesInside(box, diagram.definitions()));
    }

    private static boolean computesInside(Box box, Map<String, Diagram> definitions) {
        return switch (box.op()) {
            case Op.Call(String name, _) ->
                    Library.standard().find(name, definitions).stream()
                            .anyMatch(callee -> computes(callee, definitions));
            case Op.Block(Diagram body, _) -> computes(body, definitions);
            case Op.Contract _, Op.Map _, Op.Reduce _, Op.Scan _, Op.Reindex _, Op.Constant _ ->
                    false;
        };
    }

    private static boolean computes(Diagram body, Map<String, Diagram> definitions) {
        return body.boxes().stream()
                .anyMatch(box -> !box.hasPlainPorts() || computesInside(box, definitions));
    }
}
