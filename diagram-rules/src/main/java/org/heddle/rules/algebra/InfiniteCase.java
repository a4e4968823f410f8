package org.heddle.rules.algebra;

import java.util.Optional;
import org.heddle.model.expr.Expr;

/// An exponent that is infinite by a condition, as a log-sum-exp of nothing makes it.
///
/// ```
///   s - where(z == 0, -inf, m + log(z))      z == 0:   s + inf
///                                            z != 0:   s - m - log(z)
/// ```
///
/// Of `-inf` only where that is all the exponent is then, so that its exponential is 0; a mask that is subtracted from stays in the exponent.
///
/// @param then the exponent where the condition holds; empty where its exponential is 0
/// @param otherwise the exponent where it does not hold
record InfiniteCase(Expr condition, Optional<Polynomial> then, Polynomial otherwise) {
    /// The first such case.
    static Optional<InfiniteCase> of(Polynomial exponent) {
        for (Term term : exponent.terms()) {
            if (isInfinite(term) && term.guards().size() == 1) {
                Expr condition = term.guards().firstEntry().getValue();
                Polynomial otherwise = exponent.under(Conditions.negation(condition));
                if (term.coefficient() > 0) {
                    Polynomial then = exponent.under(condition);
                    return Optional.of(new InfiniteCase(condition, Optional.of(then), otherwise));
                }
                if (isAllThen(exponent, term, condition)) {
                    return Optional.of(new InfiniteCase(condition, Optional.empty(), otherwise));
                }
            }
        }
        return Optional.empty();
    }

    /// Whether a sum has a summand that is infinite under no condition.
    static boolean isInfinite(Polynomial sum) {
        return sum.terms().stream().anyMatch(term -> isInfinite(term) && term.guards().isEmpty());
    }

    /// Whether a summand is an infinity, under whatever conditions.
    static boolean isInfinite(Term term) {
        return term.exponent().isZero()
                && term.powers().size() == 1
                && term.powers().firstEntry().getValue().atom() instanceof Expr.Num(double value)
                && Double.isInfinite(value);
    }

    /// Whether every other summand is 0 under the condition.
    private static boolean isAllThen(Polynomial exponent, Term infinite, Expr condition) {
        String fails = Conditions.negation(condition).toString();
        return exponent.terms().stream()
                .allMatch(term -> term.equals(infinite) || term.guards().containsKey(fails));
    }
}
