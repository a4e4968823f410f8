package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// An exponent of the normal form as a sum of what its author took exponentials of: `(s - m) + (t - n)`, where the normal form has `s + t - m - n`, whose first sum would be rounded at its own size.
final class WrittenExponent {
    private WrittenExponent() {}

    /// Empty where the exponent is no sum of multiples of these.
    ///
    /// @param arguments of exponentials, as written
    static Optional<Expr> of(Polynomial exponent, List<Expr> arguments) {
        Polynomial rest = exponent;
        Expr sum = null;
        for (Expr argument : arguments) {
            Polynomial own = Normalizer.normalize(argument);
            double times = own.isZero() ? 0 : ratio(rest, own.terms().getFirst());
            if (times != 0) {
                rest = rest.plus(own.scaled(-times));
                sum = plus(sum, times, argument);
            }
        }
        return rest.isZero() ? Optional.ofNullable(sum) : Optional.empty();
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

    /// What exponentials are taken of in an expression, as written.
    static List<Expr> arguments(Expr e) {
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
