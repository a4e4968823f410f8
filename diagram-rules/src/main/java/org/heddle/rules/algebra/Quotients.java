package org.heddle.rules.algebra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Quotients and logarithms of sums of exponentials, relative to the largest exponent of the sum.
///
/// ```
///   exp(u) / (1 + exp(v))   =  exp(u - M) / (exp(-M) + exp(v - M)),      M = max(0, v)
///   log(exp(u) + exp(v))    =  M + log(exp(u - M) + exp(v - M)),         M = max(u, v)
/// ```
///
/// As written the first is inf/inf where `u` and `v` are large, and the second inf; relative to `M` the sum lies between its smallest weight and the sum of its weights.
/// A quotient without exponentials above its line stays as it is: `1 / (1 + exp(v))` goes to 0 where `exp(v)` overflows, as it should.
public final class Quotients {
    private Quotients() {}

    /// The expression with every such quotient and logarithm relative to its largest exponent.
    ///
    /// @param neverLarge whether an exponent is known to be at most 0: a quotient with none but such exponentials above its line stays as it is, too
    public static Expr scaled(Expr e, Predicate<Expr> neverLarge) {
        return e.rewrite(part -> scaledHere(part, neverLarge));
    }

    private static Expr scaledHere(Expr e, Predicate<Expr> neverLarge) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        Polynomial sum = Normalizer.normalize(args.getLast());
        boolean quotient =
                fun == Fun.DIV
                        && Normalizer.normalize(args.getFirst()).terms().stream()
                                .map(Term::exponent)
                                .anyMatch(
                                        exponent ->
                                                !exponent.isZero()
                                                        && !neverLarge.test(exponent.expr()));
        if (!(quotient || fun == Fun.LOG) || !isScalable(sum)) {
            return e;
        }
        Expr largest = largest(sum);
        Polynomial by = Polynomial.of(Term.exponential(Normalizer.normalize(largest).scaled(-1)));
        Expr below = sum.times(by).expr();
        return quotient
                ? Expr.call(Fun.DIV, Normalizer.normalize(args.getFirst()).times(by).expr(), below)
                : Expr.call(Fun.ADD, largest, Expr.call(Fun.LOG, below));
    }

    private static boolean hasExponential(Polynomial p) {
        return p.terms().stream().anyMatch(term -> !term.exponent().isZero());
    }

    private static boolean isScalable(Polynomial sum) {
        return sum.terms().size() > 1
                && hasExponential(sum)
                && !sum.terms().stream().allMatch(term -> isBounded(term.exponent()));
    }

    /// Whether an exponent is 0, or one of several less their maximum.
    private static boolean isBounded(Polynomial exponent) {
        Expr e = exponent.expr();
        for (Term term : exponent.terms()) {
            if (term.coefficient() < 0
                    && term.onlyAtom() instanceof Call(Fun fun, List<Expr> args)
                    && fun == Fun.MAX) {
                Expr atom = new Call(fun, args);
                return Exponentials.bounds(atom, Fun.MAX, java.util.Set.of()).stream()
                        .anyMatch(
                                bound ->
                                        Normalizer.normalize(
                                                        e.rewrite(x -> x.equals(atom) ? bound : x))
                                                .isZero());
            }
        }
        return exponent.isZero();
    }

    private static Expr largest(Polynomial sum) {
        Map<String, Expr> exponents = new LinkedHashMap<>();
        for (Term term : sum.terms()) {
            exponents.putIfAbsent(term.exponent().toString(), term.exponent().expr());
        }
        return exponents.values().stream().reduce((a, b) -> Expr.call(Fun.MAX, a, b)).orElseThrow();
    }
}
