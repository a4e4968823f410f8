package org.heddle.model.eval;

import org.heddle.model.data.Numbers;
import org.heddle.model.diagram.DType;

/// What a box's results become before other boxes read them.
enum Interior {
    /// The f64 that was computed.
    F64,
    /// The nearest number of the wire's format, ties to even; beyond its largest number what {@link Numbers} says.
    ROUNDED;

    double of(DType dtype, double value) {
        return switch (this) {
            case F64 -> value;
            case ROUNDED -> Numbers.round(dtype, value);
        };
    }
}
