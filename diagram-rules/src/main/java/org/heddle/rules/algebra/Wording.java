package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// Finds the item of a summand in the words of its author.
///
/// ```
///   where(z == 0, 0, exp((s - m) / t) * v / z)   with the item   v * exp(s/t - m/t)   ⇒   exp((s - m) / t) * v
/// ```
///
/// The normal form is for finding what goes where; as a program it may be worse: for `s` and `m` near 10⁴, `s/t - m/t` has lost the digits that `s - m` has. Factors and
/// guards that the normal form has moved to the tail are left out of the written expression, and what remains is used if its normal form is the item, if it mentions nothing that cancels, and if
/// one exponential holds all of the item's exponent: a product of several may overflow where their joint exponent is bounded. So those of a product become one, their exponents added as they are written.
final class Wording {
    private final Term item;
    private final Predicate<Expr> hasItem;
    private final List<Expr> numerator = new ArrayList<>();
    private final List<Expr> denominator = new ArrayList<>();

    private Wording(Term item, Predicate<Expr> hasItem) {
        this.item = item;
        this.hasItem = hasItem;
    }

    /// The item as written; empty where the written expression does not contain it.
    static Optional<Expr> find(Expr written, Term item, Predicate<Expr> hasItem) {
        Wording wording = new Wording(item, hasItem);
        Expr found = wording.inOneExponential(wording.rest(written, true));
        return wording.holdsTheExponent()
                        && item.expr().arguments().containsAll(found.arguments())
                        && Normalizer.normalize(found).equals(Polynomial.of(item))
                ? Optional.of(found)
                : Optional.empty();
    }

    /// With the exponentials of a product as one, whose exponent adds theirs as they are written: `exp(s - m)·exp(t - n)` is `exp((s - m) + (t - n))`.
    private Expr inOneExponential(Expr found) {
        List<Expr> above = numerator.stream().filter(Wording::isExponential).toList();
        List<Expr> below = denominator.stream().filter(Wording::isExponential).toList();
        List<Expr> all = Stream.concat(above.stream(), below.stream()).toList();
        Optional<Fun> base = all.stream().findFirst().flatMap(Wording::base);
        if (all.size() < 2 || base.isEmpty() || !all.stream().allMatch(e -> base(e).equals(base))) {
            return found;
        }
        Expr exponent =
                Stream.concat(
                                above.stream().map(Wording::exponent),
                                below.stream().map(e -> Expr.call(Fun.NEG, exponent(e))))
                        .reduce((a, b) -> Expr.call(Fun.ADD, a, b))
                        .orElseThrow();
        Expr joint = Expr.call(base.get(), exponent);
        numerator.removeAll(above);
        denominator.removeAll(below);
        numerator.add(joint);
        return guarded(
                found,
                e ->
                        product(
                                joint,
                                e.rewrite(x -> all.contains(x) ? Expr.num(1) : withoutOnes(x))));
    }

    /// What is under the guards of an item, changed.
    private static Expr guarded(Expr e, UnaryOperator<Expr> change) {
        return !(e instanceof Call(Fun fun, List<Expr> args)) || fun != Fun.WHERE
                ? change.apply(e)
                : isZero(args.get(2))
                        ? Expr.call(fun, args.get(0), guarded(args.get(1), change), args.get(2))
                        : Expr.call(fun, args.get(0), args.get(1), guarded(args.get(2), change));
    }

    /// Whether an exponential is under a guard that not all factors are under: it may be infinite where that leaves it out.
    private static boolean isGuardedAlone(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args)
                && (fun == Fun.WHERE
                        ? isExponential(e)
                        : (fun == Fun.MUL || fun == Fun.DIV || fun == Fun.NEG)
                                && args.stream().anyMatch(Wording::isGuardedAlone));
    }

    private static Expr unguarded(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.WHERE
                ? unguarded(isZero(args.get(2)) ? args.get(1) : args.get(2))
                : e;
    }

    private static Optional<Fun> base(Expr e) {
        return e instanceof Call(Fun fun, _) && (fun == Fun.EXP || fun == Fun.EXP2)
                ? Optional.of(fun)
                : Optional.empty();
    }

    private static Expr exponent(Expr exponential) {
        return ((Call) exponential).args().getFirst();
    }

    private static Expr withoutOnes(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args)
                ? switch (fun) {
                    case MUL -> product(args.get(0), args.get(1));
                    case DIV -> quotient(args.get(0), args.get(1));
                    default -> e;
                }
                : e;
    }

    private boolean holdsTheExponent() {
        return denominator.stream().noneMatch(Wording::isExponential)
                && numerator.stream().filter(Wording::isExponential).count() == 1
                && numerator.stream()
                        .filter(Wording::isExponential)
                        .allMatch(e -> e instanceof Call(Fun fun, _) && isPower(fun));
    }

    private static boolean isPower(Fun fun) {
        return fun == Fun.EXP || fun == Fun.EXP2 || fun == Fun.POW;
    }

    /// Whether the expression is or contains an exponential.
    private static boolean isExponential(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args)
                && (fun == Fun.EXP
                        || fun == Fun.EXP2
                        || (fun == Fun.POW && !(args.get(1) instanceof Num))
                        || args.stream().anyMatch(Wording::isExponential));
    }

    /// The expression without the factors that no item is in, and without the guards that the item does not need; 1 where nothing remains.
    private Expr rest(Expr e, boolean above) {
        if (!hasItem.test(e)) {
            return Expr.num(1);
        }
        if (e instanceof Call(Fun fun, List<Expr> args)) {
            if (fun == Fun.MUL) {
                return product(rest(args.get(0), above), rest(args.get(1), above));
            }
            if (fun == Fun.DIV) {
                return quotient(rest(args.get(0), above), rest(args.get(1), !above));
            }
            if (fun == Fun.NEG) {
                return rest(args.get(0), above);
            }
            if (fun == Fun.WHERE && isZero(args.get(2))) {
                Expr condition = Conditions.normal(args.get(0));
                Expr value = rest(args.get(1), above);
                return isNeeded(condition)
                        ? Expr.call(Fun.WHERE, args.get(0), value, args.get(2))
                        : value;
            }
            if (fun == Fun.WHERE && isZero(args.get(1))) {
                Expr condition = Conditions.negation(Conditions.normal(args.get(0)));
                Expr value = rest(args.get(2), above);
                return isNeeded(condition)
                        ? Expr.call(Fun.WHERE, args.get(0), args.get(1), value)
                        : value;
            }
        }
        (above ? numerator : denominator).add(e);
        return e;
    }

    private boolean isNeeded(Expr condition) {
        return item.guards().containsKey(condition.toString());
    }

    private static boolean isZero(Expr e) {
        return e instanceof Num(double value) && value == 0;
    }

    private static boolean isOne(Expr e) {
        return e instanceof Num(double value) && value == 1;
    }

    private static Expr product(Expr a, Expr b) {
        return isOne(a) ? b : isOne(b) ? a : Expr.call(Fun.MUL, a, b);
    }

    private static Expr quotient(Expr a, Expr b) {
        return isOne(b) ? a : Expr.call(Fun.DIV, a, b);
    }
}
