package org.heddle.rules.stream;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Finite;
import org.heddle.rules.algebra.Normalizer;

/// Running values in expressions: by which names, what stands in for one that has seen nothing, and how exponentials are corrected when one moves.
final class Rebasing {
    /// Before the name of a state in a question of it; no wire has such a name.
    private static final String ASKED = "‹asked›";

    private final Region region;
    private final Map<String, StreamForm.Accumulated> accumulated;
    private final Set<String> kept;

    /// @param accumulated the reductions of the pass by wire, as far as they are known
    /// @param kept maxima that are `inf` in no exponent, by the reads of the region ({@link Finite#kept})
    Rebasing(
            Region region,
            Map<String, StreamForm.Accumulated> accumulated,
            Collection<String> kept) {
        this.region = region;
        this.accumulated = accumulated;
        this.kept = new LinkedHashSet<>();
        kept.forEach(key -> this.kept.addAll(running(Expr.arg(key)).arguments()));
    }

    /// An expression over reads as one over slots: the running value of a reduction is what its slots would give if they were done.
    Expr running(Expr e) {
        return e.substitute(this::running)
                .rewrite(
                        part ->
                                part instanceof Expr.Call(Fun fun, List<Expr> args)
                                                && (fun == Fun.EXP || fun == Fun.EXP2)
                                        ? Expr.call(fun, cancelled(args.getFirst()))
                                        : part);
    }

    /// A sum without what is added and taken away again.
    private static Expr cancelled(Expr sum) {
        Expr simple = Normalizer.simplify(sum);
        return simple.arguments().size() < sum.arguments().size() ? simple : sum;
    }

    /// An exponent over reads as one over slots.
    Factorizer.Exponent running(Factorizer.Exponent exponent) {
        return new Factorizer.Exponent(
                exponent.ofItems(), cancelled(exponent.ofState().substitute(this::running)));
    }

    private Expr running(String key) {
        StreamForm.Accumulated a = reduction(key);
        if (a == null) {
            return Expr.arg(key);
        }
        Set<String> own = new LinkedHashSet<>();
        a.slots().forEach(slot -> own.add(slot.name()));
        return a.finish().substitute(name -> own.contains(name) ? Expr.arg(name) : running(name));
    }

    private StreamForm.@org.jspecify.annotations.Nullable Accumulated reduction(String key) {
        Region.Read read = region.reads().get(key);
        return accumulated.get(read == null ? key : read.wire());
    }

    /// φ with 0 in place of states that have seen nothing. Such a state is infinite, and so was every item seen so far. One that is compared with the other infinity stays.
    Expr guarded(Expr item, Collection<String> states) {
        Map<String, String> asked = new LinkedHashMap<>();
        Expr marked =
                item.rewrite(
                        e ->
                                e instanceof Expr.Call(Fun fun, List<Expr> args)
                                                && (fun == Fun.EQ || fun == Fun.NE)
                                                && args.getFirst() instanceof Expr.Arg(String state)
                                                && states.contains(state)
                                                && args.getLast().equals(Expr.num(-unit(state)))
                                        ? Expr.call(fun, asked(state, asked), args.getLast())
                                        : e);
        return marked.substitute(
                a ->
                        asked.containsKey(a)
                                ? Expr.arg(asked.get(a))
                                : states.contains(a) ? safe(a) : Expr.arg(a));
    }

    private static Expr asked(String state, Map<String, String> asked) {
        asked.put(ASKED + state, state);
        return Expr.arg(ASKED + state);
    }

    /// `exp(u(r') - u(r))`, by which a sum of exponentials is corrected.
    static Expr factor(Factorizer.Exponent exponent, Collection<String> states) {
        return Expr.call(Fun.EXP, change(exponent, states));
    }

    /// `u(r') - u(r)`.
    static Expr change(Factorizer.Exponent exponent, Collection<String> states) {
        return change(exponent.ofState(), states);
    }

    /// `u(r') - u(r)`.
    static Expr change(Expr ofState, Collection<String> states) {
        return Factorizer.difference(ofState, a -> states.contains(a) ? a + "'" : a);
    }

    /// The factor of an exponential, 0 for a state that had seen nothing: by itself, else under a guard that says so.
    Expr correction(Factorizer.Exponent exponent, List<String> states) {
        Expr correction = Expr.call(Fun.EXP, bounded(exponent, states));
        if (vanishes(correction, states, 1) && vanishes(correction, states, 1 << 20)) {
            return correction.substitute(a -> a.endsWith("'") ? safe(a) : finite(a));
        }
        Expr guarded = correction.substitute(this::finite);
        for (String state : states) {
            guarded = Expr.call(Fun.WHERE, isUntouched(state), Expr.num(0), guarded);
        }
        return guarded;
    }

