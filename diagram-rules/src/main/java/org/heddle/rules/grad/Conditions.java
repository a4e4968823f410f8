package org.heddle.rules.grad;

import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Conditions as guards: a condition and its complement in one form each, so that equal guards have equal texts.
final class Conditions {
    private Conditions() {}

    static Expr canonical(Expr condition) {
        return condition instanceof Expr.Call(Fun fun, var args) && fun == Fun.NOT
                ? negation(canonical(args.getFirst()))
                : condition;
    }

    /// The complement, exact for NaN too: only `==` and `!=` are complements of each other.
    static Expr negation(Expr condition) {
        return switch (condition) {
            case Expr.Call(Fun fun, var args) when fun == Fun.NOT -> args.getFirst();
            case Expr.Call(Fun fun, var args) when fun == Fun.NE -> new Expr.Call(Fun.EQ, args);
            case Expr.Call(Fun fun, var args) when fun == Fun.EQ -> new Expr.Call(Fun.NE, args);
            case Expr.Call _, Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ ->
                    Expr.call(Fun.NOT, condition);
        };
    }
}
