package org.heddle.model.equal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Numbers at which an argument meets a number that it is compared with through a function of it.
///
/// ```
///   2·a + 3 == 77      a = 37
///   a·a > 1e8          a = 1e4, whose opposite is tried with it
///   1/exp(a) < 1e-3    a = 6.9…
/// ```
final class Thresholds {
    private final Set<Double> found = new LinkedHashSet<>();

    private Thresholds() {}

    static Set<Double> of(Expr e) {
        Thresholds thresholds = new Thresholds();
        thresholds.visit(e);
        return thresholds.found;
    }

    private void visit(Expr e) {
        if (e instanceof Expr.Call(Fun fun, List<Expr> args)) {
            switch (fun) {
                case EQ, NE, LT, LE, GT, GE, MIN, MAX -> {
                    meets(args.get(0), args.get(1));
                    meets(args.get(1), args.get(0));
                }
                default -> {}
            }
            args.forEach(this::visit);
        }
    }

    private void meets(Expr side, Expr other) {
        if (other instanceof Expr.Num(double number)) {
            solve(side, number);
        }
    }

    /// Undoes one operation after the other until an argument is left.
    private void solve(Expr e, double value) {
        switch (e) {
            case Expr.Arg _ -> {
                if (Double.isFinite(value)) {
                    found.add(value);
                }
            }
            case Expr.Call(Fun fun, List<Expr> args) when args.size() == 1 ->
                    solve(args.getFirst(), undone(fun, value));
            case Expr.Call(Fun fun, List<Expr> args) when args.size() == 2 -> {
                Expr a = args.get(0);
                Expr b = args.get(1);
                if (fun == Fun.MUL && a.equals(b)) {
                    solve(a, Math.sqrt(value));
                } else if (b instanceof Expr.Num(double number)) {
                    solve(a, undone(fun, value, number));
                } else if (a instanceof Expr.Num(double number)) {
                    solve(b, undoneOfSecond(fun, value, number));
                }
            }
            case Expr.Call _, Expr.Num _, Expr.Index _, Expr.Extent _ -> {}
        }
    }

    /// The argument for which a function has a value; NaN where it is not known.
    private static double undone(Fun fun, double value) {
        return switch (fun) {
            case NEG -> -value;
            case ABS -> value;
            case EXP -> Math.log(value);
            case EXP2 -> Math.log(value) / Math.log(2);
            case LOG -> Math.exp(value);
            case SQRT -> value * value;
            case RSQRT -> 1 / (value * value);
            case SIGMOID -> Math.log(value / (1 - value));
            default -> Double.NaN;
        };
    }

    private static double undone(Fun fun, double value, double second) {
        return switch (fun) {
            case ADD -> value - second;
            case SUB -> value + second;
            case MUL -> value / second;
            case DIV -> value * second;
            case POW -> Math.pow(value, 1 / second);
            case MIN, MAX -> value;
            default -> Double.NaN;
        };
    }

    private static double undoneOfSecond(Fun fun, double value, double first) {
        return switch (fun) {
            case SUB -> first - value;
            case DIV -> first / value;
            case POW -> Math.log(value) / Math.log(first);
            default -> undone(fun, value, first);
        };
    }
}
