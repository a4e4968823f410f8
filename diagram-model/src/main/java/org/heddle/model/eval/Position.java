package org.heddle.model.eval;

/// Where along one axis of its wire a box reads, as a function of the indices of its loops.
sealed interface Position {
    /// `Σ coefficient·index + offset`.
    ///
    /// @param coefficients by loop
    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    record Affine(long[] coefficients, long offset) implements Position {
        long at(long[] index) {
            long position = offset;
            for (int loop = 0; loop < coefficients.length; loop++) {
                position += coefficients[loop] * index[loop];
            }
            return position;
        }
    }

    /// The element that another read of the box gives.
    ///
    /// @param read by number among the box's reads
    record Gathered(int read) implements Position {}
}