    /// `u(r') - u(r)`; for an extremum `k` that moves with others, `min((m - m') + (k - k'), 0)`: `k'` is `k + (m - m')` at least, but for its rounding.
    private Expr bounded(Factorizer.Exponent exponent, List<String> states) {
        List<String> moved =
                states.stream().filter(state -> isExtremum(state) && isMoved(state)).toList();
        if (moved.isEmpty()) {
            return change(exponent, states);
        }
        Expr others =
                exponent.ofState().substitute(a -> moved.contains(a) ? Expr.num(0) : Expr.arg(a));
        Expr own = Normalizer.simplify(Expr.call(Fun.SUB, exponent.ofState(), others));
        Expr change = Expr.call(Fun.ADD, change(others, states), change(own, states));
        boolean isFalling =
                new Factorizer.Exponent(exponent.ofItems(), own)
                        .slopes(moved).stream()
                                .allMatch(
                                        slope ->
                                                slope.factor().isEmpty()
                                                        && slope.sign() * unit(slope.argument())
                                                                > 0);
        return isFalling ? Expr.call(Fun.MIN, change, Expr.num(0)) : change;
    }

    /// A corrected running value that stays what it is where a correction would make something of nothing: see {@link LeftOut}.
    ///
    /// @param slots that are combined
    /// @param item of the reduction
    /// @param states by which it is corrected
    Expr unlessLeftOut(Expr corrected, List<String> slots, Expr item, List<String> states) {
        boolean mayBe =
                states.stream().anyMatch(m -> new LeftOut(itemOf(m), lowest(m)).mayBe(item));
        if (!mayBe) {
            return corrected;
        }
        Expr nothing =
                all(slots.stream().map(slot -> Expr.call(Fun.EQ, Expr.arg(slot), Expr.num(0))));
        if (slots.size() > 1) {
            return Expr.call(Fun.WHERE, nothing, Expr.num(0), corrected);
        }
        Expr unmoved =
                all(states.stream().map(m -> Expr.call(Fun.EQ, Expr.arg(m), Expr.arg(m + "'"))));
        return Expr.call(
                Fun.WHERE,
                Expr.call(Fun.OR, nothing, unmoved),
                Expr.arg(slots.getFirst()),
                corrected);
    }

    /// A running extremum of items less others, when those have moved; one that is infinite stays.
    ///
    /// @param ofState what the items have of the states
    Expr shifted(String slot, Expr ofState, Collection<String> states) {
        Expr change =
                change(ofState, states).substitute(a -> a.endsWith("'") ? safe(a) : finite(a));
        Expr infinite =
                Expr.call(
                        Fun.EQ,
                        Expr.call(Fun.ABS, Expr.arg(slot)),
                        Expr.num(Double.POSITIVE_INFINITY));
        return Expr.call(
                Fun.WHERE, infinite, Expr.arg(slot), Expr.call(Fun.ADD, Expr.arg(slot), change));
    }

    /// The infinity that a running value comes from; a sum that is a unit is one of magnitudes, and rises as a maximum does.
    private double lowest(String state) {
        return isExtremum(state) ? unit(state) : Double.NEGATIVE_INFINITY;
    }

    private static Expr all(Stream<Expr> conditions) {
        return conditions.reduce((a, b) -> Expr.call(Fun.AND, a, b)).orElse(Expr.num(1));
    }

    /// What an extremum is taken of.
    Expr itemOf(String extremum) {
        StreamForm.Accumulated a = reduction(extremum);
        return a == null ? Expr.arg(extremum) : a.slots().getFirst().item();
    }

    /// What a running extremum, by the name of its slot, is taken of, without guards for states that have seen nothing.
    Expr lawOf(String slot) {
        StreamForm.Accumulated a = reduction(slot);
        return a == null ? Expr.arg(slot) : a.slots().getFirst().meant();
    }

    /// Whether C, a function of states and sizes alone, goes from states that had seen nothing to 0.
    private boolean vanishes(Expr correction, List<String> states, long size) {
        if (!correction.indexAxes().isEmpty()
                || !correction.arguments().stream().allMatch(a -> states.contains(unprimed(a)))) {
            return false;
        }
        Expr fromNothing = correction.substitute(a -> Expr.num(states.contains(a) ? unit(a) : 1));
        return Scalars.compile(new Fn(List.of(), fromNothing), List.of(), _ -> size)
                        .at(new double[0], new long[0])
                == 0;
    }

