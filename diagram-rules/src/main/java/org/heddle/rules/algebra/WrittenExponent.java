package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// An exponent of the normal form as a sum of what its author took exponentials of: `(s - m) + (t - n)`, where the normal form has `s + t - m - n`, whose first sum would be rounded at its own size.
final class WrittenExponent {
    private WrittenExponent() {}

    /// The exponent of a product of an expression, as far as it is a sum of multiples of what exponentials are taken of; the rest as the normal form has it.
    ///
    /// @param product of the normal form of the expression, or with some of its exponent
    static Expr of(Term product, Expr written) {
        Set<Expr> conditions = new LinkedHashSet<>(product.guards().values());
        Polynomial rest = product.exponent();
        if (rest.terms().size() < 2) {
            return only(product, written, conditions);
        }
        Expr sum = null;
        for (Expr whole : arguments(written)) {
            Expr argument = exponents(Exponentials.chosen(whole, conditions));
            Polynomial own = Normalizer.normalize(argument);
            double times = own.terms().size() < 2 ? 0 : ratio(rest, own.terms().getFirst());
            if (times != 0) {
                rest = rest.plus(own.scaled(-times));
                sum = plus(sum, times, argument);
            }
        }
        return sum == null || rest.terms().size() >= product.exponent().terms().size()
                ? product.exponent().expr()
                : rest.isZero() ? sum : Expr.call(Fun.ADD, sum, rest.expr());
    }

    /// An exponent of one product: as it is written, where it is.
    private static Expr only(Term product, Expr written, Set<Expr> conditions) {
        return arguments(written).stream()
                .map(argument -> exponents(Exponentials.chosen(argument, conditions)))
                .filter(e -> Normalizer.normalize(e).equals(product.exponent()))
                .findFirst()
                .orElseGet(() -> product.exponent().expr());
    }

    /// A sum without the summands whose exponentials are none in the normal form: `s - m` of `s - m - log(z)`.
    private static Expr exponents(Expr e) {
        if (e instanceof Call(Fun fun, List<Expr> args)) {
            Expr first = exponents(args.getFirst());
            Expr zero = Expr.num(0);
            switch (fun) {
                case ADD, SUB -> {
                    Expr second = exponents(args.getLast());
                    return second.equals(zero)
                            ? first
                            : first.equals(zero)
                                    ? fun == Fun.ADD ? second : Expr.call(Fun.NEG, second)
                                    : Expr.call(fun, first, second);
                }
                case NEG -> {
                    return first.equals(zero) ? zero : Expr.call(fun, first);
                }
                case MUL -> {
                    Expr second = exponents(args.getLast());
                    return args.getFirst() instanceof Expr.Num
                            ? second.equals(zero) ? zero : Expr.call(fun, args.getFirst(), second)
                            : isExponent(e) ? e : zero;
                }
                default -> {}
            }
        }
        return isExponent(e) ? e : Expr.num(0);
    }

    private static boolean isExponent(Expr e) {
        return Normalizer.normalize(Expr.call(Fun.EXP, e)).terms().stream()
                .anyMatch(term -> !term.exponent().isZero());
    }

    /// By how much a sum has more of a product than this is; 0 where it has none.
    private static double ratio(Polynomial sum, Term product) {
        return sum.terms().stream()
                .filter(term -> term.signature().equals(product.signature()))
                .mapToDouble(term -> term.coefficient() / product.coefficient())
                .findFirst()
                .orElse(0);
    }

    private static Expr plus(
            @org.jspecify.annotations.Nullable Expr sum, double times, Expr argument) {
        double size = Math.abs(times);
        Expr part = size == 1 ? argument : Expr.call(Fun.MUL, Expr.num(size), argument);
        if (sum == null) {
            return times < 0 ? Expr.call(Fun.NEG, part) : part;
        }
        return Expr.call(times < 0 ? Fun.SUB : Fun.ADD, sum, part);
    }

    private static List<Expr> arguments(Expr e) {
        List<Expr> found = new ArrayList<>();
        e.rewrite(
                each -> {
                    if (each instanceof Call(Fun fun, List<Expr> args) && fun == Fun.EXP) {
                        found.add(args.getFirst());
                    }
                    return each;
                });
        return found;
    }
}
