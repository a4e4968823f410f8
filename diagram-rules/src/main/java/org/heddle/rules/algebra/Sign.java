package org.heddle.rules.algebra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// What is known of the sign of an expression, for all real values of its arguments.
public enum Sign {
    /// Zero or more.
    POSITIVE,
    /// Zero or less.
    NEGATIVE,
    /// Not known.
    ANY;

    /// The sign of an expression.
    ///
    /// @param ofArgument the sign of each argument
    public static Sign of(Expr e, Function<String, Sign> ofArgument) {
        return switch (e) {
            case Expr.Num(double value) -> value >= 0 ? POSITIVE : value <= 0 ? NEGATIVE : ANY;
            case Expr.Arg(String name) -> ofArgument.apply(name);
            case Expr.Index _, Expr.Extent _ -> POSITIVE;
            case Call(Fun fun, List<Expr> args) -> of(fun, args, ofArgument);
        };
    }

    /// Whether an expression is above 0 whatever its arguments are.
    public static boolean isAboveZero(Expr e) {
        return isAboveZero(e, _ -> false, _ -> ANY);
    }

    /// Whether an expression is above 0.
    ///
    /// @param isArgument whether an argument is
    /// @param ofArgument the sign of each argument
    public static boolean isAboveZero(
            Expr e, Predicate<String> isArgument, Function<String, Sign> ofArgument) {
        Predicate<Expr> isAbove = part -> isAboveZero(part, isArgument, ofArgument);
        return switch (e) {
            case Expr.Num(double value) -> value > 0;
            case Expr.Arg(String name) -> isArgument.test(name);
            case Expr.Index _, Expr.Extent _ -> false;
            case Call(Fun fun, List<Expr> args) ->
                    switch (fun) {
                        case EXP, EXP2, SIGMOID -> true;
                        case ADD ->
                                args.stream().anyMatch(isAbove)
                                        && args.stream()
                                                .allMatch(arg -> of(arg, ofArgument) == POSITIVE);
                        case MAX -> args.stream().anyMatch(isAbove);
                        case MUL, DIV, MIN -> args.stream().allMatch(isAbove);
                        case WHERE -> args.stream().skip(1).allMatch(isAbove);
                        case SQRT, RSQRT, POW, ABS -> isAbove.test(args.getFirst());
                        default -> false;
                    };
        };
    }

    private static Sign of(Fun fun, List<Expr> args, Function<String, Sign> ofArgument) {
        return switch (fun) {
            case EXP, EXP2, SQRT, RSQRT, SIGMOID, ABS, EQ, NE, LT, LE, GT, GE, AND, OR, NOT ->
                    POSITIVE;
            case ADD -> common(of(args.get(0), ofArgument), of(args.get(1), ofArgument));
            case MIN -> bounded(NEGATIVE, args, ofArgument);
            case MAX -> bounded(POSITIVE, args, ofArgument);
            case WHERE -> common(of(args.get(1), ofArgument), of(args.get(2), ofArgument));
            case SUB -> common(of(args.get(0), ofArgument), of(args.get(1), ofArgument).negated());
            case NEG -> of(args.get(0), ofArgument).negated();
            case MUL, DIV -> ofProduct(new Call(fun, args), ofArgument);
            case POW -> power(of(args.get(0), ofArgument), args.get(1));
            case FLOOR, ROUND, TANH, ERF -> of(args.get(0), ofArgument);
            case MOD, LOG, SIN, COS -> ANY;
        };
    }

    /// Of factors that occur in pairs the product is not negative, whatever they are: `-2·a·a <= 0`.
    private static Sign ofProduct(Expr product, Function<String, Sign> ofArgument) {
        Map<Expr, Integer> powers = new LinkedHashMap<>();
        factors(product, powers);
        Sign sign = POSITIVE;
        for (Map.Entry<Expr, Integer> each : powers.entrySet()) {
            sign = each.getValue() % 2 == 0 ? sign : sign.times(of(each.getKey(), ofArgument));
        }
        return sign;
    }

    private static void factors(Expr e, Map<Expr, Integer> powers) {
        if (e instanceof Call(Fun fun, List<Expr> args) && (fun == Fun.MUL || fun == Fun.DIV)) {
            args.forEach(arg -> factors(arg, powers));
        } else {
            powers.merge(e, 1, Integer::sum);
        }
    }

    /// A minimum is at most 0 where one argument is, whatever the other is; a maximum at least 0.
    private static Sign bounded(Sign bound, List<Expr> args, Function<String, Sign> ofArgument) {
        boolean holds =
                args.stream().anyMatch(e -> of(e, ofArgument) == bound || e.equals(Expr.num(0)));
        return holds ? bound : common(of(args.get(0), ofArgument), of(args.get(1), ofArgument));
    }

    private static Sign power(Sign base, Expr exponent) {
        boolean even = exponent instanceof Expr.Num(double value) && value % 2 == 0;
        return even || base == POSITIVE ? POSITIVE : ANY;
    }

    private static Sign common(Sign a, Sign b) {
        return a == b ? a : ANY;
    }

    /// The sign of the negative.
    public Sign negated() {
        return switch (this) {
            case POSITIVE -> NEGATIVE;
            case NEGATIVE -> POSITIVE;
            case ANY -> ANY;
        };
    }

    /// The sign of a product, and of a quotient.
    public Sign times(Sign other) {
        return this == ANY || other == ANY ? ANY : this == other ? POSITIVE : NEGATIVE;
    }
}
