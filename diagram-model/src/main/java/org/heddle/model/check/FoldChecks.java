package org.heddle.model.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Reductions and scans: as many results and outputs as the monoid has, along the axes that it can act along.
///
/// ```
/// sum prod max min and or logaddexp    1 result, 1 output; reduced along any axes
/// argmax argmin                        1 result, 1 output of integers; reduced along one axis
/// topk(k)                              1 result, 1 output or 2 (values, then positions); reduced along one axis, and
///                                      outputs have the axis k, which no input has
/// of the file                          a result and an output for each component, in order; reduced along one axis, or
///                                      along any where it commutes
/// ```
///
/// All outputs run along the same axes. A scan takes those monoids whose result is their state; a running `argmax`
/// would have to carry the extreme item beside its position, which a monoid of the file with both components says.
final class FoldChecks {
    private final Scope scope;
    private final BoxChecks boxes;

    FoldChecks(Scope scope, BoxChecks boxes) {
        this.scope = scope;
        this.boxes = boxes;
    }

    void reduce(Box box, Op.Reduce op, String pointer) {
        if (!fits(box, op.monoid(), op.item(), pointer)) {
            return;
        }
        switch (op.monoid()) {
            case Monoid.Scalar _, Monoid.LogAddExp _ -> {
                boxes.writtenAxes(box, Set.of(), pointer);
                reduces(box, pointer);
            }
            case Monoid.User user -> {
                boxes.writtenAxes(box, Set.of(), pointer);
                reduces(box, pointer);
                inAnyOrder(box, user, op.item(), pointer);
            }
            case Monoid.Extremum extremum -> {
                boxes.writtenAxes(box, Set.of(), pointer);
                alongOne(box, extremum, pointer);
            }
            case Monoid.TopK top -> {
                boxes.writtenAxes(box, Set.of(top.axis()), pointer);
                alongOne(box, top, pointer);
                newAxis(box, top, pointer);
            }
        }
        sameAxes(box, Code.E220, pointer);
        kinds(box, op.monoid(), op.item(), pointer);
    }

    void scan(Box box, Op.Scan op, String pointer) {
        boolean carries =
                switch (op.monoid()) {
                    case Monoid.Scalar _, Monoid.LogAddExp _, Monoid.User _ -> true;
                    case Monoid.Extremum _, Monoid.TopK _ -> false;
                };
        if (!carries) {
            String message =
                    "scan '"
                            + box.id()
                            + "' cannot run by '"
                            + op.monoid().text()
                            + "': its result is not what it carries from index to index";
            String help = "define a monoid whose state is the item and its position";
            scope.error(Code.E219, message, scope.value(pointer + "/monoid"), help);
            return;
        }
        if (fits(box, op.monoid(), op.item(), pointer)) {
            over(box, op.over(), pointer);
            boxes.writtenAxes(box, Set.of(), pointer);
            boxes.lostAxes(box, pointer);
            sameAxes(box, Code.E219, pointer);
            kinds(box, op.monoid(), op.item(), pointer);
        }
    }

