package org.heddle.rules.grad;

import static org.heddle.rules.grad.Formulas.div;
import static org.heddle.rules.grad.Formulas.mul;
import static org.heddle.rules.grad.Formulas.neg;
import static org.heddle.rules.grad.Formulas.num;
import static org.heddle.rules.grad.Formulas.plus;
import static org.heddle.rules.grad.Formulas.where;

import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// The reverse derivative of scalar expressions: what a cotangent of the value is for one argument.
///
/// ```
///   f(a, b) with cotangent g   gives for a   g·∂f/∂a, multiplied from the outside inwards and with `where` outermost, so that it stays lazy
///
///   exp a       g·exp(a)           sin a       g·cos(a)          sqrt a      g/(2·sqrt(a))      a^b, for a   g·b·a^(b-1)
///   exp2 a      g·ln 2·exp2(a)     cos a       -g·sin(a)         rsqrt a     -g·rsqrt(a)/(2a)        for b   g·a^b·log(a) where a > 0, else 0
///   log a       g/a                tanh a      g·(1 - tanh²a)    erf a       g·2/√π·exp(-a²)    a mod b, for a   g,   for b   -g·floor(a/b)
///   sigmoid a   g·σ(a)·σ(-a)       where(c, a, b)   where(c, g, 0) for a, where(c, 0, g) for b, nothing for c
/// ```
///
/// At kinks a central difference decides: `abs` has slope 0 at 0, and `max` and `min` give either argument half where both are equal. `floor`, `round`, comparisons and logic
/// have slope 0 everywhere, jumps included. Where a slope is infinite (`sqrt` at 0) it is.
final class Derivative {
    private static final Expr ZERO = num(0);

    private final String argument;

    private Derivative(String argument) {
        this.argument = argument;
    }

    /// The cotangent of an argument.
    ///
    /// @param e the expression
    /// @param cotangent of the expression's value
    /// @return the literal 0 where nothing reaches the argument
    static Expr of(Expr e, Expr cotangent, String argument) {
        if (cotangent instanceof Expr.Call(Fun fun, var args)
                && fun == Fun.WHERE
                && Formulas.isZero(args.get(2))) {
            return where(args.getFirst(), of(e, args.get(1), argument), ZERO);
        }
        return new Derivative(argument).pull(e, cotangent);
    }

    private Expr pull(Expr e, Expr g) {
        if (!e.arguments().contains(argument)) {
            return ZERO;
        }
        return switch (e) {
            case Expr.Arg _ -> g;
            case Expr.Num _, Expr.Index _, Expr.Extent _ -> ZERO;
            case Expr.Call(Fun fun, List<Expr> args) -> pull(e, fun, args, g);
        };
    }

    private Expr pull(Expr value, Fun fun, List<Expr> args, Expr g) {
        Expr a = args.getFirst();
        Expr b = args.get(args.size() > 1 ? 1 : 0);
        return switch (fun) {
            case ADD -> plus(pull(a, g), pull(b, g));
            case SUB -> plus(pull(a, g), pull(b, neg(g)));
            case NEG -> pull(a, neg(g));
            case MUL -> plus(pull(a, mul(g, b)), pull(b, mul(g, a)));
            case DIV -> plus(pull(a, div(g, b)), pull(b, neg(div(mul(g, a), mul(b, b)))));
            case MIN -> chosen(Fun.LT, a, b, g);
            case MAX -> chosen(Fun.GT, a, b, g);
            case POW -> power(a, b, g);
            case MOD ->
                    plus(
                            pull(a, g),
                            pull(b, neg(mul(g, Expr.call(Fun.FLOOR, Expr.call(Fun.DIV, a, b))))));
            case EXP -> pull(a, mul(g, value));
            case EXP2 -> pull(a, mul(num(Math.log(2)), mul(g, value)));
            case LOG -> pull(a, div(g, a));
            case SIN -> pull(a, mul(g, Expr.call(Fun.COS, a)));
            case COS -> pull(a, neg(mul(g, Expr.call(Fun.SIN, a))));
            case SQRT -> pull(a, div(g, mul(num(2), value)));
            case RSQRT -> pull(a, mul(num(-0.5), div(mul(g, value), a)));
            case TANH -> pull(a, mul(g, Expr.call(Fun.SUB, num(1), mul(value, value))));
            case SIGMOID -> pull(a, mul(mul(g, value), Expr.call(Fun.SIGMOID, neg(a))));
            case ERF ->
                    pull(
                            a,
                            mul(
                                    num(2 / Math.sqrt(Math.PI)),
                                    mul(g, Expr.call(Fun.EXP, neg(mul(a, a))))));
            case ABS ->
                    where(
                            Fun.GT,
                            a,
                            ZERO,
                            pull(a, g),
                            where(Fun.LT, a, ZERO, pull(a, neg(g)), ZERO));
            case WHERE -> where(a, pull(b, g), pull(args.get(2), g));
            case FLOOR, ROUND, EQ, NE, LT, LE, GT, GE, AND, OR, NOT -> ZERO;
        };
    }

    /// The argument that wins takes all, equal ones half each.
    private Expr chosen(Fun wins, Expr a, Expr b, Expr g) {
        return plus(share(wins, a, b, g), share(wins, b, a, g));
    }

    private Expr share(Fun wins, Expr a, Expr b, Expr g) {
        Expr all = pull(a, g);
        Expr half = pull(a, mul(num(0.5), g));
        return where(wins, a, b, all, where(Fun.EQ, a, b, half, ZERO));
    }

    private Expr power(Expr a, Expr b, Expr g) {
        Expr lower =
                b instanceof Expr.Num(double value)
                        ? raised(a, value - 1)
                        : Expr.call(Fun.POW, a, Expr.call(Fun.SUB, b, num(1)));
        Expr base = mul(mul(g, b), lower);
        Expr slope = mul(mul(g, Expr.call(Fun.POW, a, b)), Expr.call(Fun.LOG, a));
        return plus(
                pull(a, b instanceof Expr.Num ? base : where(Fun.EQ, b, ZERO, ZERO, base)),
                pull(b, where(Fun.GT, a, ZERO, slope, ZERO)));
    }

    private static Expr raised(Expr a, double exponent) {
        return exponent == 0 ? num(1) : exponent == 1 ? a : Expr.call(Fun.POW, a, num(exponent));
    }
}
