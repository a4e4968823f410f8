package org.heddle.model.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;

/// Ports: the wires exist, the axes exist, as many positions as the wire has axes; what is gathered through holds
/// integers; outputs rename axes and name each once.
final class PortChecks {
    private final Scope scope;

    PortChecks(Scope scope) {
        this.scope = scope;
    }

    void run() {
        List<Box> boxes = scope.diagram().boxes();
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            for (int k = 0; k < box.inputs().size(); k++) {
                Port input = box.inputs().get(k);
                port(box, input, scope.textOf(input, "/boxes/" + i + "/in/" + k), "reads");
            }
            for (int k = 0; k < box.outputs().size(); k++) {
                Port output = box.outputs().get(k);
                String pointer = scope.textOf(output, "/boxes/" + i + "/out/" + k);
                port(box, output, pointer, "writes");
                renames(box, output, pointer);
            }
        }
    }

    private void port(Box box, Port port, String pointer, String does) {
        if (scope.isUnknownWire(port.wire())) {
            String message =
                    "box '"
                            + box.id()
                            + "' "
                            + does
                            + " wire '"
                            + port.wire()
                            + "', which does not exist";
            String[] help = scope.help(port.wire(), scope.diagram().wires().keySet());
            scope.error(Code.E101, message, scope.token(pointer, port.wire()), help);
            return;
        }
        Optional<Wire> wire = scope.wire(port.wire());
        Set<String> seen = new LinkedHashSet<>(wire.map(Wire::axes).orElse(List.of()));
        for (Subscript subscript : port.subscripts()) {
            switch (subscript) {
                case Subscript.Affine _ -> axes(box, port, subscript, seen, pointer, does);
                case Subscript.Gather(Port index) -> gather(box, index, pointer);
            }
        }
        if (wire.isPresent() && wire.get().axes().size() != port.subscripts().size()) {
            int count = port.subscripts().size();
            String names =
                    port.isPlain()
                            ? "names " + count(count, "axis", "axes")
                            : "gives " + count(count, "position", "positions");
            String message =
                    "'"
                            + port
                            + "' "
                            + names
                            + ", wire '"
                            + wire.get()
                            + "' has "
                            + wire.get().axes().size();
            scope.error(Code.E206, message, scope.value(pointer));
        }
    }

    /// Unknown axes, each once; those of the wire itself are reported there.
    private void axes(
            Box box,
            Port port,
            Subscript subscript,
            Set<String> seen,
            String pointer,
            String does) {
        Set<String> named = new LinkedHashSet<>(subscript.axes());
        named.addAll(subscript.extentAxes());
        for (String axis : named) {
            if (seen.add(axis) && scope.isUnknownAxis(axis)) {
                String message =
                        "box '"
                                + box.id()
                                + "' "
                                + does
                                + " '"
                                + port
                                + "', yet there is no axis '"
                                + axis
                                + "'";
                String[] help = scope.help(axis, scope.diagram().axes().keySet());
                scope.error(Code.E102, message, scope.token(pointer, axis), help);
            }
        }
    }

    private void gather(Box box, Port index, String pointer) {
        port(box, index, pointer, "reads");
        Optional<Wire> wire =
                scope.wire(index.wire())
                        .filter(w -> NumberKind.of(w.dtype()) != NumberKind.INTEGER);
        if (wire.isPresent()) {
            String message =
                    "box '"
                            + box.id()
                            + "' reads positions from '"
                            + index
                            + "', wire '"
                            + wire.get().name()
                            + "' holds "
                            + NumberKind.of(wire.get().dtype())
                            + " ("
                            + wire.get().dtype()
                            + ")";
            String help =
                    "give the wire an integer format, or cast into one with floor(x) or round(x)";
            scope.error(Code.E217, message, scope.token(pointer, index.wire()), help);
        }
    }

    private void renames(Box box, Port output, String pointer) {
        if (!output.isPlain() || output.fill().isPresent()) {
            String message =
                    "box '"
                            + box.id()
                            + "' writes '"
                            + output
                            + "': an output may "
                            + (output.isPlain() ? "not have a fill" : "only rename axes");
            String help = "write every element, and let the reader compute positions";
            scope.error(Code.E216, message, scope.value(pointer), help);
            return;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String axis : output.axes()) {
            boolean inWire =
                    scope.wire(output.wire())
                            .filter(w -> w.axes().equals(output.axes()))
                            .isPresent();
            if (!seen.add(axis) && !inWire) {
                Location where = scope.token(pointer, axis);
                String message =
                        "box '"
                                + box.id()
                                + "' writes '"
                                + output
                                + "': axis '"
                                + axis
                                + "' is named twice";
                scope.error(
                        Code.E209,
                        message,
                        where,
                        "an output may rename axes, not write a diagonal");
                return;
            }
        }
    }

    private static String count(int count, String one, String several) {
        return count == 1 ? "1 " + one : count + " " + several;
    }
}
