package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Takes functions of choices, and logarithms, roots, powers, magnitudes and positive parts of products apart, the latter where no factor is negative.
///
/// ```
///   log(a·b) = log a + log b      log(a/b) = log a - log b      log(sqrt a) = log(a)/2      log(a^c) = c·log a
///   max(a·b, 0) = max(a, 0)·b     min(a·b, 0) = min(a, 0)·b         for b >= 0      abs(a·b) = abs a · abs b
///   max(a·b, 0) = where(b < 0, min(a, 0)·b, max(a, 0)·b)                                    for a running value b
///   where(a·b > 0, u, v) = where(a > 0, where(b > 0, u, v), v)                              for a >= 0, b >= 0
///   sqrt(a·b) = sqrt a · sqrt b   sqrt(a/b) = sqrt a / sqrt b     (a/b)^c = a^c / b^c       for a >= 0, b >= 0
///   f(where(c, a, b)) = where(c, f(a), f(b))
/// ```
///
/// What is 0 or more is read off signs, and off the conditions that a part stands under: `where(p > 0, log(p/z), 0)`.
///
/// At 0 and infinity both sides have the same limit, or the left one is NaN (`log(0/0)`).
public final class Distribution {
    private final Function<Expr, Sign> signs;
    private final Set<Expr> positive;
    private final Predicate<Expr> isRunning;

    /// @param positive what is known to be 0 or more where the expression counts
    private Distribution(
            Function<Expr, Sign> signs, Set<Expr> positive, Predicate<Expr> isRunning) {
        this.signs = signs;
        this.positive = positive;
        this.isRunning = isRunning;
    }

    /// The expression with everything taken apart that one of the laws above is about; the same where there is no such thing.
    ///
    /// @param signs the sign of an expression
    /// @param isRunning whether an expression is free of items and sees running values
    public static Expr apart(Expr e, Function<Expr, Sign> signs, Predicate<Expr> isRunning) {
        return new Distribution(signs, Set.of(), isRunning).inside(e);
    }

    /// The same, under the conditions of the choices that a part stands in.
    private Expr inside(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        if (fun != Fun.WHERE) {
            return one(new Call(fun, args.stream().map(this::inside).toList()));
        }
        Set<Expr> also = new LinkedHashSet<>(positive);
        notNegative(args.getFirst(), also);
        Distribution under = new Distribution(signs, also, isRunning);
        return one(
                Expr.call(
                        fun, inside(args.get(0)), under.inside(args.get(1)), inside(args.get(2))));
    }

    /// What is 0 or more where a condition holds.
    private static void notNegative(Expr condition, Set<Expr> found) {
        if (!(condition instanceof Call(Fun fun, List<Expr> args))) {
            return;
        }
        switch (fun) {
            case AND -> args.forEach(arg -> notNegative(arg, found));
            case GT, GE -> above(args.get(0), args.get(1), found);
            case LT, LE -> above(args.get(1), args.get(0), found);
            default -> {}
        }
    }

    private static void above(Expr larger, Expr smaller, Set<Expr> found) {
        if (smaller instanceof Expr.Num(double value) && value >= 0) {
            found.add(larger);
        }
    }

    private boolean isPositive(Expr e) {
        return positive.contains(e)
                || signs.apply(e) == Sign.POSITIVE
                || (e instanceof Call(Fun fun, List<Expr> args)
                        && (fun == Fun.MUL || fun == Fun.DIV)
                        && args.stream().allMatch(this::isPositive));
    }

    /// A sum whose infinite summands are those of the whole, `where(c, -inf, a) + b = where(c, -inf, a + b)`, for a `b` that is not the other infinity; likewise a multiple by a positive number.
    public static Expr infiniteApart(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        boolean isMultiple =
                (fun == Fun.MUL && isPositiveNumber(args.get(0)))
                        || (fun == Fun.DIV && isPositiveNumber(args.get(1)));
        if (!isMultiple && !(fun == Fun.ADD || fun == Fun.SUB)) {
            return e;
        }
        List<Expr> summands = args.stream().map(Distribution::infiniteApart).toList();
        for (int i = 0; i < summands.size(); i++) {
            if (summands.get(i) instanceof Call(Fun choice, List<Expr> cases)
                    && choice == Fun.WHERE
                    && cases.stream().skip(1).anyMatch(Distribution::isInfinite)) {
                Expr first = withCase(fun, summands, i, cases.get(1));
                return Expr.call(
                        choice, cases.get(0), first, withCase(fun, summands, i, cases.get(2)));
            }
        }
        return new Call(fun, summands);
    }

