package org.heddle.rules.derive;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Bytes and time predicted for some kernels, one after the other.
record Total(long bytes, double seconds) {
    /// Predicted times closer than this factor say nothing.
    static final double EQUALLY_FAST = 1.02;

    static final Total NOTHING = new Total(0, 0);

    /// What every kernel is within.
    static final Total ANYTHING = new Total(Long.MAX_VALUE, Double.POSITIVE_INFINITY);

    /// What all kernels cost; empty where there is none for one of them.
    static Optional<Total> of(
            List<Set<String>> kernels, Function<Set<String>, Optional<Total>> predict) {
        Total sum = NOTHING;
        for (Set<String> kernel : kernels) {
            Optional<Total> own = predict.apply(kernel);
            if (own.isEmpty()) {
                return own;
            }
            sum = sum.plus(own.get());
        }
        return Optional.of(sum);
    }

    Total plus(Total other) {
        return new Total(Math.addExact(bytes, other.bytes), seconds + other.seconds);
    }

    /// Whether it is faster than the other, or moves fewer bytes and takes hardly longer.
    ///
    /// @param worth how much longer it may take then
    boolean paysAgainst(Total other, double worth) {
        return seconds < other.seconds / EQUALLY_FAST
                || (bytes < other.bytes && seconds < worth * other.seconds);
    }

    /// Whether it is neither more bytes nor a longer time.
    boolean isWithin(Total other) {
        return bytes <= other.bytes && seconds <= other.seconds;
    }
}
