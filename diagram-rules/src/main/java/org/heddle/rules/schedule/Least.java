package org.heddle.rules.schedule;

/// What the costs of some blockings are not below.
///
/// @param bytes of global memory
/// @param seconds of one launch
record Least(long bytes, double seconds) {
    /// What is below both.
    Least or(Least other) {
        return new Least(Math.min(bytes, other.bytes), Math.min(seconds, other.seconds));
    }
}
