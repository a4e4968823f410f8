package org.heddle.model.check;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Fn;

/// What each box does with its ports: how many, which axes, which kind of numbers.
final class BoxChecks {
    private final Scope scope;

    BoxChecks(Scope scope) {
        this.scope = scope;
    }

    void run() {
        List<Box> boxes = scope.diagram().boxes();
        for (int i = 0; i < boxes.size(); i++) {
            if (!scope.isHole("/boxes/" + i)) {
                box(boxes.get(i), "/boxes/" + i);
            }
        }
    }

    private void box(Box box, String pointer) {
        switch (box.op()) {
            case Op.Contract(Semiring semiring) -> {
                if (hasPorts(box, pointer, 1)) {
                    axes(box, pointer);
                    kind(box, pointer, joined(box).contractedBy(semiring));
                }
            }
            case Op.Map(Fn fn) -> {
                if (hasPorts(box, pointer, 0)
                        && new FnChecks(scope).fits(box, fn, box.outputAxes(), pointer)) {
                    axes(box, pointer);
                    lostAxes(box, pointer);
                    kind(box, pointer, kindOf(fn, box));
                }
            }
            case Op.Reduce(Monoid monoid, Fn item) -> {
                if (monoid instanceof Monoid.Scalar
                        && hasPorts(box, pointer, 1)
                        && new FnChecks(scope).fits(box, item, box.axes(), pointer)) {
                    axes(box, pointer);
                    reduces(box, pointer);
                    kind(box, pointer, kindOf(item, box).reducedBy(monoid));
                }
            }
            case Op.Scan _, Op.Reindex _, Op.Constant _ -> {}
            case Op.Call(String definition, List<String> over) ->
                    new CallChecks(scope).call(box, definition, over, pointer);
            case Op.Block(Diagram body, _) -> new BlockChecks(scope).block(box, body, pointer);
        }
    }

    private boolean hasPorts(Box box, String pointer, int leastInputs) {
        if (box.outputs().size() != 1) {
            String message =
                    "box '"
                            + box.id()
                            + "' has "
                            + box.outputs().size()
                            + " outputs, its operation has 1";
            scope.error(Code.E205, message, scope.value(pointer + "/out"));
        }
        if (box.inputs().size() < leastInputs) {
            scope.error(
                    Code.E205, "box '" + box.id() + "' has no input", scope.value(pointer + "/in"));
        }
        return box.outputs().size() == 1 && box.inputs().size() >= leastInputs;
    }

    /// Every output axis must come from some input.
    private void axes(Box box, String pointer) {
        if (!scope.hasSoundPorts(box)) {
            return;
        }
        Set<String> read = new LinkedHashSet<>();
        box.inputs().forEach(port -> read.addAll(port.axes()));
        for (String axis : box.outputAxes()) {
            if (!read.contains(axis)) {
                String message =
                        "box '"
                                + box.id()
                                + "' writes along axis '"
                                + axis
                                + "', which no input has";
                scope.error(
                        Code.E208,
                        message,
                        scope.token(pointer + "/out/0", axis),
                        "inputs run along: " + read);
            }
        }
    }

    private void lostAxes(Box box, String pointer) {
        int inputs = scope.hasSoundPorts(box) ? box.inputs().size() : 0;
        Set<String> written = box.outputAxes();
        for (int k = 0; k < inputs; k++) {
            for (String axis : new LinkedHashSet<>(box.inputs().get(k).axes())) {
                if (!written.contains(axis)) {
                    String message =
                            "map '"
                                    + box.id()
                                    + "' reads along axis '"
                                    + axis
                                    + "', which its output '"
                                    + box.output()
                                    + "' lacks";
                    String help =
                            "combine along '"
                                    + axis
                                    + "' with a reduce or a contract, or give it to the output";
                    scope.error(Code.E207, message, scope.value(pointer + "/in/" + k), help);
                }
            }
        }
    }

    private void reduces(Box box, String pointer) {
        if (scope.hasSoundPorts(box) && box.reducedAxes().isEmpty()) {
            String message =
                    "reduce '"
                            + box.id()
                            + "' reduces nothing: its output has every axis of its inputs";
            scope.warning(
                    Code.E212,
                    message,
                    scope.value(pointer),
                    "leave an axis out of the output, or write a map");
        }
    }

    private NumberKind kindOf(Fn fn, Box box) {
        Map<String, NumberKind> kinds = new HashMap<>();
        for (int k = 0; k < fn.parameters().size(); k++) {
            kinds.put(fn.parameters().get(k), kindOf(box.inputs().get(k)));
        }
        return NumberKind.of(fn.body(), name -> kinds.getOrDefault(name, NumberKind.TRUTH));
    }

    private NumberKind joined(Box box) {
        return box.inputs().stream().map(this::kindOf).reduce(NumberKind.TRUTH, NumberKind::or);
    }

    /// An unknown wire takes part as truth values, which fit everywhere, so that nothing follows from it.
    private NumberKind kindOf(Port port) {
        return scope.wire(port.wire())
                .map(wire -> NumberKind.of(wire.dtype()))
                .orElse(NumberKind.TRUTH);
    }

    private void kind(Box box, String pointer, NumberKind given) {
        Wire wire = scope.diagram().wires().get(box.output().wire());
        if (wire != null) {
            kind(scope, box, given, wire, pointer + "/out/0");
        }
    }

    static void kind(Scope scope, Box box, NumberKind given, Wire wire, String pointer) {
        NumberKind taken = NumberKind.of(wire.dtype());
        if (!given.fits(taken)) {
            String message =
                    "box '"
                            + box.id()
                            + "' gives "
                            + given
                            + ", wire '"
                            + wire.name()
                            + "' holds "
                            + taken
                            + " ("
                            + wire.dtype()
                            + ")";
            String help =
                    taken == NumberKind.TRUTH
                            ? "compare (x != 0), or give the wire a wider number format"
                            : "cast with floor(x) or round(x), or give the wire a floating-point format";
            scope.error(Code.E210, message, scope.value(pointer), help);
        }
    }
}
