package org.heddle.rules.grad;

import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Sums, products and conditions that fold 0 and 1 as they are built. `0·a` is 0 whatever `a` is: a cotangent that is 0 by construction reaches nothing.
final class Formulas {
    private static final Expr ZERO = Expr.num(0);
    private static final Expr ONE = Expr.num(1);

    private Formulas() {}

    static Expr num(double value) {
        return Expr.num(value);
    }

    static boolean isZero(Expr e) {
        return e instanceof Expr.Num(double value) && value == 0;
    }

    private static boolean isOne(Expr e) {
        return e.equals(ONE);
    }

    static Expr plus(Expr a, Expr b) {
        if (isZero(a) || isZero(b)) {
            return isZero(a) ? b : a;
        }
        return b instanceof Expr.Call(Fun fun, var args) && fun == Fun.NEG
                ? Expr.call(Fun.SUB, a, args.getFirst())
                : Expr.call(Fun.ADD, a, b);
    }

    static Expr neg(Expr a) {
        return switch (a) {
            case Expr.Num(double value) -> value == 0 ? ZERO : num(-value);
            case Expr.Call(Fun fun, var args) when fun == Fun.NEG -> args.getFirst();
            case Expr.Call _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> Expr.call(Fun.NEG, a);
        };
    }

    static Expr mul(Expr a, Expr b) {
        if (isZero(a) || isZero(b)) {
            return ZERO;
        }
        if (isOne(a) || isOne(b)) {
            return isOne(a) ? b : a;
        }
        return Expr.call(Fun.MUL, a, b);
    }

    static Expr div(Expr a, Expr b) {
        return isZero(a) || isOne(b) ? a : Expr.call(Fun.DIV, a, b);
    }

    /// `where(condition, yes, no)`.
    static Expr where(Expr condition, Expr yes, Expr no) {
        return yes.equals(no) ? yes : Expr.call(Fun.WHERE, condition, yes, no);
    }

    /// `where(a ? b, yes, no)` for a comparison `?`.
    static Expr where(Fun comparison, Expr a, Expr b, Expr yes, Expr no) {
        return where(Expr.call(comparison, a, b), yes, no);
    }
}
