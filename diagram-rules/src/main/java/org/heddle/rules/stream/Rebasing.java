package org.heddle.rules.stream;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Factorizer;

/// Running values in expressions: by which names, what stands in for one that has seen nothing, and how exponentials are corrected when one moves.
final class Rebasing {
    private final Region region;
    private final Map<String, StreamForm.Accumulated> accumulated;
    private final Set<String> kept;

    /// @param accumulated the reductions of the pass by wire, as far as they are known
    /// @param kept maxima that are `inf` in no exponent, by the reads of the region ({@link Exponentials#kept})
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
        return e.substitute(this::running);
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

    /// φ with 0 in place of states that have seen nothing. Such a state is infinite, and so was every item seen so far.
    Expr guarded(Expr item, Collection<String> states) {
        return item.substitute(a -> states.contains(a) ? safe(a) : Expr.arg(a));
    }

    /// `exp(u(r') - u(r))`, by which a sum of exponentials is corrected.
    static Expr factor(Factorizer.Exponent exponent, Collection<String> states) {
        return Expr.call(Fun.EXP, change(exponent, states));
    }

    /// `u(r') - u(r)`.
    static Expr change(Factorizer.Exponent exponent, Collection<String> states) {
        return exponent.difference(a -> states.contains(a) ? a + "'" : a);
    }

    /// A correction where it is 0 by itself for a state that had seen nothing, else under a guard that says so.
    Expr fromNothing(Expr correction, List<String> states) {
        if (vanishes(correction, states, 1) && vanishes(correction, states, 1 << 20)) {
            return correction.substitute(a -> a.endsWith("'") ? safe(a) : finite(a));
        }
        Expr guarded = correction.substitute(this::finite);
        for (String state : states) {
            guarded = Expr.call(Fun.WHERE, isUntouched(state), Expr.num(0), guarded);
        }
        return guarded;
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
        return kept.contains(unprimed(state)) ? Exponentials.kept(value) : value;
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

    boolean isExtremum(String state) {
        StreamForm.Accumulated a = reduction(state);
        return a != null
                && a.isPlain()
                && switch (a.slots().getFirst().monoid()) {
                    case MAX, MIN -> true;
                    case SUM, PROD, AND, OR -> false;
                };
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
