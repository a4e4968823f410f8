package org.heddle.model.check;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// What each box does with its ports: how many, which axes, which kind of numbers. Reductions and scans are for
/// {@link FoldChecks}, composite boxes for {@link CallChecks} and {@link BlockChecks}.
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
        FnChecks functions = new FnChecks(scope);
        switch (box.op()) {
            case Op.Contract(Semiring semiring) -> {
                if (hasPorts(box, pointer, 1, Integer.MAX_VALUE, 1)) {
                    writtenAxes(box, Set.of(), pointer);
                    kind(box, pointer, joined(box).contractedBy(semiring));
                }
            }
            case Op.Map(Fn fn) -> {
                if (hasPorts(box, pointer, 0, Integer.MAX_VALUE, 1)
                        && functions.fits(box, fn, box.outputAxes(), pointer)
                        && functions.hasResults(box, fn, 1, "a map", pointer)) {
                    writtenAxes(box, Set.of(), pointer);
                    lostAxes(box, pointer);
                    kind(box, pointer, kindOf(fn.body(), fn, box));
                }
            }
            case Op.Reduce reduce -> new FoldChecks(scope, this).reduce(box, reduce, pointer);
            case Op.Scan scan -> new FoldChecks(scope, this).scan(box, scan, pointer);
            case Op.Reindex() -> {
                if (hasPorts(box, pointer, 1, 1, 1)) {
                    writtenAxes(box, Set.of(), pointer);
                    lostAxes(box, pointer);
                    kind(box, pointer, joined(box));
                }
            }
            case Op.Constant(Expr value) -> {
                if (hasPorts(box, pointer, 0, 0, 1)) {
                    functions.constant(box, value, box.outputAxes(), pointer);
                    kind(box, pointer, NumberKind.of(value, _ -> NumberKind.TRUTH));
                }
            }
            case Op.Call(String definition, List<String> over) ->
                    new CallChecks(scope).call(box, definition, over, pointer);
            case Op.Block(Diagram body, _) -> new BlockChecks(scope).block(box, body, pointer);
        }
    }

    private boolean hasPorts(
            Box box, String pointer, int leastInputs, int mostInputs, int outputs) {
        boolean inputsFit = hasInputs(box, pointer, leastInputs, mostInputs);
        return hasOutputs(box, pointer, outputs, outputs) && inputsFit;
    }

    boolean hasInputs(Box box, String pointer, int least, int most) {
        int count = box.inputs().size();
        if (count < least || count > most) {
            String message =
                    most == Integer.MAX_VALUE
                            ? "box '" + box.id() + "' has no input"
                            : "box '"
                                    + box.id()
                                    + "' has "
                                    + counted(count, "input")
                                    + ", its operation has "
                                    + most;
            scope.error(Code.E205, message, scope.value(pointer + "/in"));
        }
        return count >= least && count <= most;
    }

    boolean hasOutputs(Box box, String pointer, int least, int most) {
        int count = box.outputs().size();
        if (count < least || count > most) {
            String message =
                    "box '"
                            + box.id()
                            + "' has "
                            + counted(count, "output")
                            + ", its operation has "
                            + (least == most ? least : least + " or " + most);
            scope.error(Code.E205, message, scope.value(pointer + "/out"));
        }
        return count >= least && count <= most;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// Every output axis must come from some input.
    ///
    /// @param fresh axes that the operation makes
    void writtenAxes(Box box, Set<String> fresh, String pointer) {
        if (!scope.hasSoundPorts(box)) {
            return;
        }
        Set<String> read = new LinkedHashSet<>();
        box.inputs().forEach(port -> read.addAll(port.runsAlong()));
        for (int k = 0; k < box.outputs().size(); k++) {
            for (String axis : box.outputs().get(k).runsAlong()) {
                if (!read.contains(axis) && !fresh.contains(axis)) {
                    String message =
                            "box '"
                                    + box.id()
                                    + "' writes along axis '"
                                    + axis
                                    + "', which no input has";
                    scope.error(
                            Code.E208,
                            message,
                            scope.token(pointer + "/out/" + k, axis),
                            "inputs run along: " + read);
                }
            }
        }
    }

    /// Every input axis must occur at every output.
    void lostAxes(Box box, String pointer) {
        int inputs = scope.hasSoundPorts(box) ? box.inputs().size() : 0;
        for (int k = 0; k < inputs; k++) {
            String where = pointer + "/in/" + k;
            for (String axis : box.inputs().get(k).runsAlong()) {
                box.outputs().stream()
                        .filter(output -> !output.runsAlong().contains(axis))
                        .findFirst()
                        .ifPresent(output -> lost(box, axis, output, where));
            }
        }
    }

    private void lost(Box box, String axis, Port output, String pointer) {
        String what =
                switch (box.op()) {
                    case Op.Map _ -> "map";
                    case Op.Scan _ -> "scan";
                    case Op.Reindex _ -> "reindex";
                    case Op.Contract _, Op.Reduce _, Op.Constant _, Op.Call _, Op.Block _ -> "box";
                };
        String message =
                what
                        + " '"
                        + box.id()
                        + "' reads along axis '"
                        + axis
                        + "', which its output '"
                        + output
                        + "' lacks";
        String help =
                "combine along '"
                        + axis
                        + "' with a reduce or a contract, or give it to the output";
        scope.error(Code.E207, message, scope.value(pointer), help);
    }

    /// The kind of a result of the box's function.
    NumberKind kindOf(Expr result, Fn fn, Box box) {
        Map<String, NumberKind> kinds = new HashMap<>();
        for (int k = 0; k < fn.parameters().size(); k++) {
            kinds.put(fn.parameters().get(k), scope.kindOf(box.inputs().get(k)));
        }
        return NumberKind.of(result, name -> kinds.getOrDefault(name, NumberKind.TRUTH));
    }

    private NumberKind joined(Box box) {
        return box.inputs().stream().map(scope::kindOf).reduce(NumberKind.TRUTH, NumberKind::or);
    }

    private void kind(Box box, String pointer, NumberKind given) {
        kind(box, 0, pointer, given);
    }

    void kind(Box box, int output, String pointer, NumberKind given) {
        Wire wire = scope.diagram().wires().get(box.outputs().get(output).wire());
        if (wire != null) {
            kind(scope, box, given, wire, pointer + "/out/" + output);
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
