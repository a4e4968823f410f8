package org.heddle.model.eval;

import java.util.Arrays;

/// What is known of the numbers of an array, for as long as it is asked of the same one.
///
/// @param of the array, which must not change
/// @param values its magnitudes
/// @param last the exponent of the last binary digit of any, see {@link Digits#last}
@SuppressWarnings({
    "ArrayRecordComponent",
    "ReferenceEquality"
}) // internal, never compared; of one array, not of equal ones
record Magnitudes(double[] of, double[] values, int last) {
    static final Magnitudes NONE = Magnitudes.of(new double[0]);

    private static Magnitudes of(double[] values) {
        return new Magnitudes(
                values, Arrays.stream(values).map(Math::abs).toArray(), Digits.last(values));
    }

    /// These where they are of that array, else its own. Chosen elements of a contraction are computed one by one, from the same inputs, which are not to be gone through for each.
    Magnitudes or(double[] array) {
        return of == array ? this : Magnitudes.of(array);
    }
}
