package org.heddle.model.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Visible;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Wire;

/// Names: legal, known, given once.
final class NameChecks {
    private final Scope scope;

    NameChecks(Scope scope) {
        this.scope = scope;
    }

    void run() {
        if (!Names.isTitle(scope.diagram().name())) {
            String help = "use letters, digits, '_', '-' and '.', starting with a letter";
            scope.error(
                    Code.E107,
                    "the diagram cannot be named '" + shown(scope.diagram().name()) + "'",
                    scope.value("/name"),
                    help);
        }
        for (Axis axis : scope.diagram().axes().values()) {
            identifier("axis", axis.name(), () -> scope.key("/axes" + Location.step(axis.name())));
        }
        for (Wire wire : scope.diagram().wires().values()) {
            identifier("wire", wire.name(), () -> scope.key("/wires" + Location.step(wire.name())));
            axesOf(wire);
        }
        interfaceOf("inputs", scope.diagram().inputs());
        interfaceOf("outputs", scope.diagram().outputs());
        boxNames();
        if (scope.diagram().outputs().isEmpty() && !scope.isHole("/outputs")) {
            scope.error(
                    Code.E211,
                    "the diagram computes nothing: it has no output",
                    scope.value("/outputs"));
        }
    }

    private void identifier(String what, String name, Supplier<Location> where) {
        identifier(scope, what, name, where);
    }

    /// @param where the place, looked up only where the name is illegal
    static void identifier(Scope scope, String what, String name, Supplier<Location> where) {
        String reserved = Names.reserved(name);
        if (!Names.isIdentifier(name)) {
            String help = "use letters, digits and '_', starting with a letter";
            scope.error(
                    Code.E107,
                    what + " '" + shown(name) + "' is not an identifier",
                    where.get(),
                    help);
        } else if (!reserved.isEmpty()) {
            scope.error(
                    Code.E108,
                    what + " '" + name + "': the name is " + reserved,
                    where.get(),
                    "choose another name");
        }
    }

    /// A name as far as it can be shown.
    static String shown(String name) {
        return Visible.of(name.length() <= 60 ? name : name.substring(0, 60) + "…");
    }

    private void axesOf(Wire wire) {
        String pointer = "/wires" + Location.step(wire.name());
        Set<String> seen = new LinkedHashSet<>();
        for (String axis : wire.axes()) {
            if (scope.isUnknownAxis(axis)) {
                String message =
                        "wire '"
                                + wire.name()
                                + "' runs along axis '"
                                + axis
                                + "', which does not exist";
                scope.error(
                        Code.E102,
                        message,
                        scope.token(pointer, axis),
                        scope.help(axis, scope.diagram().axes().keySet()));
            } else if (!seen.add(axis)) {
                String help =
                        "give the second one a name of its own and read the diagonal at a port: \"A[i, i]\"";
                scope.error(
                        Code.E209,
                        "wire '" + wire.name() + "' has axis '" + axis + "' twice",
                        scope.token(pointer, axis),
                        help);
            }
        }
    }

    private void interfaceOf(String key, List<String> wires) {
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < wires.size(); i++) {
            String wire = wires.get(i);
            String pointer = "/" + key + "/" + i;
            if (scope.isUnknownWire(wire)) {
                String message =
                        "'" + key + "' names wire '" + shown(wire) + "', which does not exist";
                scope.error(
                        Code.E101,
                        message,
                        scope.value(pointer),
                        scope.help(wire, scope.diagram().wires().keySet()));
            } else if (!seen.add(wire)) {
                scope.error(
                        Code.E109,
                        "'" + key + "' names wire '" + wire + "' twice",
                        scope.value(pointer));
            }
        }
    }

    private void boxNames() {
        List<Box> boxes = scope.diagram().boxes();
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            boolean ofWire =
                    !box.outputs().isEmpty() && box.outputs().getFirst().wire().equals(box.id());
            if (!ofWire && !Names.isBoxName(box.id())) {
                String help = "use letters, digits, '_' and '.', starting with a letter";
                scope.error(
                        Code.E107,
                        "a box cannot be named '" + shown(box.id()) + "'",
                        scope.value("/boxes/" + i + "/name"),
                        help);
            }
        }
    }
}
