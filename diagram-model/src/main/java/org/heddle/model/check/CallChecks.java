package org.heddle.model.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.library.Dependencies;
import org.heddle.model.library.Library;
import org.heddle.model.library.Weaving;

/// Calls: the definition exists, takes so many ports, and its axes are where the call says.
final class CallChecks {
    /// Of more names than this the nearest is told, or none.
    private static final int MOST_LISTED = 64;

    private final Scope scope;

    CallChecks(Scope scope) {
        this.scope = scope;
    }

    void call(Box box, String name, List<String> over, String pointer) {
        Optional<Diagram> definition = scope.definition(name);
        if (definition.isEmpty()) {
            unknown(box, name, pointer);
            return;
        }
        boolean sound = !scope.verdicts().unsound().contains(name);
        boolean portsFit = ports(box, definition.get(), pointer);
        boolean overFits = over(box, definition.get(), over, pointer);
        if (sound && portsFit && overFits && scope.hasSoundPorts(box)) {
            Weaving weaving = Weaving.of(definition.get(), over);
            interfaceAxes(
                    box,
                    box.inputs(),
                    definition.get(),
                    definition.get().inputs(),
                    weaving,
                    pointer + "/in");
            interfaceAxes(
                    box,
                    box.outputs(),
                    definition.get(),
                    definition.get().outputs(),
                    weaving,
                    pointer + "/out");
            woven(box, definition.get(), weaving, pointer);
            kinds(box, definition.get(), pointer);
        }
    }

    private void unknown(Box box, String name, String pointer) {
        if (scope.holes().contains("/definitions")
                || scope.holes().contains("/definitions" + Location.step(name))
                || scope.mayBeMonoid()) {
            return;
        }
        String message =
                "box '"
                        + box.id()
                        + "' does '"
                        + NameChecks.shown(name)
                        + "', which is neither an operation nor a definition";
        scope.error(Code.E103, message, scope.value(pointer + "/op"), known(name));
    }

    private String[] known(String name) {
        if (scope.problems().isFull()) {
            return new String[0];
        }
        List<String> known =
                new ArrayList<>(
                        List.of("contract", "map", "reduce", "scan", "reindex", "constant"));
        known.addAll(scope.definitions().keySet());
        known.addAll(Library.standard().names());
        String[] help = scope.help(name, known);
        return help.length > 0 || known.size() > MOST_LISTED
                ? help
                : new String[] {"known: " + String.join(", ", known)};
    }

    private boolean ports(Box box, Diagram definition, String pointer) {
        boolean inputs = box.inputs().size() == definition.inputs().size();
        boolean outputs = box.outputs().size() == definition.outputs().size();
        if (!inputs) {
            String message =
                    "'"
                            + definition.name()
                            + "' takes the inputs "
                            + definition.inputs()
                            + ", box '"
                            + box.id()
                            + "' gives it "
                            + box.inputs().size();
            scope.error(Code.E501, message, scope.value(pointer + "/in"));
        }
        if (!outputs) {
            String message =
                    "'"
                            + definition.name()
                            + "' has the outputs "
                            + definition.outputs()
                            + ", box '"
                            + box.id()
                            + "' takes "
                            + box.outputs().size();
            scope.error(Code.E501, message, scope.value(pointer + "/out"));
        }
        return inputs && outputs;
    }

    private boolean over(Box box, Diagram definition, List<String> over, String pointer) {
        Set<String> seen = new HashSet<>();
        boolean known = true;
        for (int i = 0; i < over.size(); i++) {
            String axis = over.get(i);
            if (scope.isUnknownAxis(axis)) {
                String message =
                        "box '"
                                + box.id()
                                + "' acts over axis '"
                                + NameChecks.shown(axis)
                                + "', which does not exist";
                String[] help = scope.help(axis, scope.diagram().axes().keySet());
                scope.error(Code.E102, message, scope.value(pointer + "/over/" + i), help);
                known = false;
            } else if (!seen.add(axis)) {
                scope.error(
                        Code.E209,
                        "box '" + box.id() + "' acts over axis '" + axis + "' twice",
                        scope.value(pointer + "/over/" + i));
                known = false;
            }
        }
        if (!Weaving.fits(definition, over)) {
            String message =
                    "'"
                            + definition.name()
                            + "' acts over "
                            + definition.over()
                            + ", box '"
                            + box.id()
                            + "' names "
                            + over;
            String help =
                    definition.over().isEmpty()
                            ? "leave 'over' out"
                            : "name the axes of the call: \"over\": [\"x\"], or "
                                    + definition.name()
                                    + "[x](…) in the text notation";
            scope.error(Code.E502, message, scope.value(pointer + "/over"), help);
            return false;
        }
        String reason = scope.verdicts().single(definition);
        if (known && over.size() > 1 && definition.over().size() == 1 && !reason.isEmpty()) {
            String message =
                    "'"
                            + definition.name()
                            + "' is called over several axes "
                            + over
                            + ", but it "
                            + reason;
            scope.error(
                    Code.E504, message, scope.value(pointer + "/over"), "call it over one axis");
            return false;
        }
        return known;
    }

