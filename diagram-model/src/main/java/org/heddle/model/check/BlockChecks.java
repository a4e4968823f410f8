package org.heddle.model.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// A block: its body is well typed, and its ports meet the body's interface by position.
///
/// The axes of a port and of the body's wire correspond by position, one to one over the whole box.
final class BlockChecks {
    private final Scope scope;

    BlockChecks(Scope scope) {
        this.scope = scope;
    }

    void block(Box box, Diagram body, String pointer) {
        if (!body.definitions().isEmpty()) {
            scope.error(
                    Code.E505,
                    "a block cannot bring definitions",
                    scope.value(pointer + "/body/definitions"));
        }
        Checker.diagram(scope.inner(body, pointer + "/body"));
        Map<String, String> outer = new HashMap<>();
        ports(box, box.inputs(), body, body.inputs(), pointer + "/in", outer);
        ports(box, box.outputs(), body, body.outputs(), pointer + "/out", outer);
        Set<String> distinct = new HashSet<>(outer.values());
        if (distinct.size() < outer.size()) {
            String message =
                    "the ports of block '"
                            + box.id()
                            + "' give one axis for two axes of its body: "
                            + outer;
            scope.error(
                    Code.E507,
                    message,
                    scope.value(pointer + "/in"),
                    "read the diagonal inside the body");
        }
    }

    private void ports(
            Box box,
            List<Port> ports,
            Diagram body,
            List<String> wires,
            String pointer,
            Map<String, String> outer) {
        if (ports.size() != wires.size()) {
            String message =
                    "block '"
                            + box.id()
                            + "' has "
                            + ports.size()
                            + " ports here, its body has "
                            + wires.size();
            scope.error(Code.E507, message, scope.value(pointer));
            return;
        }
        for (int k = 0; k < ports.size(); k++) {
            Wire inner = body.wires().get(wires.get(k));
            Wire own = scope.diagram().wires().get(ports.get(k).wire());
            int positions = ports.get(k).subscripts().size();
            if (inner == null || own == null || own.axes().size() != positions) {
                continue;
            }
            String where = pointer + "/" + k;
            if (inner.axes().size() != met(ports.get(k)).size()) {
                scope.error(
                        Code.E507,
                        "port '" + ports.get(k) + "' does not fit the body's wire '" + inner + "'",
                        scope.value(where));
                continue;
            }
            if (!NumberKind.of(inner.dtype()).equals(scope.kindOf(ports.get(k)))) {
                String message =
                        "port '"
                                + ports.get(k)
                                + "' carries "
                                + own.dtype()
                                + ", the body's wire is '"
                                + inner
                                + "'";
                scope.error(Code.E507, message, scope.value(where));
            }
            axes(ports.get(k), inner, body, where, outer);
        }
    }

    /// By position of the body's wire, the axis of the port that runs along it: the axes that it names, or, where it
    /// computes positions, those that it computes them from.
    private static List<String> met(Port port) {
        return port.isPlain() ? port.axes() : List.copyOf(port.runsAlong());
    }

    private void axes(
            Port port, Wire inner, Diagram body, String where, Map<String, String> outer) {
        for (int i = 0; i < inner.axes().size(); i++) {
            String axis = inner.axes().get(i);
            String actual = met(port).get(i);
            String before = outer.putIfAbsent(axis, actual);
            if (before != null && !before.equals(actual)) {
                String message =
                        "axis '"
                                + axis
                                + "' of the body is '"
                                + before
                                + "' at one port and '"
                                + actual
                                + "' at another";
                scope.error(Code.E507, message, scope.value(where));
            }
            Axis declared = body.axes().get(axis);
            Axis met = scope.diagram().axes().get(actual);
            boolean contradict =
                    declared != null
                            && met != null
                            && declared.extent() instanceof Axis.Fixed
                            && met.extent() instanceof Axis.Fixed
                            && !declared.extent().equals(met.extent());
            if (contradict) {
                String message =
                        "axis '"
                                + actual
                                + "' and axis '"
                                + axis
                                + "' of the body have different sizes";
                scope.error(Code.E301, message, scope.value(where));
            }
        }
    }
}
