package org.heddle.rules.algebra;

import java.util.List;
import java.util.function.Function;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Takes logarithms, roots, powers, magnitudes and positive parts of products apart, which is legal where no factor is negative.
///
/// ```
///   log(a·b) = log a + log b      log(a/b) = log a - log b      log(sqrt a) = log(a)/2      log(a^c) = c·log a
///   max(a·b, 0) = max(a, 0)·b     min(a·b, 0) = min(a, 0)·b         for b >= 0      abs(a·b) = abs a · abs b
///   sqrt(a·b) = sqrt a · sqrt b   sqrt(a/b) = sqrt a / sqrt b     (a/b)^c = a^c / b^c       for a >= 0, b >= 0
/// ```
///
/// At 0 and infinity both sides have the same limit, or the left one is NaN (`log(0/0)`).
public final class Logarithms {
    private final Function<Expr, Sign> signs;

    private Logarithms(Function<Expr, Sign> signs) {
        this.signs = signs;
    }

    /// The expression with every logarithm and root taken apart whose factors are known not to be negative; the same where there is none.
    ///
    /// @param signs the sign of an expression
    public static Expr apart(Expr e, Function<Expr, Sign> signs) {
        Logarithms logarithms = new Logarithms(signs);
        return e.rewrite(logarithms::one);
    }

    private Expr one(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        return switch (fun) {
            case LOG -> log(args.getFirst());
            case SQRT -> root(Fun.SQRT, args.getFirst());
            case RSQRT -> root(Fun.RSQRT, args.getFirst());
            case POW -> power(args.get(0), args.get(1));
            case ABS -> magnitude(args.getFirst());
            case MAX, MIN -> extremum(fun, args);
            default -> e;
        };
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
        return signs.apply(argument) == Sign.POSITIVE ? argument : Expr.call(Fun.ABS, argument);
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
        if (signs.apply(factors.get(1)) == Sign.POSITIVE) {
            return Expr.call(
                    fun, extremum(extremum, List.of(factors.get(0), zero)), factors.get(1));
        }
        return fun == Fun.MUL && signs.apply(factors.get(0)) == Sign.POSITIVE
                ? Expr.call(fun, factors.get(0), extremum(extremum, List.of(factors.get(1), zero)))
                : Expr.call(extremum, args.get(0), args.get(1));
    }

    /// Whether what the law asks of the arguments of a function is known.
    private boolean arePositive(Fun fun, List<Expr> args) {
        List<Expr> asked = fun == Fun.POW ? args.subList(0, 1) : args;
        return switch (fun) {
            case MUL, DIV, SQRT, RSQRT, POW ->
                    asked.stream().allMatch(e -> signs.apply(e) == Sign.POSITIVE);
            default -> false;
        };
    }
}
