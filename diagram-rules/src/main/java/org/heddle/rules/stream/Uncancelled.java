package org.heddle.rules.stream;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// How large a term is whose sums and differences do not cancel: what its rounding errors are to be held against.
///
/// ```
///   |a - b|  ≤  |a| + |b|        |p · (s - m - log z)|  ≤  |p| · (|s| + |m| + |log z|)
/// ```
///
/// @param value of a part of the term
record Uncancelled(ToDoubleFunction<Expr> value) {
    /// The magnitude of a part of it.
    double of(Expr e) {
        return switch (e) {
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.ADD || fun == Fun.SUB ->
                    of(args.getFirst()) + of(args.getLast());
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.MUL ->
                    of(args.getFirst()) * of(args.getLast());
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.DIV ->
                    of(args.getFirst()) / Math.abs(value.applyAsDouble(args.getLast()));
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.NEG -> of(args.getFirst());
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.WHERE -> of(chosen(args));
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.LOG ->
                    ofLogarithm(args.getFirst());
            case Expr.Call _, Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ ->
                    Math.abs(value.applyAsDouble(e));
        };
    }

    private Expr chosen(List<Expr> choice) {
        return choice.get(value.applyAsDouble(choice.getFirst()) != 0 ? 1 : 2);
    }

    /// The logarithm of a quotient is a difference, too. That of a number near 1 is small, but off by as much as the number is.
    private double ofLogarithm(Expr e) {
        return switch (e) {
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.MUL || fun == Fun.DIV ->
                    ofLogarithm(args.getFirst()) + ofLogarithm(args.getLast());
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.EXP || fun == Fun.EXP2 ->
                    of(args.getFirst());
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.WHERE ->
                    ofLogarithm(chosen(args));
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.POW ->
                    of(args.getLast()) * ofLogarithm(args.getFirst());
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.SQRT || fun == Fun.RSQRT ->
                    ofLogarithm(args.getFirst()) / 2;
            case Expr.Call _, Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ ->
                    Math.max(1, Math.abs(Math.log(Math.abs(value.applyAsDouble(e)))));
        };
    }
}
