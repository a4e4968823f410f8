package org.heddle.backend.interpret;

/// A compiled expression.
@FunctionalInterface
interface Scalar {
    /// Its value at the current elements.
    double at(Registers registers);
}
