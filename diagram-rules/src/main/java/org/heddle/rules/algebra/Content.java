package org.heddle.rules.algebra;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// A positive number that an expression is a multiple of, and what it is the multiple of.
///
/// ```
///   2·s                          2       s
///   max(3·s, where(c, 3·t, -inf))  3     max(s, where(c, t, -inf))
///   s + 2·t                      1       s + 2·t
/// ```
///
/// It is read off the expression as it is written, so that sums keep their order. Two maxima of multiples of one thing are then multiples of one maximum.
///
/// @param factor the number
/// @param primitive the rest
public record Content(double factor, Expr primitive) {
    /// The content of an expression, 1 where its summands and cases have different ones.
    public static Content of(Expr e) {
        double factor = factor(e).orElse(1);
        return factor == 1 ? new Content(1, e) : new Content(factor, divided(e, factor));
    }

    /// The expression again, of something else in the place of the primitive part.
    public Expr times(Expr other) {
        return factor == 1 ? other : Expr.call(Fun.MUL, Expr.num(factor), other);
    }

    /// Empty for what is a multiple of every number.
    private static OptionalDouble factor(Expr e) {
        if (e instanceof Num(double value)) {
            return value == 0 || Double.isInfinite(value)
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(1);
        }
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return OptionalDouble.of(1);
        }
        return switch (fun) {
            case MUL ->
                    args.getFirst() instanceof Num(double k)
                            ? scaled(factor(args.getLast()), k, (a, b) -> a * b)
                            : args.getLast() instanceof Num(double k)
                                    ? scaled(factor(args.getFirst()), k, (a, b) -> a * b)
                                    : OptionalDouble.of(1);
            case DIV ->
                    args.getLast() instanceof Num(double k)
                            ? scaled(factor(args.getFirst()), k, (a, b) -> a / b)
                            : OptionalDouble.of(1);
            case NEG -> factor(args.getFirst());
            case ADD, SUB, MAX, MIN -> common(args);
            case WHERE -> common(args.subList(1, 3));
            default -> OptionalDouble.of(1);
        };
    }

    private static OptionalDouble scaled(
            OptionalDouble factor, double by, DoubleBinaryOperator operator) {
        double scaled = operator.applyAsDouble(factor.orElse(1), by);
        return OptionalDouble.of(scaled > 0 && Double.isFinite(scaled) ? scaled : 1);
    }

    private static OptionalDouble common(List<Expr> args) {
        List<Double> factors =
                args.stream()
                        .flatMapToDouble(arg -> factor(arg).stream())
                        .distinct()
                        .boxed()
                        .toList();
        return factors.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(factors.size() == 1 ? factors.getFirst() : 1);
    }

    private static Expr divided(Expr e, double by) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        return switch (fun) {
            case MUL ->
                    args.getFirst() instanceof Num(double k)
                            ? product(k / by, args.getLast())
                            : product(((Num) args.getLast()).value() / by, args.getFirst());
            case DIV -> product(1 / (((Num) args.getLast()).value() * by), args.getFirst());
            case WHERE ->
                    Expr.call(fun, args.get(0), divided(args.get(1), by), divided(args.get(2), by));
            default -> new Call(fun, args.stream().map(arg -> divided(arg, by)).toList());
        };
    }

    /// `k·e`, whose content is 1.
    private static Expr product(double k, Expr e) {
        double own = factor(e).orElse(1);
        return own == 1 ? e : divided(e, 1 / k);
    }
}
