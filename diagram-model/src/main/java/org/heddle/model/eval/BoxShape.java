package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Which loops a box has, and what it does in the middle of them.
///
/// @param loops axes: those that weave, in the order of the first output, then those that fold, in the order in which the
///     input ports name them
/// @param woven number of those that weave
/// @param item of the elements read
/// @param monoid that combines items; empty where each is a result
public record BoxShape(List<String> loops, int woven, Fn item, Optional<Monoid> monoid) {

    /// The shape of a box.
    ///
    /// @throws IllegalArgumentException where the box is composite or breaks the rules that the checker checks
    public static BoxShape of(Box box) {
        BoxShape shape =
                switch (box.op()) {
                    case Op.Map(Fn fn) -> mapped(box, fn);
                    case Op.Reindex() -> mapped(box, Op.Reduce.PLAIN_ITEM);
                    case Op.Constant(Expr value) -> mapped(box, new Fn(List.of(), value));
                    case Op.Contract(Semiring semiring) ->
                            folded(box, product(box, semiring), semiring.sum(), Optional.empty());
                    case Op.Reduce(Monoid monoid, Fn item) ->
                            folded(box, item, monoid, Optional.empty());
                    case Op.Scan(Monoid monoid, Fn item, String over, _, _) ->
                            folded(box, item, monoid, Optional.of(over));
                    case Op.Call(String definition, _) ->
                            throw broken("unfold the call of '" + definition + "' first");
                    case Op.Block(_, String label) ->
                            throw broken("unfold the block '" + label + "' first");
                };
        shape.check(box);
        return shape;
    }

    private static BoxShape mapped(Box box, Fn fn) {
        Set<String> woven = outputAxes(box);
        Set<String> lost = box.reducedAxes();
        if (!lost.isEmpty()) {
            throw broken("a map may not lose the axes " + lost);
        }
        if (box.outputs().size() != fn.results().size()) {
            throw broken(box.outputs().size() + " outputs of " + fn.results().size() + " results");
        }
        return new BoxShape(List.copyOf(woven), woven.size(), fn, Optional.empty());
    }

    private static BoxShape folded(Box box, Fn item, Monoid monoid, Optional<String> over) {
        Set<String> woven = outputAxes(box);
        Set<String> folded = box.reducedAxes();
        over.ifPresent(
                axis -> {
                    if (!folded.isEmpty() || !woven.remove(axis)) {
                        throw broken("a scan over '" + axis + "' that keeps other axes");
                    }
                    folded.add(axis);
                });
        Fold.newAxis(monoid)
                .ifPresent(
                        axis -> {
                            if (over.isPresent() || !woven.remove(axis)) {
                                throw broken("no output of " + monoid.text() + " has its axis");
                            }
                        });
        checkResults(box, item, monoid, folded);
        List<String> loops = new ArrayList<>(woven);
        loops.addAll(folded);
        return new BoxShape(loops, woven.size(), item, Optional.of(monoid));
    }

    private static void checkResults(Box box, Fn item, Monoid monoid, Set<String> folded) {
        if (item.results().size() != monoid.components()) {
            throw broken(item.results().size() + " results for the monoid " + monoid.text());
        }
        int outputs = box.outputs().size();
        boolean fits =
                switch (monoid) {
                    case Monoid.TopK _ -> outputs == 1 || outputs == 2;
                    case Monoid.Scalar _, Monoid.LogAddExp _, Monoid.Extremum _ -> outputs == 1;
                    case Monoid.User user -> outputs == user.components();
                };
        if (!fits) {
            throw broken(outputs + " outputs for the monoid " + monoid.text());
        }
        boolean alongOne =
                switch (monoid) {
                    case Monoid.TopK _, Monoid.Extremum _ -> folded.size() == 1;
                    case Monoid.Scalar _, Monoid.LogAddExp _, Monoid.User _ -> true;
                };
        if (!alongOne) {
            throw broken(monoid.text() + " along " + folded + ", it takes one axis");
        }
    }

    private static Set<String> outputAxes(Box box) {
        if (box.outputs().isEmpty()) {
            throw broken("no output");
        }
        Set<String> axes = new LinkedHashSet<>(box.outputs().getFirst().axes());
        for (Port output : box.outputs()) {
            Set<String> own = new LinkedHashSet<>(output.axes());
            if (own.size() < output.axes().size()) {
                throw broken("output " + output + " names an axis twice");
            }
            if (!own.equals(axes)) {
                throw broken("outputs " + box.outputs() + " run along different axes");
            }
        }
        return axes;
    }

    private static Fn product(Box box, Semiring semiring) {
        if (box.inputs().isEmpty()) {
            throw broken("a contraction of nothing");
        }
        List<String> parameters = new ArrayList<>(List.of("in0"));
        Expr product = Expr.arg("in0");
        for (int i = 1; i < box.inputs().size(); i++) {
            parameters.add("in" + i);
            product = Expr.call(semiring.product(), product, Expr.arg("in" + i));
        }
        return new Fn(parameters, product);
    }

    private void check(Box box) {
        int parameters = item.parameters().size();
        if (parameters != box.inputs().size()) {
            throw broken(parameters + " parameters for " + box.inputs().size() + " inputs");
        }
    }

    private static IllegalArgumentException broken(String what) {
        return new IllegalArgumentException(what);
    }
}
