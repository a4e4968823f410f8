package org.heddle.model.eval;

/// What an operation on finite numbers gives whose exact result is finite, too, but beyond the largest number.
///
/// An exact infinity is no overflow: a literal `inf`, the unit of a maximum, the pole of `log 0` or of `1 / 0`.
enum Overflow {
    /// An infinity, as in IEEE 754.
    INFINITE,
    /// NaN, which marks all that depends on it, also by a comparison. So do 0/0 and inf - inf, but not roots and logarithms of negative numbers.
    MARKED,
    /// The same, and NaN for an exponential of a finite number that is 0 or below the least normal number: what is made of it may be infinite though the exact value is not.
    MARKED_WITH_UNDERFLOW,
    /// An infinity; and an exponential of a finite number is not 0, but 1e-100 at least, so that products of a few are not 0 either. NaN where a comparison would turn if they were 0.
    WITHOUT_UNDERFLOW,
    /// An {@link ElementException} where a whole number made of whole numbers is no longer exact.
    REFUSED;

    boolean isMarked() {
        return this == MARKED || this == MARKED_WITH_UNDERFLOW;
    }

    double of(double result) {
        return isMarked() ? Double.NaN : Math.copySign(Double.POSITIVE_INFINITY, result);
    }
}
