package org.heddle.backend.simd;

import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Whether a function's value at the edge of its domain is what it should be.
final class Edges {
    private Edges() {}

    /// Within 64 units of the format (pow and erf may err by 32), beyond its range an infinity, below it 0; the sign of 0 is free in what it divides.
    /// A power of 1 or -1 to an infinite or undefined exponent is 1 in C and NaN in the evaluator: a finite value is licensed there.
    static boolean agree(Expr e, DType dtype, double expected, double actual) {
        boolean single = dtype == DType.F32;
        double largest = single ? Float.MAX_VALUE : Double.MAX_VALUE;
        double smallest = single ? 0x1p-126 : 0x1p-1022;
        double unit = single ? 0x1p-24 : 0x1p-53;
        if (Double.isNaN(expected)) {
            boolean power = e instanceof Expr.Call(Fun fun, _) && fun == Fun.POW;
            return Double.isNaN(actual) || (power && actual == 1);
        }
        if (Double.isInfinite(expected) || Math.abs(expected) > largest) {
            boolean quotient =
                    e instanceof Expr.Call(Fun fun, _) && (fun == Fun.DIV || fun == Fun.RSQRT);
            return Double.isInfinite(actual) && (quotient || (actual > 0) == (expected > 0));
        }
        boolean large = Math.abs(expected) > largest / 2 && Double.isInfinite(actual);
        return large || Math.abs(actual - expected) <= 64 * unit * Math.abs(expected) + smallest;
    }
}
