package org.heddle.model.eval;

/// What an operation on finite numbers gives whose exact result is finite, too, but beyond f64.
///
/// An exact infinity is no overflow: a literal `inf`, the unit of a maximum, the pole of `log 0` or of `1 / 0`.
enum Overflow {
    /// An infinity, as in IEEE 754.
    INFINITE,
    /// NaN, which marks all that depends on it. So do 0/0 and inf - inf, but not roots and logarithms of negative numbers.
    MARKED,
    /// An {@link ElementException} where a whole number made of whole numbers is no longer exact.
    REFUSED;

    /// What becomes of a result of operands that are no poles of the operation.
    double of(double result, double a, double b) {
        return switch (this) {
            case INFINITE, REFUSED -> result;
            case MARKED ->
                    Double.isInfinite(result) && Double.isFinite(a) && Double.isFinite(b)
                            ? Double.NaN
                            : result;
        };
    }
}
