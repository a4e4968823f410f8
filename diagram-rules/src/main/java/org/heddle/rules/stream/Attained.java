package org.heddle.rules.stream;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Normalizer;

/// Reductions of the items that attain a running extremum.
///
/// ```
///   f = where(v == m, g(items), unit)       m the running max (or min) of v
///   C(m, m') = 1 where m == m', and 0, from the unit, where m has moved
/// ```
///
/// When `m` moves, no item seen so far attains it any more: all of them count nothing. So the accumulator starts again from its unit, whatever monoid it is of. This is what carries the
/// position of an extreme item along with it, and the number of items that attain it.
///
/// Where an item attains an extremum, the extremum is the item: a sum of `where(s == m, exp(s - m)/z, 0)` is one of `where(s == m, 1, 0)`, over `z`.
final class Attained {
    private final Region region;
    private final Rebasing rebasing;
    private final Slots slots;
    private final Units units;
    private final Predicate<String> isState;

    Attained(
            Region region, Rebasing rebasing, Slots slots, Units units, Predicate<String> isState) {
        this.region = region;
        this.rebasing = rebasing;
        this.slots = slots;
        this.units = units;
        this.isState = isState;
    }

    /// The accumulator of a reduction; empty where its items see more of running values than which of them attain an extremum, and a factor.
    ///
    /// @param split into factors of items and of running values
    Optional<StreamForm.Accumulated> of(
            Region.Reduction r, int pass, Function<Expr, Factorizer.Result> split) {
        return accumulated(r, pass)
                .or(() -> apart(r, split).flatMap(summand -> accumulated(r, summand, pass)));
    }

    private Optional<StreamForm.Accumulated> accumulated(
            Region.Reduction r, Factorizer.Summand apart, int pass) {
        if (units.obstacle(apart.tail(), apart.item()).isPresent()) {
            return Optional.empty();
        }
        Region.Reduction items =
                new Region.Reduction(
                        r.wire(), r.axes(), apart.item(), r.dtype(), r.monoid(), r.reduced());
        Expr finish = slots.finish(apart.finish(), List.of(), r.wire(), apart.item());
        return accumulated(items, pass)
                .map(
                        a ->
                                new StreamForm.Accumulated(
                                        a.wire(), a.pass(), a.slots(), finish, a.states()));
    }

    /// A sum of items that attain one extremum, with all that they see of running values besides as a factor of the whole; empty where there is no such factor.
    private Optional<Factorizer.Summand> apart(
            Region.Reduction r, Function<Expr, Factorizer.Result> split) {
        Set<Expr> conditions = attaining(r.value());
        boolean isOne =
                r.monoid() == Monoid.Scalar.SUM
                        && conditions.size() == 1
                        && folded(replaced(r.value(), 0, new LinkedHashSet<>()))
                                .equals(Expr.num(0));
        if (!isOne) {
            return Optional.empty();
        }
        Expr condition = conditions.iterator().next();
        String extremum = attained(condition).orElseThrow();
        Expr met = folded(replaced(r.value(), 1, new LinkedHashSet<>()));
        return split.apply(put(met, extremum, itemOf(extremum)))
                        instanceof Factorizer.Split(List<Factorizer.Summand> summands)
                ? only(Factorizer.Summand.joined(summands))
                        .map(
                                summand ->
                                        new Factorizer.Summand(
                                                summand.tail(),
                                                Expr.call(
                                                        Fun.WHERE,
                                                        condition,
                                                        summand.item(),
                                                        Expr.num(0)),
                                                Optional.empty(),
                                                summand.finish()))
                : Optional.empty();
    }

    private static Optional<Factorizer.Summand> only(List<Factorizer.Summand> summands) {
        return summands.size() == 1
                ? summands.stream().filter(summand -> summand.exponent().isEmpty()).findFirst()
                : Optional.empty();
    }

