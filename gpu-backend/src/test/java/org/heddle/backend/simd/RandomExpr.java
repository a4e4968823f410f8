package org.heddle.backend.simd;

import java.util.List;
import java.util.SplittableRandom;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Random expressions over every function, of modest values: exponents, divisors and logarithms' arguments are kept away from where everything overflows.
final class RandomExpr {
    private static final List<Fun> FUNS = List.of(Fun.values());

    private final SplittableRandom random;
    private final List<String> arguments;
    private final List<String> axes;

    RandomExpr(long seed, List<String> arguments, List<String> axes) {
        this.random = new SplittableRandom(seed);
        this.arguments = arguments;
        this.axes = axes;
    }

    /// An expression whose outermost function is given.
    Expr of(Fun fun, int depth) {
        Expr[] args = new Expr[fun.arity()];
        for (int i = 0; i < args.length; i++) {
            args[i] = any(depth - 1);
        }
        switch (fun) {
            case EXP, EXP2, TANH, SIGMOID, ERF -> args[0] = bounded(args[0]);
            case SIN, COS -> args[0] = Expr.call(Fun.MUL, bounded(args[0]), Expr.num(4));
            case LOG, RSQRT, SQRT -> args[0] = away(args[0]);
            case DIV ->
                    args[1] =
                            random.nextInt(3) == 0
                                    ? Expr.num(pick(List.of(3.0, 4.0, 0.3, 41.0, -7.0)))
                                    : away(args[1]);
            case POW -> {
                args[0] = away(bounded(args[0]));
                args[1] =
                        random.nextInt(2) == 0 ? Expr.num(random.nextInt(-2, 4)) : bounded(args[1]);
            }
            case MOD -> {
                args[0] = Expr.call(Fun.ROUND, args[0]);
                args[1] = Expr.num(pick(List.of(3.0, 5.0, -4.0, 16.0)));
            }
            default -> {}
        }
        return Expr.call(fun, args);
    }

    private Expr any(int depth) {
        return depth <= 0 || random.nextInt(6) == 0 ? leaf() : of(pick(FUNS), depth);
    }

    private Expr leaf() {
        return switch (random.nextInt(8)) {
            case 0 -> new Expr.Index(pick(axes));
            case 1 -> new Expr.Extent(pick(axes));
            case 2 -> Expr.num(pick(List.of(0.0, 1.0, 2.0, -3.0, 0.1, 1.5, 7.0)));
            case 3 ->
                    random.nextInt(4) == 0
                            ? Expr.num(
                                    pick(
                                            List.of(
                                                    Double.POSITIVE_INFINITY,
                                                    Double.NEGATIVE_INFINITY,
                                                    Double.NaN)))
                            : Expr.num(0.25);
            default -> Expr.arg(pick(arguments));
        };
    }

    /// Between -2 and 2.
    private static Expr bounded(Expr e) {
        return Expr.call(Fun.MAX, Expr.num(-2), Expr.call(Fun.MIN, Expr.num(2), e));
    }

    /// At least 0.1.
    private static Expr away(Expr e) {
        return Expr.call(Fun.ADD, Expr.call(Fun.ABS, e), Expr.num(0.1));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
