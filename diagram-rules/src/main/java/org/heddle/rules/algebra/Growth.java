package org.heddle.rules.algebra;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// By how much an expression grows with what is in it.
///
/// ```
///   2·s - m/t     with m     -1/t
///   2·s - m/t     along s    2
/// ```
public final class Growth {
    private Growth() {}

    /// By how much an expression grows when an argument does by 1.
    public static Expr with(Expr e, String argument) {
        Expr more =
                e.substitute(
                        name ->
                                name.equals(argument)
                                        ? Expr.call(Fun.ADD, Expr.arg(name), Expr.num(1))
                                        : Expr.arg(name));
        return Normalizer.simplify(Expr.call(Fun.SUB, more, e));
    }

    /// How many times an item is in a sum whose rest is free of items; empty where the rest is not.
    public static OptionalDouble along(Expr sum, Expr item, Predicate<Expr> isFree) {
        Polynomial whole = Normalizer.normalize(sum);
        List<Term> own =
                Normalizer.normalize(item).terms().stream()
                        .filter(term -> !isFree.test(term.expr()))
                        .toList();
        if (own.isEmpty()) {
            return OptionalDouble.empty();
        }
        Term first = own.getFirst();
        double times =
                whole.terms().stream()
                        .filter(term -> term.signature().equals(first.signature()))
                        .mapToDouble(term -> term.coefficient() / first.coefficient())
                        .sum();
        Polynomial rest = whole.plus(Polynomial.of(own).scaled(-times));
        return isFree.test(rest.expr()) ? OptionalDouble.of(times) : OptionalDouble.empty();
    }
}
