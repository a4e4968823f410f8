package org.heddle.rules.pack;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Sign;
import org.heddle.rules.law.WireSign;

/// What a law demands of an input: that its numbers are on one side of 0.
///
/// ```
///   a >= 0      tried on |a|                  follows for exponentials, roots, magnitudes, squares, their sums and products
///   a > 0       tried on |a|, 1 for a = 0     follows for exponentials, sigmoids, 1 + a·a, max(a, 1), and what maps make of such
/// ```
public enum Demand {
    NOT_NEGATIVE(">= 0"),
    NOT_POSITIVE("<= 0"),
    POSITIVE("> 0");

    private final String relation;

    Demand(String relation) {
        this.relation = relation;
    }

    /// As a pack writes it: `>= 0`.
    public String relation() {
        return relation;
    }

    static Optional<Demand> of(String relation) {
        return Stream.of(values()).filter(each -> each.relation.equals(relation)).findFirst();
    }

    /// A number made such as is demanded.
    Expr made(Expr number) {
        Expr magnitude = Expr.call(Fun.ABS, number);
        return switch (this) {
            case NOT_NEGATIVE -> magnitude;
            case NOT_POSITIVE -> Expr.call(Fun.NEG, magnitude);
            case POSITIVE ->
                    Expr.call(
                            Fun.WHERE,
                            Expr.call(Fun.EQ, number, Expr.num(0)),
                            Expr.num(1),
                            magnitude);
        };
    }

    /// Whether it follows from what computes an expression.
    ///
    /// @param wires by argument of the expression
    boolean follows(Expr value, Diagram diagram, Function<String, String> wires) {
        return switch (this) {
            case NOT_NEGATIVE -> sign(value, diagram, wires) == Sign.POSITIVE;
            case NOT_POSITIVE -> sign(value, diagram, wires) == Sign.NEGATIVE;
            case POSITIVE ->
                    Sign.isAboveZero(
                            value,
                            argument -> WireSign.isAboveZero(diagram, wires.apply(argument)),
                            argument -> WireSign.of(diagram, wires.apply(argument)));
        };
    }

    private static Sign sign(Expr value, Diagram diagram, Function<String, String> wires) {
        return Sign.of(value, argument -> WireSign.of(diagram, wires.apply(argument)));
    }
}
