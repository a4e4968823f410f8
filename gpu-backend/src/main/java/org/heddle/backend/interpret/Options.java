package org.heddle.backend.interpret;

/// How far an interpretation may go.
///
/// @param maxOperations items folded plus elements computed, filled, loaded and stored, over all groups
public record Options(long maxOperations) {
    /// No limit.
    public static Options unlimited() {
        return new Options(Long.MAX_VALUE);
    }
}
