package org.heddle.model.eval;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.heddle.model.diagram.Monoid;

/// How items of one number are combined.
record Fold(double unit, DoubleBinaryOperator merge) {
    /// Empty where the monoid's state is not one number.
    static Optional<Fold> of(Monoid monoid) {
        return switch (monoid) {
            case Monoid.Scalar scalar -> Optional.of(new Fold(scalar.unit(), scalar::apply));
            case Monoid.LogAddExp sum ->
                    Optional.of(new Fold(Double.NEGATIVE_INFINITY, sum::apply));
            case Monoid.Extremum _, Monoid.TopK _, Monoid.User _ -> Optional.empty();
        };
    }

    Fold with(Overflow overflow) {
        return switch (overflow) {
            case INFINITE -> this;
            case MARKED -> new Fold(unit, (a, b) -> overflow.of(merge.applyAsDouble(a, b), a, b));
        };
    }
}
