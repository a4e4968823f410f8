package org.heddle.rules.search;

/// What the costs of some choices are not below.
///
/// @param bytes moved
/// @param seconds taken
public record Least(long bytes, double seconds) {
    /// What is below both.
    public Least or(Least other) {
        return new Least(Math.min(bytes, other.bytes), Math.min(seconds, other.seconds));
    }
}
