package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Where deviations are measured from: a sum of terms, one taken from an item after the other.
///
/// ```
///   c = m - log(1/z)      s - c          (s - m) + log(1/z)
///                         c - c'         (m - m') - (log(1/z) - log(1/z'))
///   c = m - n + log(z)    (s - t) - c    (s - m) - (t - n) - log(z)          m the maximum of s, n that of t
/// ```
///
/// The terms with a running extremum come first, each taken from the item that it is the extremum of: it is near that, so that the difference is nearly exact, where the sum of all terms would be rounded at their
/// magnitude.
///
/// @param symbol its name in laws
/// @param terms over slot names, 0 while they have no finite value
/// @param written the sum of the terms without those guards
record Centre(String symbol, List<Summand> terms, Expr written) {
    Centre {
        terms = List.copyOf(terms);
    }

    /// A term, or what is subtracted.
    ///
    /// @param item whose extremum the term is
    record Summand(boolean isNegative, Expr value, Optional<Expr> item) {}

    /// @param itemOf the item of a running extremum, by the name of its slot
    /// @param guarded a term, or 0 while it has no finite value
    static Centre of(
            String symbol,
            Expr written,
            Function<String, Optional<Expr>> itemOf,
            UnaryOperator<Expr> guarded) {
        List<Summand> terms = new ArrayList<>();
        for (Part part : parts(written)) {
            Optional<Expr> item =
                    unguarded(part.value()).arguments().stream()
                            .flatMap(name -> itemOf.apply(name).stream())
                            .findFirst();
            terms.add(new Summand(part.isNegative(), guarded.apply(part.value()), item));
        }
        terms.sort(Comparator.comparing(term -> term.item().isEmpty()));
        return new Centre(symbol, terms, written);
    }

    /// What a term is where its conditions hold: those may ask for an extremum that the term has no part in.
    private static Expr unguarded(Expr e) {
        Expr zero = Expr.num(0);
        if (e instanceof Expr.Call(Fun fun, List<Expr> args)
                && fun == Fun.WHERE
                && args.contains(zero)) {
            return unguarded(args.get(args.get(2).equals(zero) ? 1 : 2));
        }
        return e;
    }

    /// A summand as it is written.
    private record Part(boolean isNegative, Expr value) {}

    private static List<Part> parts(Expr e) {
        List<Part> parts = new ArrayList<>();
        collect(e, false, parts);
        return parts;
    }

    private static void collect(Expr e, boolean isNegative, List<Part> parts) {
        if (e instanceof Expr.Call(Fun fun, List<Expr> args)
                && (fun == Fun.ADD || fun == Fun.SUB)) {
            collect(args.getFirst(), isNegative, parts);
            collect(args.getLast(), isNegative != (fun == Fun.SUB), parts);
        } else {
            parts.add(new Part(isNegative, e));
        }
    }

    /// `item - c`.
    Expr from(Expr item) {
        List<Summand> rest = new ArrayList<>(terms);
        Expr deviation = null;
        for (Part part : parts(item)) {
            Expr near = part.value();
            Optional<Summand> own =
                    rest.stream()
                            .filter(term -> term.isNegative() == part.isNegative())
                            .filter(term -> term.item().equals(Optional.of(part.value())))
                            .findFirst();
            if (own.isPresent()) {
                rest.remove(own.get());
                near = Expr.call(Fun.SUB, near, own.get().value());
            }
            deviation = deviation == null ? near : plus(deviation, part.isNegative(), near);
        }
        Expr result = Objects.requireNonNull(deviation);
        for (Summand term : rest) {
            result = plus(result, !term.isNegative(), term.value());
        }
        return result;
    }

    private static Expr plus(Expr sum, boolean isNegative, Expr term) {
        return Expr.call(isNegative ? Fun.SUB : Fun.ADD, sum, term);
    }

    /// `c - c'`; terms that stay cancel.
    Expr shift(Set<String> states) {
        return shift(states, (before, after) -> Expr.call(Fun.SUB, before, after));
    }

    /// The same where terms may stay at an infinity.
    Expr shiftOfAny(Set<String> states) {
        return shift(
                states,
                (before, after) ->
                        Expr.call(
                                Fun.WHERE,
                                Expr.call(Fun.EQ, before, after),
                                Expr.num(0),
                                Expr.call(Fun.SUB, before, after)));
    }

    private Expr shift(Set<String> states, BinaryOperator<Expr> difference) {
        Expr sum = Expr.num(0);
        for (Summand term : terms) {
            Expr before = term.value();
            Expr after = before.substitute(a -> Expr.arg(states.contains(a) ? a + "'" : a));
            if (!after.equals(before)) {
                boolean isFirst = sum.equals(Expr.num(0));
                boolean isTurned = isFirst && term.isNegative();
                Expr change =
                        difference.apply(isTurned ? after : before, isTurned ? before : after);
                sum = isFirst ? change : plus(sum, term.isNegative(), change);
            }
        }
        return sum;
    }
}
