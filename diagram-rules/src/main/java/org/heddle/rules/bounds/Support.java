package org.heddle.rules.bounds;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// The conditions on indices, and on integers that are read, that the items of one pass ask.
///
/// @param needed conditions without any of which every item of every accumulator is its unit: where one does not hold, nothing happens
/// @param asked conditions of `where` in the items
public record Support(List<Expr> needed, List<Expr> asked) {
    public Support {
        needed = List.copyOf(needed);
        asked = List.copyOf(asked);
    }

    /// Of the accumulators of a pass, and of what else its loop computes.
    ///
    /// @param states numbers of states that take in the items, where only the last state counts
    /// @param outputs wires whose items the pass stores: every one of them counts
    public static Support of(
            StreamForm form,
            List<StreamForm.Accumulated> pass,
            List<Region.Recurrence> states,
            List<String> outputs) {
        Region region = form.region();
        WrittenOut written = new WrittenOut(region);
        List<Expr> items = new ArrayList<>();
        List<Double> units = new ArrayList<>();
        for (StreamForm.Accumulated a : pass) {
            for (StreamForm.Slot slot : a.slots()) {
                items.add(written.of(slot.item()));
                units.add(slot.monoid().unit());
            }
        }
        for (Region.Recurrence r : states) {
            items.add(written.of(r.value()));
            units.add(
                    Scalars.compile(r.unit(), List.of(), List.of(), _ -> 0)
                            .at(new double[0], new long[0]));
        }
        Conditions conditions = new Conditions(region);
        Set<Expr> asked = new LinkedHashSet<>();
        items.forEach(item -> conditions.asked(item, asked));
        outputs.forEach(wire -> conditions.asked(written.of(region.stage(wire).value()), asked));
        Set<Expr> needed = new LinkedHashSet<>();
        if (outputs.isEmpty() && !items.isEmpty()) {
            for (Expr condition : conditions.of(items)) {
                if (follows(condition, needed)) {
                    continue;
                }
                if (idle(units, items, new Idle(Set.of(condition), Set.of()))) {
                    needed.add(condition);
                } else if (idle(units, items, new Idle(Set.of(), Set.of(condition)))) {
                    needed.add(Expr.call(Fun.NOT, condition));
                }
            }
        }
        return new Support(List.copyOf(needed), List.copyOf(asked));
    }

    /// Whether a disjunction, or its opposite, follows from what is needed already.
    private static boolean follows(Expr condition, Set<Expr> needed) {
        return condition instanceof Call(Fun fun, List<Expr> args)
                && fun == Fun.OR
                && (args.stream().anyMatch(needed::contains)
                        || args.stream().allMatch(arg -> needed.contains(Expr.call(Fun.NOT, arg))));
    }

    private static boolean idle(List<Double> units, List<Expr> items, Idle idle) {
        for (int i = 0; i < items.size(); i++) {
            if (!idle.is(items.get(i), units.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a read is of integers or truth values that enter the region: a range of them tells more than one of scores.
    static boolean isKnown(String key, Region region) {
        Region.Read read = region.reads().get(key);
        return read != null
                && region.isInput(read.wire())
                && !region.array(read.wire()).dtype().isFloating();
    }

    /// Finds conditions on what is known before a kernel starts.
    private record Conditions(Region region) {
        /// Those inside of others last.
        Set<Expr> of(List<Expr> items) {
            Set<Expr> found = new LinkedHashSet<>();
            items.forEach(item -> collect(item, found));
            return found;
        }

        private void collect(Expr e, Set<Expr> found) {
            if (e instanceof Call(Fun fun, List<Expr> args)) {
                if (fun.isPredicate() && isKnown(e)) {
                    parts(e, found);
                } else {
                    args.forEach(arg -> collect(arg, found));
                }
            } else if (isTruth(e)) {
                found.add(e);
            }
        }

        /// Whether it is an element of a wire of truth values.
        private boolean isTruth(Expr e) {
            return e instanceof Expr.Arg(String key)
                    && Support.isKnown(key, region)
                    && region.array(region.read(key).wire()).dtype() == DType.BOOL;
        }

        /// The parts of a conjunction or disjunction: each alone may decide.
        private static void parts(Expr condition, Set<Expr> found) {
            if (condition instanceof Call(Fun fun, List<Expr> args)
                    && (fun == Fun.AND || fun == Fun.OR)) {
                args.forEach(arg -> parts(arg, found));
                if (fun == Fun.AND) {
                    return;
                }
            }
            found.add(condition);
        }

        void asked(Expr e, Set<Expr> found) {
            if (e instanceof Call(Fun fun, List<Expr> args)) {
                if (fun == Fun.WHERE && isKnown(args.getFirst())) {
                    found.add(args.getFirst());
                }
                args.forEach(arg -> asked(arg, found));
            }
        }

        private boolean isKnown(Expr e) {
            return e.arguments().stream().allMatch(key -> Support.isKnown(key, region))
                    && !(e.arguments().isEmpty() && e.indexAxes().isEmpty());
        }
    }
}
