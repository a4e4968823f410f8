package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Conditions as cases: conjunctions of which no two hold together, so that a choice is the sum of what it is in each case.
///
/// ```
///   [where(c, a, b) == d]    =   [c]·[a == d] + [not c]·[b == d]                  a case whose sides are numbers is decided
///   [exp(u + v)·a != 0]      =   [u != -inf]·[v != -inf]·[a != 0]                 likewise for > and <
///   [abs(a)·b > 0]           =   [abs(a) > 0]·[b > 0]                             likewise for roots and even powers
///   [u - v != -inf]          =   [u != -inf]·[v != inf]
///   [inf + u != -inf]        =   []                                               always
///   [exp(u)·a >= 0]          =   [u == -inf] + [u != -inf]·[a >= 0]               likewise for <=
///   [a·b == 0]               =   [a == 0] + [a != 0]·[b == 0]                     the opposite of the above
///   [a or b]                 =   [a] + [not a]·[b]                                where a or b has cases of its own
/// ```
public final class Conditions {
    private static final int MOST_GUARDS = 4;

    private static final Expr ZERO = Expr.num(0);

    private final Normalizer normalizer;
    private final Map<Expr, List<List<Expr>>> holding = new HashMap<>();
    private final Map<Expr, List<List<Expr>>> failing = new HashMap<>();

    Conditions(Normalizer normalizer) {
        this.normalizer = normalizer;
    }

    /// The cases in which a condition holds; no case where it never does, and one without conditions where it always does.
    List<List<Expr>> holds(Expr condition) {
        return cases(condition, true);
    }

    /// The cases in which it does not hold.
    List<List<Expr>> fails(Expr condition) {
        return cases(condition, false);
    }

    private List<List<Expr>> cases(Expr condition, boolean holds) {
        Map<Expr, List<List<Expr>>> known = holds ? holding : failing;
        List<List<Expr>> found = known.get(condition);
        if (found == null) {
            found = found(condition, holds);
            known.put(condition, found);
        }
        return found;
    }

    private List<List<Expr>> found(Expr condition, boolean holds) {
        if (!(condition instanceof Call(Fun fun, List<Expr> args))) {
            return leaf(condition, holds);
        }
        return switch (fun) {
            case NOT -> cases(args.getFirst(), !holds);
            case EQ, NE, LT, LE, GT, GE ->
                    compared(fun, normalizer.of(args.get(0)), normalizer.of(args.get(1)), holds);
            case AND, OR ->
                    args.stream().anyMatch(this::hasCases)
                            ? joined(args, fun == Fun.AND ? holds : !holds, fun == Fun.AND)
                            : leaf(normal(condition), holds);
            default -> leaf(normal(condition), holds);
        };
    }

    /// Whether a condition is more than one guard that says the same.
    private boolean hasCases(Expr condition) {
        Expr guard = normal(condition);
        return !holds(condition).equals(List.of(List.of(guard)));
    }

    /// Whether both of two conditions are as asked, or not both: the first is not, or it is and the second is not.
    ///
    /// @param both whether both are to be as asked
    /// @param asked what is asked of each
    private List<List<Expr>> joined(List<Expr> conditions, boolean both, boolean asked) {
        List<List<Expr>> joined = new ArrayList<>();
        if (!both) {
            joined.addAll(cases(conditions.getFirst(), !asked));
        }
        for (List<Expr> first : cases(conditions.getFirst(), asked)) {
            for (List<Expr> second : cases(conditions.getLast(), both == asked)) {
                List<Expr> each = new ArrayList<>(first);
                each.addAll(second);
                joined.add(each);
            }
        }
        return joined;
    }

    private static List<List<Expr>> leaf(Expr condition, boolean holds) {
        return List.of(List.of(holds ? condition : negation(condition)));
    }

