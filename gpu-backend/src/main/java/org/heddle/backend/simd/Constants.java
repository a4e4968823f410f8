package org.heddle.backend.simd;

import java.util.List;
import java.util.function.ToLongFunction;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Expressions that are the same number everywhere in a kernel.
final class Constants {
    private Constants() {}

    static boolean isConstant(Expr e) {
        return e.arguments().isEmpty() && e.indexAxes().isEmpty();
    }

    /// The value in f64.
    static double value(Expr e, ToLongFunction<String> sizes) {
        return switch (e) {
            case Expr.Num(double value) -> value;
            case Expr.Extent(String axis) -> (double) sizes.applyAsLong(axis);
            case Expr.Call(Fun fun, List<Expr> args) ->
                    Scalars.apply(
                            fun, args.stream().mapToDouble(arg -> value(arg, sizes)).toArray());
            case Expr.Arg _, Expr.Index _ ->
                    throw new IllegalArgumentException("not constant: " + e);
        };
    }
}