    /// The same for every sum in an expression.
    public static Expr infiniteInside(Expr e) {
        return e.rewrite(Distribution::infiniteApart);
    }

    private static Expr withCase(Fun fun, List<Expr> summands, int position, Expr value) {
        if (isInfinite(value)) {
            boolean isTurned = fun == Fun.SUB && position == 1;
            return isTurned ? Normalizer.simplify(Expr.call(Fun.NEG, value)) : value;
        }
        List<Expr> with = new ArrayList<>(summands);
        with.set(position, value);
        return infiniteApart(new Call(fun, with));
    }

    private static boolean isPositiveNumber(Expr e) {
        return e instanceof Expr.Num(double value) && value > 0;
    }

    /// Whether an expression is an infinity.
    static boolean isInfinite(Expr e) {
        return e instanceof Expr.Num(double value) && Double.isInfinite(value);
    }

    private Expr one(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        Optional<Expr> byCases = byCases(fun, args);
        if (byCases.isPresent()) {
            return byCases.get();
        }
        return switch (fun) {
            case LOG -> log(args.getFirst());
            case SQRT -> root(Fun.SQRT, args.getFirst());
            case RSQRT -> root(Fun.RSQRT, args.getFirst());
            case POW -> power(args.get(0), args.get(1));
            case ABS -> magnitude(args.getFirst());
            case MAX, MIN -> extremum(fun, args);
            case WHERE -> choice(args.get(0), args.get(1), args.get(2));
            default -> e;
        };
    }

    /// A function of a choice as a choice of its values.
    private Optional<Expr> byCases(Fun fun, List<Expr> args) {
        boolean isApart =
                switch (fun) {
                    case LOG, SQRT, RSQRT, ABS, TANH, SIGMOID, ERF -> true;
                    case POW -> args.getLast() instanceof Expr.Num;
                    default -> false;
                };
        return isApart
                        && args.getFirst() instanceof Call(Fun choice, List<Expr> of)
                        && choice == Fun.WHERE
                ? Optional.of(
                        Expr.call(
                                Fun.WHERE,
                                of.get(0),
                                of(fun, of.get(1), args),
                                of(fun, of.get(2), args)))
                : Optional.empty();
    }

    private Expr of(Fun fun, Expr argument, List<Expr> args) {
        List<Expr> others = new ArrayList<>(args);
        others.set(0, argument);
        return argument instanceof Expr.Num && others.getLast() instanceof Expr.Num
                ? Expr.num(
                        Scalars.apply(
                                fun,
                                others.stream().mapToDouble(e -> ((Expr.Num) e).value()).toArray()))
                : one(new Call(fun, others));
    }

    /// A choice by whether a product is above 0: where no factor is negative, each of them must be.
    private Expr choice(Expr condition, Expr yes, Expr no) {
        if (condition instanceof Call(Fun asked, List<Expr> sides)
                && asked == Fun.GT
                && sides.getLast().equals(Expr.num(0))
                && sides.getFirst() instanceof Call(Fun fun, List<Expr> args)
                && (fun == Fun.MUL || fun == Fun.DIV)
                && arePositive(fun, args)) {
            Expr second =
                    fun == Fun.MUL
                            ? Expr.call(Fun.GT, args.get(1), Expr.num(0))
                            : Expr.call(Fun.LT, args.get(1), Expr.num(Double.POSITIVE_INFINITY));
            return choice(Expr.call(Fun.GT, args.get(0), Expr.num(0)), choice(second, yes, no), no);
        }
        return Expr.call(Fun.WHERE, condition, yes, no);
    }

