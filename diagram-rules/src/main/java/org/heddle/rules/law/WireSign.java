package org.heddle.rules.law;

import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.rules.algebra.Sign;

/// What is known of the sign of the numbers on a wire, from what computes them.
///
/// ```
///   w = exp(s)     z = Σ w·w     n = max -abs(v)      w >= 0     z >= 0     n <= 0
/// ```
///
/// Sums keep signs, and so do maps as far as their expressions do. A maximum is not positive where its items are not, but may be below what is never negative, `-inf` of nothing; a minimum likewise. Of inputs and of what more boxes than a few have made, nothing is known.
public final class WireSign {
    /// How many boxes behind one another are asked.
    private static final int MOST_BOXES = 3;

    private WireSign() {}

    /// The sign of all numbers on a wire.
    public static Sign of(Diagram diagram, String wire) {
        return of(diagram, wire, MOST_BOXES);
    }

    /// Whether all numbers on a wire are above 0, as maps make them: an exponential, a root of it, 1 and what is never negative.
    public static boolean isAboveZero(Diagram diagram, String wire) {
        return isAboveZero(diagram, wire, MOST_BOXES);
    }

    private static boolean isAboveZero(Diagram diagram, String wire, int boxes) {
        Optional<Box> producer = diagram.producer(wire).filter(box -> box.op() instanceof Op.Map);
        if (boxes == 0 || producer.isEmpty() || producer.get().outputs().size() != 1) {
            return false;
        }
        Expansion items = Expansion.of(diagram, producer.get());
        return Sign.isAboveZero(
                items.fn().body(),
                argument -> isAboveZero(diagram, items.wire(argument), boxes - 1),
                argument -> of(diagram, items.wire(argument), boxes - 1));
    }

    /// The sign of an expression over the ports of an expansion.
    static Sign of(Expansion expansion, Expr e) {
        return of(expansion, e, MOST_BOXES);
    }

    private static Sign of(Diagram diagram, String wire, int boxes) {
        Optional<Box> producer = diagram.producer(wire);
        return boxes == 0 || producer.isEmpty() ? Sign.ANY : of(diagram, producer.get(), boxes - 1);
    }

    private static Sign of(Expansion expansion, Expr e, int boxes) {
        return Sign.of(e, argument -> of(expansion.diagram(), expansion.wire(argument), boxes));
    }

    private static Sign of(Diagram diagram, Box box, int boxes) {
        return switch (box.op()) {
            case Op.Map(var fn) ->
                    fn.results().size() == 1 ? ofItems(diagram, box, boxes) : Sign.ANY;
            case Op.Contract(var semiring) ->
                    semiring.sum() == Monoid.Scalar.SUM ? ofItems(diagram, box, boxes) : Sign.ANY;
            case Op.Reduce(Monoid monoid, _) -> ofReduced(diagram, box, monoid, boxes);
            case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> Sign.ANY;
        };
    }

    private static Sign ofReduced(Diagram diagram, Box box, Monoid monoid, int boxes) {
        boolean isKnown =
                monoid == Monoid.Scalar.SUM
                        || monoid == Monoid.Scalar.MAX
                        || monoid == Monoid.Scalar.MIN;
        Sign items = isKnown ? ofItems(diagram, box, boxes) : Sign.ANY;
        boolean isOfNothing =
                (monoid == Monoid.Scalar.MAX && items == Sign.POSITIVE)
                        || (monoid == Monoid.Scalar.MIN && items == Sign.NEGATIVE);
        return isOfNothing ? Sign.ANY : items;
    }

    private static Sign ofItems(Diagram diagram, Box box, int boxes) {
        Expansion items = Expansion.of(diagram, box);
        return of(items, items.fn().body(), boxes);
    }
}