    private static List<List<Expr>> compared(Fun fun, Polynomial a, Polynomial b, boolean holds) {
        Optional<Expr> guard = a.guard().or(b::guard);
        if (guard.isPresent() && a.guards() + b.guards() <= MOST_GUARDS) {
            Expr otherwise = negation(guard.get());
            List<List<Expr>> cases = new ArrayList<>();
            compared(fun, a.under(guard.get()), b.under(guard.get()), holds)
                    .forEach(each -> cases.add(and(guard.get(), each)));
            compared(fun, a.under(otherwise), b.under(otherwise), holds)
                    .forEach(each -> cases.add(and(otherwise, each)));
            return cases;
        }
        if (a.expr() instanceof Expr.Num(double first)
                && b.expr() instanceof Expr.Num(double second)) {
            return isTrue(fun, first, second) == holds ? List.of(List.of()) : List.of();
        }
        if ((fun == Fun.EQ || fun == Fun.NE) && isNever(a, b)) {
            return holds == (fun == Fun.NE) ? List.of(List.of()) : List.of();
        }
        Expr condition = new Call(fun, sides(List.of(a, b)));
        if (fun == Fun.LE || fun == Fun.GE) {
            List<Expr> positive = b.isZero() ? exponential(a) : List.of();
            List<List<Expr>> cases = new ArrayList<>(holds ? opposite(positive) : List.of());
            cases.add(and(holds ? condition : negation(condition), positive));
            return cases;
        }
        boolean isEquation = fun == Fun.EQ;
        List<Expr> all =
                conjunction(isEquation ? Fun.NE : fun, a, b)
                        .orElse(List.of(isEquation ? negation(condition) : condition));
        return holds == isEquation ? opposite(all) : List.of(all);
    }

    /// Whether a sum with an infinity in it is compared with the opposite one: it is infinite or NaN.
    private static boolean isNever(Polynomial sum, Polynomial bound) {
        return bound.expr() instanceof Expr.Num(double infinity)
                && Double.isInfinite(infinity)
                && sum.terms().stream()
                        .anyMatch(
                                term ->
                                        term.guards().isEmpty()
                                                && InfiniteCase.isInfinite(term)
                                                && term.coefficient() * infinity < 0);
    }

    /// Where the exponential of a product is other than 0.
    private static List<Expr> exponential(Polynomial product) {
        return product.terms().size() == 1
                ? ofSum(product.terms().getFirst().exponent(), Double.NEGATIVE_INFINITY)
                : List.of();
    }

    private static List<Expr> and(Expr condition, List<Expr> others) {
        List<Expr> all = new ArrayList<>(List.of(condition));
        all.addAll(others);
        return all;
    }