    private Expr log(Expr argument) {
        if (argument instanceof Call(Fun fun, List<Expr> args) && arePositive(fun, args)) {
            switch (fun) {
                case MUL -> {
                    return Expr.call(Fun.ADD, log(args.get(0)), log(args.get(1)));
                }
                case DIV -> {
                    return Expr.call(Fun.SUB, log(args.get(0)), log(args.get(1)));
                }
                case SQRT -> {
                    return Expr.call(Fun.DIV, log(args.getFirst()), Expr.num(2));
                }
                case RSQRT -> {
                    return Expr.call(Fun.DIV, log(args.getFirst()), Expr.num(-2));
                }
                case POW -> {
                    return Expr.call(Fun.MUL, args.get(1), log(args.get(0)));
                }
                default -> {}
            }
        }
        return Expr.call(Fun.LOG, argument);
    }

    private Expr root(Fun root, Expr argument) {
        return argument instanceof Call(Fun fun, List<Expr> args)
                        && (fun == Fun.MUL || fun == Fun.DIV)
                        && arePositive(fun, args)
                ? Expr.call(fun, root(root, args.get(0)), root(root, args.get(1)))
                : Expr.call(root, argument);
    }

    /// For a number as exponent: of another it is not known by how many powers of magnitudes the factors grow apart.
    private Expr power(Expr base, Expr exponent) {
        return exponent instanceof Expr.Num
                        && base instanceof Call(Fun fun, List<Expr> args)
                        && (fun == Fun.MUL || fun == Fun.DIV)
                        && arePositive(fun, args)
                ? Expr.call(fun, power(args.get(0), exponent), power(args.get(1), exponent))
                : Expr.call(Fun.POW, base, exponent);
    }

    private Expr magnitude(Expr argument) {
        if (argument instanceof Call(Fun fun, List<Expr> args)
                && (fun == Fun.MUL || fun == Fun.DIV)) {
            return Expr.call(fun, magnitude(args.get(0)), magnitude(args.get(1)));
        }
        return isPositive(argument) ? argument : Expr.call(Fun.ABS, argument);
    }

    /// Of a product and 0.
    private Expr extremum(Fun extremum, List<Expr> args) {
        Expr zero = Expr.num(0);
        Expr other = args.get(args.get(0).equals(zero) ? 1 : 0);
        if (!args.contains(zero)
                || !(other instanceof Call(Fun fun, List<Expr> factors))
                || !(fun == Fun.MUL || fun == Fun.DIV)) {
            return Expr.call(extremum, args.get(0), args.get(1));
        }
        if (isPositive(factors.get(1))) {
            return Expr.call(
                    fun, extremum(extremum, List.of(factors.get(0), zero)), factors.get(1));
        }
        if (fun == Fun.MUL && isPositive(factors.get(0))) {
            return Expr.call(
                    fun, factors.get(0), extremum(extremum, List.of(factors.get(1), zero)));
        }
        return isRunning.test(factors.get(1))
                ? byTheSign(extremum, fun, factors.get(0), factors.get(1))
                : fun == Fun.MUL && isRunning.test(factors.get(0))
                        ? byTheSign(extremum, fun, factors.get(1), factors.get(0))
                        : Expr.call(extremum, args.get(0), args.get(1));
    }

    /// The same where a factor has either sign.
    private static Expr byTheSign(Fun extremum, Fun fun, Expr item, Expr factor) {
        Expr zero = Expr.num(0);
        Fun opposite = extremum == Fun.MAX ? Fun.MIN : Fun.MAX;
        return Expr.call(
                Fun.WHERE,
                Expr.call(Fun.LT, factor, zero),
                Expr.call(fun, Expr.call(opposite, item, zero), factor),
                Expr.call(fun, Expr.call(extremum, item, zero), factor));
    }

    /// Whether what the law asks of the arguments of a function is known.
    private boolean arePositive(Fun fun, List<Expr> args) {
        List<Expr> asked = fun == Fun.POW ? args.subList(0, 1) : args;
        return switch (fun) {
            case MUL, DIV, SQRT, RSQRT, POW -> asked.stream().allMatch(this::isPositive);
            default -> false;
        };
    }
}
