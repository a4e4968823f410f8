package org.heddle.rules.bounds;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// A sum `Σ factor · term + rest`: terms vary from element to element or from block to block, the rest is a number or an expression of sizes.
///
/// Not a normal form, as {@link org.heddle.rules.algebra.Polynomial} and the model's sizes are: nothing is multiplied out and no order is made, since conditions are printed and evaluated as their author wrote
/// them, and factors are taken only where multiples of indices by them are exact in f64.
///
/// @param factors of each term, none 0; a term is an index, an argument, or an expression of these that is no sum
/// @param rest without indices and arguments
record Terms(SequencedMap<Expr, Double> factors, Expr rest) {

    /// An expression as a sum.
    static Terms of(Expr e) {
        SequencedMap<Expr, Double> factors = new LinkedHashMap<>();
        Expr rest = collect(e, 1, factors);
        factors.values().removeIf(factor -> factor == 0);
        return new Terms(factors, rest);
    }

    /// The terms with factors of one sign, as positive ones.
    ///
    /// @param sign 1 or -1
    Terms positive(double sign, Expr newRest) {
        SequencedMap<Expr, Double> kept = new LinkedHashMap<>();
        factors.forEach(
                (term, factor) -> {
                    if (sign * factor > 0) {
                        kept.put(term, sign * factor);
                    }
                });
        return new Terms(kept, newRest);
    }

    private Expr expression() {
        Expr sum = Expr.num(0);
        for (Map.Entry<Expr, Double> term : factors.entrySet()) {
            sum = Sums.plus(sum, Sums.times(term.getValue(), term.getKey()));
        }
        return Sums.plus(sum, rest);
    }

    /// An expression of borders with sizes as numbers; in comparisons of sums the numbers are gathered on the right.
    static Expr bound(Expr e, ToLongFunction<String> sizeOf) {
        Expr numbers =
                e.rewrite(
                        part ->
                                part instanceof Expr.Extent(String axis)
                                        ? Expr.num((double) sizeOf.applyAsLong(axis))
                                        : part);
        return gathered(numbers);
    }

    private static Expr gathered(Expr e) {
        if (!(e instanceof Call(Fun fun, var args))) {
            return e;
        }
        if (fun == Fun.LE || fun == Fun.LT) {
            Terms difference = Terms.of(Expr.call(Fun.SUB, args.get(0), args.get(1)));
            return Expr.call(
                    fun,
                    difference.positive(1, Expr.num(0)).expression(),
                    difference.positive(-1, Sums.negative(difference.rest)).expression());
        }
        return fun.isPredicate()
                ? new Call(fun, args.stream().map(Terms::gathered).toList())
                : Terms.of(e).expression();
    }

    /// Whether sums of multiples of it by indices are exact, so that it does not matter in which order they are added: a number of few binary digits.
    private static boolean isExact(double factor) {
        return (Math.abs(factor) <= 0x1p16 && factor * 0x1p10 == Math.rint(factor * 0x1p10))
                || (Math.abs(factor) <= 0x1p21 && factor == Math.rint(factor));
    }

    /// Adds `factor · e` to the terms.
    ///
    /// @return what of it is no term
    private static Expr collect(Expr e, double factor, SequencedMap<Expr, Double> factors) {
        if (e.indexAxes().isEmpty() && e.arguments().isEmpty()) {
            return Sums.times(factor, e);
        }
        if (e instanceof Call(Fun fun, var args)) {
            switch (fun) {
                case ADD, SUB -> {
                    double second = fun == Fun.ADD ? factor : -factor;
                    return Sums.plus(
                            collect(args.get(0), factor, factors),
                            collect(args.get(1), second, factors));
                }
                case NEG -> {
                    return collect(args.getFirst(), -factor, factors);
                }
                case MUL -> {
                    if (args.get(0) instanceof Expr.Num(double n) && isExact(n)) {
                        return collect(args.get(1), factor * n, factors);
                    }
                    if (args.get(1) instanceof Expr.Num(double n) && isExact(n)) {
                        return collect(args.get(0), factor * n, factors);
                    }
                }
                case DIV -> {
                    if (args.get(1) instanceof Expr.Num(double n) && isExact(1 / n)) {
                        return collect(args.get(0), factor / n, factors);
                    }
                }
                default -> {}
            }
        }
        factors.merge(e, factor, Double::sum);
        return Expr.num(0);
    }
}
