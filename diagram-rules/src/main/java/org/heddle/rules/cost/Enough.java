package org.heddle.rules.cost;

import java.util.OptionalLong;
import java.util.function.LongToDoubleFunction;

/// From where on computing takes as long as transfers: the least extent of an axis, all else as it is.
///
/// ```
///   operations(n) / rate  ≥  H*(n, M) / bandwidth            (Abbott and Zardini, arXiv 2412.03317, §4 and B.1)
/// ```
public final class Enough {
    private static final long MOST = 1L << 40;

    private Enough() {}

    /// The least extent; 1 where any is enough, empty where 2^40 is not. The times are to cross once at most.
    ///
    /// @param computing seconds by extent
    /// @param transferring seconds by extent; what is no number is longer than any time
    public static OptionalLong extent(
            LongToDoubleFunction computing, LongToDoubleFunction transferring) {
        if (!isEnough(computing, transferring, MOST)) {
            return OptionalLong.empty();
        }
        long least = 0;
        long most = MOST;
        while (most - least > 1) {
            long middle = least + (most - least) / 2;
            if (isEnough(computing, transferring, middle)) {
                most = middle;
            } else {
                least = middle;
            }
        }
        return OptionalLong.of(most);
    }

    private static boolean isEnough(
            LongToDoubleFunction computing, LongToDoubleFunction transferring, long extent) {
        return computing.applyAsDouble(extent) >= transferring.applyAsDouble(extent);
    }
}
