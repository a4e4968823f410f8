package org.heddle.rules.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Kind;
import org.heddle.rules.algebra.Monotone;

/// Makes the running values of an extremum or a product: what sees the state is taken out of it, and comes back when all items have gone by.
///
/// ```
///   max of s / n                      max of s;   / n                        (for n of any sign also min of s)
///   max of abs(s - c)                 max of s, min of s;   the larger of both distances from c
///   max of (s - m) + v                K ← K + (m - m'),     m the largest s seen so far
///   prod of exp(v - m) · w            A ← exp(n · (m - m')) · A,      n the items seen so far
/// ```
final class PulledOut {
    private final Region.Reduction reduction;
    private final int pass;
    private final Rebasing rebasing;
    private final Slots names;

    PulledOut(Region.Reduction reduction, int pass, Rebasing rebasing, Slots names) {
        this.reduction = reduction;
        this.pass = pass;
        this.rebasing = rebasing;
        this.names = names;
    }

    StreamForm.Accumulated extremum(Monotone.Found found) {
        Monoid.Scalar own = reduction.monoid();
        return switch (found.direction()) {
            case RISING -> single(own, found);
            case FALLING -> single(opposite(own), found);
            case EITHER, VALLEY, HILL -> {
                StreamForm.Slot same = slot(names.fresh(), own, found.item());
                StreamForm.Slot other = slot(names.fresh(), opposite(own), found.item());
                Expr finish =
                        Expr.call(
                                own == Monoid.Scalar.MAX ? Fun.MAX : Fun.MIN,
                                finished(found.finish(), same.name()),
                                finished(found.finish(), other.name()));
                yield new StreamForm.Accumulated(
                        reduction.wire(),
                        pass,
                        List.of(same, other),
                        finish,
                        List.copyOf(names.states()));
            }
        };
    }

    private StreamForm.Accumulated single(Monoid.Scalar monoid, Monotone.Found found) {
        StreamForm.Slot slot = slot(reduction.wire(), monoid, found.item());
        return new StreamForm.Accumulated(
                reduction.wire(),
                pass,
                List.of(slot),
                finished(found.finish(), slot.name()),
                List.copyOf(names.states()));
    }

    /// An extremum; where its items are less running extrema, it moves with those.
    private StreamForm.Slot slot(String name, Monoid.Scalar monoid, Expr item) {
        Expr written = names.weights().near(rebasing.running(item));
        List<String> moving = written.arguments().stream().filter(names::isSlot).toList();
        names.read(moving);
        Optional<Expr> less = ofStates(written, moving);
        return new StreamForm.Slot(
                name,
                reduction.axes(),
                monoid,
                rebasing.guarded(written, moving),
                less.map(e -> rebasing.shifted(name, e, moving)),
                less.map(
                        e ->
                                new StreamForm.Law(
                                        written,
                                        new LinkedHashMap<>(Slots.named(moving)),
                                        new LinkedHashMap<>(Map.of(name, Expr.num(1))),
                                        Rebasing.change(e, moving))));
    }

    /// What an item has of running values, as a summand, where it is not infinite by a condition; empty where it has nothing of them.
    private static Optional<Expr> ofStates(Expr item, List<String> states) {
        if (item instanceof Expr.Call(Fun fun, List<Expr> args) && fun == Fun.WHERE) {
            return ofStates(args.get(args.get(1) instanceof Expr.Num ? 2 : 1), states);
        }
        Factorizer.Result split =
                Factorizer.splitShift(
                        item,
                        leaf ->
                                leaf instanceof Expr.Arg(String name) && states.contains(name)
                                        ? Kind.STATE
                                        : Kind.ITEM);
        return split instanceof Factorizer.Split(List<Factorizer.Summand> summands)
                        && !states.isEmpty()
                ? Optional.of(summands.getFirst().tail())
                : Optional.empty();
    }

    private static Monoid.Scalar opposite(Monoid.Scalar monoid) {
        return switch (monoid) {
            case MAX -> Monoid.Scalar.MIN;
            case MIN -> Monoid.Scalar.MAX;
            case AND -> Monoid.Scalar.OR;
            case OR -> Monoid.Scalar.AND;
            case SUM, PROD -> throw new IllegalArgumentException(monoid + " is no extremum");
        };
    }

    /// @param moving the states of the item's exponent, by their slots' names
    StreamForm.Accumulated product(Expr item, Factorizer.Exponent exponent, List<String> moving) {
        names.read(moving);
        StreamForm.Slot moved = moved(item, exponent, moving, names.count());
        return names.accumulated(List.of(moved), Expr.arg(reduction.wire()));
    }

    private StreamForm.Slot moved(
            Expr item, Factorizer.Exponent exponent, List<String> moving, String seen) {
        String name = reduction.wire();
        Expr written = rebasing.running(item);
        Expr change = Rebasing.change(names.running(exponent), moving);
        Expr factor = Expr.call(Fun.EXP, Expr.call(Fun.MUL, Expr.arg(seen), change));
        Expr corrected =
                Expr.call(
                        Fun.WHERE,
                        Expr.call(
                                Fun.OR,
                                Expr.call(Fun.EQ, Expr.arg(seen), Expr.num(0)),
                                Expr.call(Fun.EQ, Expr.arg(name), Expr.num(0))),
                        Expr.arg(name),
                        Expr.call(
                                Fun.MUL,
                                Expr.arg(name),
                                factor.substitute(
                                        a -> a.endsWith("'") ? rebasing.safe(a) : Expr.arg(a))));
        SequencedMap<String, Expr> states = new LinkedHashMap<>();
        moving.forEach(state -> states.put(state, Expr.arg(state)));
        SequencedMap<String, Expr> row = new LinkedHashMap<>();
        row.put(name, factor);
        return new StreamForm.Slot(
                name,
                reduction.axes(),
                Monoid.Scalar.PROD,
                rebasing.guarded(written, moving),
                Optional.of(corrected),
                Optional.of(new StreamForm.Law(written, states, row)));
    }

    private static Expr finished(Expr finish, String slot) {
        return finish.substitute(a -> Expr.arg(a.equals(Factorizer.REDUCED) ? slot : a));
    }
}
