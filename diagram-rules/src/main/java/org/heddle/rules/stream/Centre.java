package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Where deviations are measured from: a sum of terms, one taken from an item after the other.
///
/// ```
///   c = m - log(1/z)      s - c    (s - m) + log(1/z)
///                         c - c'   (m - m') - (log(1/z) - log(1/z'))
/// ```
///
/// The terms with a running extremum come first: it is near the items, so that the difference is nearly exact, where the sum of all terms would be rounded at their
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
    record Summand(boolean isNegative, Expr value) {}

    /// @param isExtremum of slot names
    /// @param guarded a term, or 0 while it has no finite value
    static Centre of(
            String symbol,
            Expr written,
            Predicate<String> isExtremum,
            UnaryOperator<Expr> guarded) {
        List<Summand> terms = new ArrayList<>();
        collect(written, false, terms);
        terms.sort(
                Comparator.comparing(
                        term -> term.value().arguments().stream().noneMatch(isExtremum)));
        return new Centre(
                symbol,
                terms.stream()
                        .map(term -> new Summand(term.isNegative(), guarded.apply(term.value())))
                        .toList(),
                written);
    }

    private static void collect(Expr e, boolean isNegative, List<Summand> terms) {
        if (e instanceof Expr.Call(Fun fun, List<Expr> args)
                && (fun == Fun.ADD || fun == Fun.SUB)) {
            collect(args.getFirst(), isNegative, terms);
            collect(args.getLast(), isNegative != (fun == Fun.SUB), terms);
        } else {
            terms.add(new Summand(isNegative, e));
        }
    }

    /// `item - c`.
    Expr from(Expr item) {
        Expr deviation = item;
        for (Summand term : terms) {
            deviation = Expr.call(term.isNegative() ? Fun.ADD : Fun.SUB, deviation, term.value());
        }
        return deviation;
    }

    /// `c - c'`; terms that stay cancel.
    Expr shift(Set<String> states) {
        Expr sum = Expr.num(0);
        for (Summand term : terms) {
            Expr after = term.value().substitute(a -> Expr.arg(states.contains(a) ? a + "'" : a));
            if (!after.equals(term.value())) {
                boolean isFirst = sum.equals(Expr.num(0));
                boolean isTurned = isFirst && term.isNegative();
                Expr change =
                        Expr.call(
                                Fun.SUB,
                                isTurned ? after : term.value(),
                                isTurned ? term.value() : after);
                sum =
                        isFirst
                                ? change
                                : Expr.call(term.isNegative() ? Fun.SUB : Fun.ADD, sum, change);
            }
        }
        return sum;
    }
}
