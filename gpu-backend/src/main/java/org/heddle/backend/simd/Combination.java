package org.heddle.backend.simd;

import java.util.List;
import org.heddle.backend.simd.Value.Real;
import org.heddle.backend.simd.Value.Truth;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Writes one step of a fold: the accumulator combined with an item.
final class Combination {
    private final Numbers numbers;
    private final Monoid.Scalar monoid;
    private final Expr item;

    /// @param item over tiles
    Combination(Numbers numbers, Monoid.Scalar monoid, Expr item) {
        this.numbers = numbers;
        this.monoid = monoid;
        this.item = item;
    }

    Real unit() {
        return numbers.number(monoid.unit());
    }

    /// The accumulator after an item: a multiply-add where the item is a product to be summed.
    String accumulate(Real accumulator, VectorExpr expressions) {
        boolean vector = accumulator.isVector();
        List<Expr> factors = factors();
        if (monoid == Monoid.Scalar.SUM && factors.size() == 2) {
            return "fma("
                    + argument(expressions.real(factors.get(0)), vector)
                    + ", "
                    + argument(expressions.real(factors.get(1)), vector)
                    + ", "
                    + accumulator.text()
                    + ")";
        }
        return combine(accumulator, expressions.real(item));
    }

    /// The two factors of a product or a square; else the item alone.
    private List<Expr> factors() {
        return switch (item) {
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.MUL -> args;
            case Expr.Call(Fun fun, List<Expr> args)
                    when fun == Fun.POW && args.get(1).equals(Expr.num(2)) ->
                    List.of(args.getFirst(), args.getFirst());
            case Expr.Call _, Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> List.of(item);
        };
    }

    /// `a ⊕ b`, a vector where `a` is one.
    String combine(Real a, Real b) {
        boolean vector = a.isVector();
        return switch (monoid) {
            case SUM -> a.operand() + " + " + b.operand();
            case PROD -> a.operand() + " * " + b.operand();
            case MAX -> "max_nan(" + a.text() + ", " + argument(b, vector) + ")";
            case MIN -> "min_nan(" + a.text() + ", " + argument(b, vector) + ")";
            case AND -> logical(a, " & ", b);
            case OR -> logical(a, " | ", b);
        };
    }

    private String argument(Real value, boolean vector) {
        return vector ? numbers.inLanes(value) : value.text();
    }

    private String logical(Real a, String sign, Real b) {
        Truth left = numbers.toTruth(a);
        Truth right = numbers.toTruth(a.isVector() ? Real.simple(numbers.inLanes(b), true) : b);
        return numbers.toReal(
                        new Truth(left.operand() + sign + right.operand(), false, a.isVector()))
                .text();
    }
}