    private static String unprimed(String state) {
        return state.endsWith("'") ? state.substring(0, state.length() - 1) : state;
    }

    /// A running value, or 0 while it has seen nothing.
    Expr safe(String state) {
        Expr none = isUntouched(state);
        Expr infinite = Expr.call(Fun.EQ, Expr.arg(state), Expr.num(Double.POSITIVE_INFINITY));
        return Expr.call(
                Fun.WHERE,
                kept.contains(unprimed(state)) ? Expr.call(Fun.OR, none, infinite) : none,
                Expr.num(0),
                Expr.arg(state));
    }

    private Expr finite(String state) {
        Expr value = Expr.arg(state);
        return kept.contains(unprimed(state)) ? Finite.kept(value) : value;
    }

    /// A running value, or 1 while it has seen nothing or is 0.
    Expr divisor(String state) {
        Expr zero = Expr.call(Fun.EQ, Expr.arg(state), Expr.num(0));
        Expr none = isUntouched(state);
        return Expr.call(
                Fun.WHERE,
                none.equals(zero) ? zero : Expr.call(Fun.OR, none, zero),
                Expr.num(1),
                Expr.arg(state));
    }

    /// An expression of running values, or 0 while it has no finite value: an extremum has seen nothing, or what it divides by or takes a logarithm of is 0.
    Expr safely(Expr e, Collection<String> states) {
        Expr guarded = nonZero(e, states);
        for (String state : states) {
            if (isExtremum(state)) {
                guarded = Expr.call(Fun.WHERE, isUntouched(state), Expr.num(0), guarded);
            }
        }
        return guarded;
    }

    /// An expression, or 0 where what it divides by or takes a logarithm of is 0.
    ///
    /// @param states of divisors that mention none of these nothing is said
    private static Expr nonZero(Expr e, Collection<String> states) {
        Expr guarded = e;
        for (Expr divisor : divisors(e)) {
            if (divisor.arguments().stream().anyMatch(states::contains)) {
                guarded =
                        Expr.call(
                                Fun.WHERE,
                                Expr.call(Fun.EQ, divisor, Expr.num(0)),
                                Expr.num(0),
                                guarded);
            }
        }
        return guarded;
    }

    /// What an expression divides by or takes a logarithm of, but for what it does so under a condition.
    static Set<Expr> divisors(Expr e) {
        Set<Expr> found = new LinkedHashSet<>();
        if (e instanceof Expr.Call(Fun fun, List<Expr> args) && fun != Fun.WHERE) {
            args.forEach(arg -> found.addAll(divisors(arg)));
            if (fun == Fun.DIV) {
                found.add(args.getLast());
            } else if (fun == Fun.LOG
                    || fun == Fun.RSQRT
                    || (fun == Fun.POW && args.getLast() instanceof Expr.Num(double n) && n < 0)) {
                found.add(args.getFirst());
            }
        }
        return found;
    }

    /// Whether a running value, by the name of its slot, is an extremum.
    boolean isExtremum(String slot) {
        StreamForm.Accumulated a = reduction(slot);
        return a != null
                && a.slots().size() == 1
                && switch (a.slots().getFirst().monoid()) {
                    case MAX, MIN -> true;
                    case SUM, PROD, AND, OR -> false;
                };
    }

    /// Whether a reduction is a running extremum as it stands.
    boolean isPlainExtremum(String state) {
        StreamForm.Accumulated a = reduction(state);
        return a != null && a.isPlain() && isExtremum(state);
    }

    /// Whether a reduction is, as it stands, a running extremum of items in which no other has a part.
    boolean isExtremumOfItems(String state) {
        return isPlainExtremum(state) && !isMoved(state);
    }

    /// Whether a running value, by the name of its slot, moves with others.
    boolean isMoved(String slot) {
        StreamForm.Accumulated a = reduction(slot);
        return a != null && a.slots().getFirst().rebased().isPresent();
    }

    private Expr isUntouched(String state) {
        return Expr.call(Fun.EQ, Expr.arg(state), Expr.num(unit(unprimed(state))));
    }

    /// Its value before it has seen anything.
    double unit(String state) {
        StreamForm.Accumulated extremum = reduction(state);
        return extremum == null ? 0 : extremum.slots().getFirst().monoid().unit();
    }
}