    private boolean fits(Box box, Monoid monoid, Fn item, String pointer) {
        int most =
                switch (monoid) {
                    case Monoid.Scalar _, Monoid.LogAddExp _, Monoid.Extremum _ -> 1;
                    case Monoid.TopK _ -> 2;
                    case Monoid.User user -> user.components();
                };
        int least = monoid instanceof Monoid.User ? most : 1;
        Set<String> along = new LinkedHashSet<>(box.axes());
        if (monoid instanceof Monoid.TopK(String axis)) {
            along.remove(axis);
        }
        FnChecks functions = new FnChecks(scope);
        boolean hasInput = boxes.hasInputs(box, pointer, 1, Integer.MAX_VALUE);
        return boxes.hasOutputs(box, pointer, least, most)
                && hasInput
                && functions.fits(box, item, along, pointer)
                && functions.hasResults(
                        box, item, monoid.components(), "'" + monoid.text() + "'", pointer);
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

    private void inAnyOrder(Box box, Monoid.User user, Fn item, String pointer) {
        Set<String> reduced = box.reducedAxes();
        if (!scope.hasSoundPorts(box) || reduced.size() < 2) {
            return;
        }
        List<NumberKind> kinds = box.inputs().stream().map(scope::kindOf).toList();
        MonoidChecks.orderMatters(user, item, box, kinds)
                .ifPresent(
                        why ->
                                scope.error(
                                        Code.E220,
                                        "'"
                                                + user.name()
                                                + "' of box '"
                                                + box.id()
                                                + "' does not commute and so reduces one axis, its output lacks "
                                                + Scope.list(reduced),
                                        scope.value(pointer + "/out/0"),
                                        why,
                                        "reduce one axis after the other: that gives the items an order"));
    }

    private void alongOne(Box box, Monoid monoid, String pointer) {
        Set<String> reduced = box.reducedAxes();
        if (scope.hasSoundPorts(box) && reduced.size() != 1) {
            String message =
                    "'"
                            + monoid.text()
                            + "' of box '"
                            + box.id()
                            + "' reduces one axis, its output lacks "
                            + (reduced.isEmpty() ? "none" : Scope.list(reduced));
            String help =
                    reduced.isEmpty()
                            ? "leave the axis out of the output"
                            : "positions count along one axis: give the output the others";
            scope.error(Code.E220, message, scope.value(pointer + "/out/0"), help);
        }
    }

    private void newAxis(Box box, Monoid.TopK top, String pointer) {
        String axis = top.axis();
        if (scope.isUnknownAxis(axis)) {
            String message =
                    "'"
                            + NameChecks.shown(top.text())
                            + "' of box '"
                            + box.id()
                            + "' names an axis that does not exist";
            String[] help = scope.help(axis, scope.diagram().axes().keySet());
            scope.error(Code.E102, message, scope.token(pointer + "/monoid", axis), help);
            return;
        }
        if (!scope.hasSoundPorts(box)) {
            return;
        }
        for (int k = 0; k < box.inputs().size(); k++) {
            if (box.inputs().get(k).runsAlong().contains(axis)) {
                String message =
                        "'"
                                + top.text()
                                + "' of box '"
                                + box.id()
                                + "' makes axis '"
                                + axis
                                + "', yet the box reads along it: '"
                                + box.inputs().get(k)
                                + "'";
                String help = "name a new axis, whose size is how many items are kept";
                scope.error(Code.E220, message, scope.value(pointer + "/in/" + k), help);
            }
        }
        if (!box.outputs().getFirst().runsAlong().contains(axis)) {
            String message =
                    "'"
                            + top.text()
                            + "' of box '"
                            + box.id()
                            + "' makes axis '"
                            + axis
                            + "', which its output '"
                            + box.outputs().getFirst()
                            + "' lacks";
            scope.error(Code.E220, message, scope.value(pointer + "/out/0"));
        }
    }

    private void over(Box box, String axis, String pointer) {
        if (scope.isUnknownAxis(axis)) {
            String message =
                    "scan '"
                            + box.id()
                            + "' runs over axis '"
                            + NameChecks.shown(axis)
                            + "', which does not exist";
            String[] help = scope.help(axis, scope.diagram().axes().keySet());
            scope.error(Code.E102, message, scope.value(pointer + "/over/0"), help);
        } else if (scope.hasSoundPorts(box)
                && box.inputs().stream().noneMatch(port -> port.runsAlong().contains(axis))) {
            String message =
                    "scan '" + box.id() + "' runs over axis '" + axis + "', which no input has";
            String help = "inputs run along: " + inputAxes(box);
            scope.error(Code.E219, message, scope.value(pointer + "/over/0"), help);
        }
    }

    private static Set<String> inputAxes(Box box) {
        Set<String> axes = new LinkedHashSet<>();
        box.inputs().forEach(port -> axes.addAll(port.runsAlong()));
        return axes;
    }

    private void sameAxes(Box box, Code code, String pointer) {
        Port first = box.outputs().getFirst();
        for (int k = 1; k < box.outputs().size() && scope.hasSoundPorts(box); k++) {
            Port other = box.outputs().get(k);
            if (!other.runsAlong().equals(first.runsAlong())) {
                String message =
                        "the outputs '"
                                + first
                                + "' and '"
                                + other
                                + "' of box '"
                                + box.id()
                                + "' run along different axes";
                scope.error(code, message, scope.value(pointer + "/out/" + k));
            }
        }
    }

    private void kinds(Box box, Monoid monoid, Fn item, String pointer) {
        switch (monoid) {
            case Monoid.Scalar _, Monoid.LogAddExp _, Monoid.Extremum _ ->
                    boxes.kind(
                            box,
                            0,
                            pointer,
                            boxes.kindOf(item.body(), item, box).reducedBy(monoid));
            case Monoid.TopK _ -> {
                boxes.kind(box, 0, pointer, boxes.kindOf(item.body(), item, box));
                if (box.outputs().size() == 2) {
                    boxes.kind(box, 1, pointer, NumberKind.INTEGER);
                }
            }
            case Monoid.User(_, List<Monoid.Component> state) -> {
                for (int k = 0; k < state.size(); k++) {
                    component(box, state.get(k), item.results().get(k), item, pointer);
                    boxes.kind(box, k, pointer, NumberKind.of(state.get(k).dtype()));
                }
            }
        }
    }

    private void component(
            Box box, Monoid.Component component, Expr result, Fn item, String pointer) {
        NumberKind given = boxes.kindOf(result, item, box);
        NumberKind taken = NumberKind.of(component.dtype());
        if (!given.fits(taken)) {
            String message =
                    "the item '"
                            + result
                            + "' of box '"
                            + box.id()
                            + "' gives "
                            + given
                            + ", component '"
                            + component.name()
                            + "' holds "
                            + taken
                            + " ("
                            + component.dtype()
                            + ")";
            scope.error(Code.E210, message, scope.value(pointer + "/fn"));
        }
    }
}
