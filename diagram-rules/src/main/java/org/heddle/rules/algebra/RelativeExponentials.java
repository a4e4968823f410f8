package org.heddle.rules.algebra;

import java.util.ArrayList;
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
///   where(c, 0, exp(s)) · where(d, 0, exp(t))·v   where(c, 0, where(d, 0, exp(s + t - m)))·v         one exponential in place of several, which all products have
/// ```
///
/// In the second form the exponential is under all conditions, and the rest under those that it is written under: an infinite `v` counts as it did. Where products differ in their exponents, the summand goes through the normal form.
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
        List<Polynomial> exponents =
                normal.terms().stream().map(Term::exponent).distinct().toList();
        if (exponents.size() == 1) {
            Set<Expr> conditions = Exponentials.conditions(written);
            Term factor = Term.exponential(exponents.getFirst());
            for (Expr condition : conditions) {
                factor = factor.and(condition);
            }
            Expr rest = rest(Quotients.apart(written, isItem), conditions);
            if (Polynomial.of(factor).times(Normalizer.normalize(rest)).equals(normal)) {
                Set<Expr> outside = Exponentials.conditions(rest);
                Expr exponential =
                        factor.part(guard -> hasItem(guard) || !outside.contains(guard))
                                .guarded(relative(factor, shift));
                return times(exponential, rest);
            }
        }
        return scaled.terms().stream()
                .map(term -> guarded(term, shift))
                .reduce((a, b) -> Expr.call(Fun.ADD, a, b))
                .orElse(Expr.num(0));
    }

    /// A product without its exponentials, and without choices of 1 under conditions that all of it is under; of `exp(s - log(z))` there is `1/z` left.
    private Expr rest(Expr e, Set<Expr> conditions) {
        if (!(e instanceof Call(Fun fun, List<Expr> args)) || !hasItem(e)) {
            return e;
        }
        if (Exponentials.isExponential(e)) {
            List<Term> terms = Normalizer.normalize(e).terms();
            return terms.size() == 1
                    ? terms.getFirst().withExponent(Polynomial.ZERO).withoutGuards().expr()
                    : e;
        }
        return switch (fun) {
            case MUL -> times(rest(args.get(0), conditions), rest(args.get(1), conditions));
            case DIV -> {
                Expr below = rest(args.get(1), conditions);
                Expr above = rest(args.get(0), conditions);
                yield isOne(below) ? above : Expr.call(fun, above, below);
            }
            case SQRT, RSQRT, POW, NEG -> {
                Expr base = rest(args.getFirst(), conditions);
                List<Expr> changed = new ArrayList<>(args);
                changed.set(0, base);
                yield isOne(base) && fun != Fun.NEG ? base : new Call(fun, changed);
            }
            case WHERE -> {
                Expr choice =
                        Expr.call(
                                fun,
                                args.get(0),
                                rest(args.get(1), conditions),
                                rest(args.get(2), conditions));
                yield choice instanceof Call(_, List<Expr> cases) && cases.contains(Expr.num(1))
                        ? Exponentials.chosen(choice, conditions)
                        : choice;
            }
            default -> e;
        };
    }

    private static boolean isOne(Expr e) {
        return e.equals(Expr.num(1));
    }

    /// `exp(v - shift)`, 0 for a `v` of `-inf`, which is the exponent of a product.
    private Expr relative(Term product, Expr shift) {
        Expr own = WrittenExponent.of(product, written);
        return Expr.call(
                Fun.WHERE,
                Expr.call(Fun.EQ, own, Expr.num(Double.NEGATIVE_INFINITY)),
                Expr.num(0),
                Expr.call(
                        Fun.EXP, shift.equals(Expr.num(0)) ? own : Expr.call(Fun.SUB, own, shift)));
    }

    /// Of infinite exponents only the exponential is 0: what it is multiplied by counts as it did, under the conditions of the term.
    private Expr guarded(Term term, Expr shift) {
        Polynomial own = term.exponent().plus(Normalizer.normalize(shift));
        if (!hasItem(own.expr())) {
            return (term.isInfinite() ? term.withExponent(own) : term).expr();
        }
        Expr exponential = relative(term.withExponent(own), shift);
        Expr rest = term.withExponent(Polynomial.ZERO).withoutGuards().expr();
        return term.guarded(times(exponential, rest));
    }

    private static Expr times(Expr a, Expr b) {
        return isOne(b) ? a : isOne(a) ? b : Expr.call(Fun.MUL, a, b);
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
