package org.heddle.rules.schedule;

import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Border;

/// How the value of an expression of borders goes as blocks along an axis go by. Rounding keeps it: what does not fall still does not, rounded.
enum Trend {
    CONSTANT,
    RISING,
    FALLING,
    UNKNOWN;

    /// That of an expression of borders and sizes along an axis.
    static Trend of(Expr e, String axis) {
        return switch (e) {
            case Expr.Num _, Expr.Extent _ -> CONSTANT;
            case Expr.Arg(String name) ->
                    Border.index(name).axis().equals(axis) ? RISING : CONSTANT;
            case Expr.Index _ -> UNKNOWN;
            case Call(Fun fun, List<Expr> args) -> {
                List<Trend> trends = args.stream().map(arg -> of(arg, axis)).toList();
                yield trends.stream().allMatch(trend -> trend == CONSTANT)
                        ? CONSTANT
                        : of(fun, args, trends);
            }
        };
    }

    private static Trend of(Fun fun, List<Expr> args, List<Trend> trends) {
        return switch (fun) {
            case ADD, MIN, MAX, FLOOR, ROUND -> trends.stream().reduce(CONSTANT, Trend::and);
            case SUB -> trends.get(0).and(trends.get(1).opposite());
            case NEG -> trends.getFirst().opposite();
            case MUL -> scaled(trends.get(0), args.get(1)).or(scaled(trends.get(1), args.get(0)));
            case DIV -> scaled(trends.get(0), args.get(1));
            default -> UNKNOWN;
        };
    }

    /// Times, or divided by, a number whose sign is known.
    private static Trend scaled(Trend trend, Expr by) {
        return switch (by) {
            case Expr.Num(double value) when value > 0 -> trend;
            case Expr.Num(double value) when value < 0 -> trend.opposite();
            case Expr.Extent _ -> trend;
            default -> UNKNOWN;
        };
    }

    private Trend or(Trend other) {
        return this == UNKNOWN ? other : this;
    }

    /// That of a sum, or of the lesser or the greater of two.
    Trend and(Trend other) {
        return this == CONSTANT || this == other ? other : other == CONSTANT ? this : UNKNOWN;
    }

    Trend opposite() {
        return switch (this) {
            case RISING -> FALLING;
            case FALLING -> RISING;
            case CONSTANT, UNKNOWN -> this;
        };
    }

    boolean rises() {
        return this == RISING || this == CONSTANT;
    }

    boolean falls() {
        return this == FALLING || this == CONSTANT;
    }
}
