package org.heddle.rules.algebra;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// A summand times the exponential of a shift, in its author's words.
///
/// ```
///   exp((a - b) / t)·v                          exp((a - b) / t - m)·v                             every exponential takes the shift itself
///   where(c, 0, exp(s)) · where(d, 0, exp(t))·v   where(c, 0, where(d, 0, exp(s + t - m)))·v         one product: one exponential in place of several
/// ```
///
/// In the second form the exponential is under all conditions, and the rest under those that it is written under: an infinite `v` counts as it did. A summand of several products goes through the normal form.
///
/// @param written the summand
/// @param normal its normal form
/// @param isItem whether a leaf varies from item to item
record RelativeExponentials(Expr written, Polynomial normal, Predicate<Expr> isItem) {
    /// The summand times `exp(-shift)`, 0 for an item whose exponent is `-inf`.
    Expr to(Expr shift) {
        Polynomial scaled =
                normal.times(
                        Polynomial.of(Term.exponential(Normalizer.normalize(shift).scaled(-1))));
        Expr plain = written.rewrite(e -> shifted(e, shift, false));
        if (Normalizer.normalize(plain).equals(scaled)) {
            return written.rewrite(e -> shifted(e, shift, true));
        }
        if (normal.terms().size() == 1) {
            Term product = normal.terms().getFirst();
            Expr rest = written.rewrite(e -> withoutExponentials(e, product));
            Polynomial whole =
                    Polynomial.of(Term.exponential(product.exponent()))
                            .times(Normalizer.normalize(product.guarded(rest)));
            if (whole.equals(normal)) {
                Set<Expr> outside = Exponentials.conditions(rest);
                Expr exponential =
                        product.part(guard -> hasItem(guard) || !outside.contains(guard))
                                .guarded(relative(product.exponent(), shift));
                return times(exponential, rest);
            }
        }
        return scaled.terms().stream()
                .map(term -> guarded(term, shift))
                .reduce((a, b) -> Expr.call(Fun.ADD, a, b))
                .orElse(Expr.num(0));
    }

    /// An expression with 1 for its exponentials, and for a choice of 1 under a condition that the product is under itself.
    private Expr withoutExponentials(Expr e, Term product) {
        Expr one = Expr.num(1);
        if (Exponentials.isExponential(e) && hasItem(e)) {
            return one;
        }
        if (!(e instanceof Call(Fun fun, List<Expr> args)) || !args.contains(one)) {
            return e;
        }
        return switch (fun) {
            case MUL -> args.get(args.getFirst().equals(one) ? 1 : 0);
            case DIV -> args.getLast().equals(one) ? args.getFirst() : e;
            case SQRT -> one;
            case WHERE -> Exponentials.chosen(e, Set.copyOf(product.guards().values()));
            default -> e;
        };
    }

    /// `exp(v - shift)`, 0 for a `v` of `-inf`.
    private Expr relative(Polynomial exponent, Expr shift) {
        Expr own =
                WrittenExponent.of(exponent, WrittenExponent.arguments(written))
                        .orElseGet(exponent::expr);
        return Expr.call(
                Fun.WHERE,
                Expr.call(Fun.EQ, own, Expr.num(Double.NEGATIVE_INFINITY)),
                Expr.num(0),
                Expr.call(Fun.EXP, Expr.call(Fun.SUB, own, shift)));
    }

    /// Of infinite exponents only the exponential is 0: what it is multiplied by counts as it did, under the conditions of the term.
    private Expr guarded(Term term, Expr shift) {
        Polynomial own = term.exponent().plus(Normalizer.normalize(shift));
        if (!hasItem(own.expr())) {
            return term.expr();
        }
        Expr exponential = relative(own, shift);
        Expr rest = term.withExponent(Polynomial.ZERO).withoutGuards().expr();
        return term.guarded(times(exponential, rest));
    }

    private static Expr times(Expr exponential, Expr rest) {
        return rest.equals(Expr.num(1)) ? exponential : Expr.call(Fun.MUL, exponential, rest);
    }

    private Expr shifted(Expr e, Expr shift, boolean guarded) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))
                || fun != Fun.EXP
                || !hasItem(args.getFirst())) {
            return e;
        }
        Expr relative = Expr.call(Fun.EXP, Expr.call(Fun.SUB, args.getFirst(), shift));
        Expr nothing = Expr.call(Fun.EQ, args.getFirst(), Expr.num(Double.NEGATIVE_INFINITY));
        return guarded ? Expr.call(Fun.WHERE, nothing, Expr.num(0), relative) : relative;
    }

    private boolean hasItem(Expr e) {
        return Exponentials.has(e, isItem);
    }
}
