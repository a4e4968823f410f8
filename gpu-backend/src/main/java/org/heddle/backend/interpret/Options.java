package org.heddle.backend.interpret;

/// How far an interpretation may go, and what it counts as.
///
/// @param maxOperations items folded plus elements computed, filled, loaded and stored, over all groups
/// @param threads of a group: each asks by itself which block comes next, where that is listed
public record Options(long maxOperations, int threads) {
    /// No limit, one thread per group.
    public static Options unlimited() {
        return unlimited(1);
    }

    public static Options unlimited(int threads) {
        return new Options(Long.MAX_VALUE, threads);
    }
}