    /// The accumulator of a reduction whose items see running extrema only by attaining them, and are the unit where they do not.
    private Optional<StreamForm.Accumulated> accumulated(Region.Reduction r, int pass) {
        Set<String> extrema = new LinkedHashSet<>();
        Expr met = replaced(r.value(), 1, extrema);
        if (extrema.isEmpty() || met.arguments().stream().anyMatch(isState)) {
            return Optional.empty();
        }
        Expr missed = folded(replaced(r.value(), 0, new LinkedHashSet<>()));
        if (!missed.equals(Expr.num(r.monoid().unit()))) {
            return Optional.empty();
        }
        List<String> states =
                extrema.stream()
                        .flatMap(key -> rebasing.running(Expr.arg(key)).arguments().stream())
                        .toList();
        Expr unmoved = null;
        for (String state : states) {
            Expr same =
                    Expr.call(
                            Fun.OR,
                            Expr.call(Fun.EQ, Expr.arg(state), Expr.arg(state + "'")),
                            Expr.call(Fun.NE, Expr.arg(state), Expr.arg(state)));
            unmoved = unmoved == null ? same : Expr.call(Fun.AND, unmoved, same);
        }
        Expr kept = unmoved == null ? Expr.num(1) : unmoved;
        Expr unit = Expr.num(r.monoid().unit());
        Expr item = rebasing.running(r.value());
        SequencedMap<String, Expr> moving = new LinkedHashMap<>();
        states.forEach(state -> moving.put(state, Expr.arg(state)));
        SequencedMap<String, Expr> row = new LinkedHashMap<>();
        row.put(r.wire(), Expr.call(Fun.WHERE, kept, Expr.num(1), Expr.num(0)));
        StreamForm.Slot slot =
                new StreamForm.Slot(
                        r.wire(),
                        r.axes(),
                        r.monoid(),
                        item,
                        Optional.of(Expr.call(Fun.WHERE, kept, Expr.arg(r.wire()), unit)),
                        Optional.of(new StreamForm.Law(item, moving, row)));
        return Optional.of(
                new StreamForm.Accumulated(
                        r.wire(), pass, List.of(slot), Expr.arg(r.wire()), states));
    }

    /// The conditions that an item attains an extremum.
    private Set<Expr> attaining(Expr e) {
        Set<Expr> conditions = new LinkedHashSet<>();
        if (attained(e).isPresent()) {
            conditions.add(e);
        } else if (e instanceof Call(_, List<Expr> args)) {
            args.forEach(arg -> conditions.addAll(attaining(arg)));
        }
        return conditions;
    }

    /// The expression with a number in place of every condition that an item attains an extremum.
    private Expr replaced(Expr e, double by, Set<String> extrema) {
        return e.rewrite(
                each -> {
                    Optional<String> extremum = attained(each);
                    extremum.ifPresent(extrema::add);
                    return extremum.isPresent() ? Expr.num(by) : each;
                });
    }

    /// The extremum that an equation of items holds for where an item attains it: `v == m`, and as well `2 * v - m == m`.
    private Optional<String> attained(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args)) || fun != Fun.EQ) {
            return Optional.empty();
        }
        Expr difference = Normalizer.simplify(Expr.call(Fun.SUB, args.get(0), args.get(1)));
        List<String> states = difference.arguments().stream().filter(isState).toList();
        if (states.size() != 1 || !rebasing.isExtremumOfItems(states.getFirst())) {
            return Optional.empty();
        }
        String state = states.getFirst();
        Expr item = itemOf(state);
        Expr slope =
                Normalizer.simplify(
                        Expr.call(
                                Fun.SUB,
                                put(
                                        difference,
                                        state,
                                        Expr.call(Fun.ADD, Expr.arg(state), Expr.num(1))),
                                difference));
        boolean linear = slope instanceof Expr.Num(double value) && value != 0;
        boolean attains = Normalizer.simplify(put(difference, state, item)).equals(Expr.num(0));
        return linear && attains ? Optional.of(state) : Optional.empty();
    }

    private Expr itemOf(String extremum) {
        return rebasing.itemOf(region.read(extremum).wire());
    }

    private static Expr put(Expr e, String argument, Expr by) {
        return e.substitute(name -> name.equals(argument) ? by : Expr.arg(name));
    }

    /// Conditions of which a part is false taken as far as that goes; a test whether an item is NaN counts as false, too: then the extremum is NaN, and attained.
    private static Expr folded(Expr e) {
        return e.rewrite(Attained::foldedHere);
    }

    private static Expr foldedHere(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        Expr zero = Expr.num(0);
        Expr one = Expr.num(1);
        return switch (fun) {
            case NE -> args.get(0).equals(args.get(1)) ? zero : e;
            case OR ->
                    args.contains(one)
                            ? one
                            : args.get(0).equals(zero)
                                    ? args.get(1)
                                    : args.get(1).equals(zero) ? args.get(0) : e;
            case AND, MUL ->
                    args.contains(zero)
                            ? zero
                            : args.get(0).equals(one)
                                    ? args.get(1)
                                    : args.get(1).equals(one) ? args.get(0) : e;
            case WHERE ->
                    args.get(0).equals(zero)
                            ? args.get(2)
                            : args.get(0).equals(one) ? args.get(1) : e;
            default -> e;
        };
    }
}