    /// Where not all of several conditions hold: the first fails, or it holds and the second fails, and so on.
    private static List<List<Expr>> opposite(List<Expr> all) {
        List<List<Expr>> cases = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            List<Expr> each = new ArrayList<>(all.subList(0, i));
            each.add(negation(all.get(i)));
            cases.add(each);
        }
        return cases;
    }

    private static boolean isTrue(Fun fun, double a, double b) {
        return switch (fun) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
            default -> throw new IllegalArgumentException(fun + " compares nothing");
        };
    }

    /// A comparison as several that must all hold; empty where there is no such law.
    private static Optional<List<Expr>> conjunction(Fun fun, Polynomial a, Polynomial b) {
        if (b.isZero()
                && a.terms().size() == 1
                && (fun == Fun.NE || fun == Fun.GT || fun == Fun.LT)) {
            return Optional.of(ofProduct(fun, a.terms().getFirst()));
        }
        return fun == Fun.NE
                        && b.expr() instanceof Expr.Num(double bound)
                        && Double.isInfinite(bound)
                        && !InfiniteCase.isInfinite(a)
                ? Optional.of(ofSum(a, bound)).filter(all -> !all.isEmpty())
                : Optional.empty();
    }

    /// A product that is 0 by one of its factors is neither above 0, below it nor other than 0; an exponential is 0 where a summand of its exponent is -inf, and no real one is.
    private static List<Expr> ofProduct(Fun fun, Term product) {
        List<Expr> all = ofSum(product.exponent(), Double.NEGATIVE_INFINITY);
        Term rest = Term.constant(product.coefficient());
        for (Term.Factor factor : product.powers().values()) {
            Term alone = Term.atom(factor.atom(), factor.power());
            boolean isPositive = fun == Fun.GT && isNeverNegative(factor);
            if (alone.isPositive()) {
                continue;
            }
            if (isPositive || fun == Fun.NE) {
                all.add(apart(factor, isPositive));
            } else {
                rest = rest.times(alone);
            }
        }
        boolean decided = fun == Fun.NE || (fun == Fun.GT && rest.isPositive());
        if (!decided) {
            all.add(Expr.call(fun, rest.expr(), ZERO));
        }
        return all;
    }

    /// That a power is not 0: its base is neither 0 nor, where it divides, infinite.
    ///
    /// @param isPositive whether the power is never negative, and no NaN is to pass
    private static Expr apart(Term.Factor factor, boolean isPositive) {
        Expr bound = factor.power() > 0 ? ZERO : Expr.num(Double.POSITIVE_INFINITY);
        if (isPositive) {
            Expr base =
                    isNeverNegative(factor.atom())
                            ? factor.atom()
                            : Expr.call(Fun.ABS, factor.atom());
            return Expr.call(factor.power() > 0 ? Fun.GT : Fun.LT, base, bound);
        }
        return factor.power() > 0
                ? Expr.call(Fun.NE, root(factor.atom()), bound)
                : Expr.call(Fun.NE, Term.atom(factor.atom(), -1).expr(), ZERO);
    }

    /// What is 0 where a magnitude or a root is.
    private static Expr root(Expr atom) {
        return atom instanceof Call(Fun fun, List<Expr> args) && (fun == Fun.ABS || fun == Fun.SQRT)
                ? args.getFirst()
                : atom;
    }

    private static boolean isNeverNegative(Term.Factor factor) {
        return factor.power() % 2 == 0 || isNeverNegative(factor.atom());
    }

    private static boolean isNeverNegative(Expr atom) {
        return atom instanceof Call && Sign.of(atom, _ -> Sign.ANY) == Sign.POSITIVE;
    }

    /// A sum is other than an infinity where none of its summands is that one, multiplied by its sign. One with summands under conditions is asked as a whole: two that are infinite under one may cancel.
    private static List<Expr> ofSum(Polynomial sum, double bound) {
        if (sum.guard().isPresent()) {
            return new ArrayList<>(List.of(Expr.call(Fun.NE, sum.expr(), Expr.num(bound))));
        }
        List<Expr> all = new ArrayList<>();
        for (Term summand : sum.terms()) {
            boolean isFinite = summand.isConstant() || (summand.isPositive() && bound < 0);
            if (!isFinite) {
                double size = Math.abs(summand.coefficient());
                double sign = Math.signum(summand.coefficient());
                Expr alone = summand.scaled(1 / size).scaled(sign).expr();
                all.add(
                        alone instanceof Call(Fun fun, List<Expr> args) && fun == Fun.LOG
                                ? ofLogarithm(args.getFirst(), sign * bound)
                                : Expr.call(Fun.NE, alone, Expr.num(sign * bound)));
            }
        }
        return all;
    }

    private static Expr ofLogarithm(Expr argument, double bound) {
        return Expr.call(Fun.NE, argument, Expr.num(bound > 0 ? bound : 0));
    }

    /// An expression with every choice made that conditions decide.
    Expr given(List<Expr> conditions, Expr e) {
        return e.rewrite(
                part -> {
                    if (!(part instanceof Call(Fun fun, List<Expr> args)) || fun != Fun.WHERE) {
                        return part;
                    }
                    return holds(args.getFirst()).stream().anyMatch(conditions::containsAll)
                            ? args.get(1)
                            : fails(args.getFirst()).stream().anyMatch(conditions::containsAll)
                                    ? args.get(2)
                                    : part;
                });
    }

    /// A condition with its sides in normal form, by which equal guards are recognised.
    static Expr normal(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        return switch (fun) {
            case NOT -> negation(normal(args.getFirst()));
            case EQ, NE, LT, LE, GT, GE ->
                    new Call(fun, sides(args.stream().map(Normalizer::normalize).toList()));
            default -> new Call(fun, args.stream().map(Normalizer::simplify).toList());
        };
    }

    /// The sides of a comparison. Compared with 0, a product whose exponential is not 0 has the sign that it has without it.
    private static List<Expr> sides(List<Polynomial> sides) {
        boolean withZero = sides.stream().anyMatch(Polynomial::isZero);
        return sides.stream()
                .map(
                        side ->
                                withZero && side.terms().size() == 1
                                        ? side.terms()
                                                .getFirst()
                                                .withExponent(Polynomial.ZERO)
                                                .expr()
                                        : side.expr())
                .toList();
    }

    /// The complement, exact for NaN too: only `==` and `!=` are complements of each other.
    public static Expr negation(Expr condition) {
        return switch (condition) {
            case Call(Fun fun, List<Expr> args) when fun == Fun.NOT -> args.getFirst();
            case Call(Fun fun, List<Expr> args) when fun == Fun.NE -> new Call(Fun.EQ, args);
            case Call(Fun fun, List<Expr> args) when fun == Fun.EQ -> new Call(Fun.NE, args);
            case Call _, Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ ->
                    Expr.call(Fun.NOT, condition);
        };
    }
}
