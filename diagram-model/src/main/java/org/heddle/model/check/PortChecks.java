package org.heddle.model.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// Ports: the wire exists, the axes exist, as many as the wire has, at outputs each once.
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
                port(box, box.inputs().get(k), "/boxes/" + i + "/in/" + k, "reads");
            }
            for (int k = 0; k < box.outputs().size(); k++) {
                Port output = box.outputs().get(k);
                String pointer = "/boxes/" + i + "/out/" + k;
                port(box, output, pointer, "writes");
                distinct(box, output, pointer);
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
            scope.error(Code.E101, message, scope.value(pointer), help);
            return;
        }
        for (String axis : new LinkedHashSet<>(port.axes())) {
            boolean ofWire =
                    scope.wire(port.wire()).filter(w -> w.axes().contains(axis)).isPresent();
            if (scope.isUnknownAxis(axis) && !ofWire) {
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
        Optional<Wire> wire = scope.wire(port.wire());
        if (wire.isPresent() && wire.get().axes().size() != port.axes().size()) {
            String message =
                    "'"
                            + port
                            + "' names "
                            + axes(port.axes().size())
                            + ", wire '"
                            + wire.get()
                            + "' has "
                            + wire.get().axes().size();
            scope.error(Code.E206, message, scope.value(pointer));
        }
    }

    private void distinct(Box box, Port output, String pointer) {
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

    private static String axes(int count) {
        return count == 1 ? "1 axis" : count + " axes";
    }
}