    /// Each port has the axes that the definition needs there, and no other axis of `over`.
    private void interfaceAxes(
            Box box,
            List<Port> ports,
            Diagram definition,
            List<String> wires,
            Weaving weaving,
            String pointer) {
        for (int k = 0; k < ports.size(); k++) {
            Port port = ports.get(k);
            Wire inner = definition.wire(wires.get(k));
            List<String> needed = weaving.expand(inner.axes());
            for (String axis : needed) {
                if (!port.runsAlong().contains(axis)) {
                    String message =
                            "'"
                                    + definition.name()
                                    + "' needs axis '"
                                    + axis
                                    + "' at '"
                                    + inner
                                    + "', port '"
                                    + port
                                    + "' lacks it";
                    scope.error(Code.E502, message, scope.value(pointer + "/" + k));
                }
            }
            Set<String> named = new LinkedHashSet<>(port.runsAlong());
            named.removeAll(weaving.woven(port));
            named.removeAll(needed);
            for (String axis : named) {
                String message =
                        "box '"
                                + box.id()
                                + "' acts over axis '"
                                + axis
                                + "', yet port '"
                                + port
                                + "' is '"
                                + inner
                                + "' of '"
                                + definition.name()
                                + "', which lacks it";
                scope.error(Code.E502, message, scope.token(pointer + "/" + k, axis));
            }
        }
    }

    /// Each output runs along exactly the woven axes of the inputs that it depends on.
    private void woven(Box box, Diagram definition, Weaving weaving, String pointer) {
        Dependencies dependencies = scope.verdicts().dependencies(definition);
        for (int j = 0; j < box.outputs().size(); j++) {
            Set<String> read = new LinkedHashSet<>();
            for (int k : dependencies.of(definition.outputs().get(j))) {
                read.addAll(weaving.woven(box.inputs().get(k)));
            }
            Set<String> written = weaving.woven(box.outputs().get(j));
            String where = pointer + "/out/" + j;
            for (String axis : read) {
                if (!written.contains(axis)) {
                    String message =
                            "box '"
                                    + box.id()
                                    + "' is mapped over axis '"
                                    + axis
                                    + "', which its output '"
                                    + box.outputs().get(j)
                                    + "' lacks";
                    scope.error(
                            Code.E207,
                            message,
                            scope.value(where),
                            "name it in 'over', or give it to the output");
                }
            }
            for (String axis : written) {
                if (!read.contains(axis)) {
                    String message =
                            "box '"
                                    + box.id()
                                    + "' writes along axis '"
                                    + axis
                                    + "', which no input has";
                    scope.error(Code.E208, message, scope.token(where, axis));
                }
            }
        }
    }

    private void kinds(Box box, Diagram definition, String pointer) {
        for (int k = 0; k < box.inputs().size(); k++) {
            Wire own = scope.diagram().wire(box.inputs().get(k).wire());
            Wire inner = definition.wire(definition.inputs().get(k));
            NumberKind given = scope.kindOf(box.inputs().get(k));
            if (!given.fits(NumberKind.of(inner.dtype()))) {
                String message =
                        "'"
                                + definition.name()
                                + "' takes "
                                + NumberKind.of(inner.dtype())
                                + " ("
                                + inner
                                + "), wire '"
                                + own.name()
                                + "' holds "
                                + own.dtype()
                                + (given == NumberKind.of(own.dtype())
                                        ? ""
                                        : ", its fill " + given);
                scope.error(Code.E210, message, scope.value(pointer + "/in/" + k));
            }
        }
        for (int j = 0; j < box.outputs().size(); j++) {
            Wire own = scope.diagram().wire(box.outputs().get(j).wire());
            Wire inner = definition.wire(definition.outputs().get(j));
            BoxChecks.kind(scope, box, NumberKind.of(inner.dtype()), own, pointer + "/out/" + j);
        }
    }

    /// Whether a definition may bear this name.
    static boolean isOperation(String name) {
        return Names.CORE_OPS.contains(name);
    }
}
