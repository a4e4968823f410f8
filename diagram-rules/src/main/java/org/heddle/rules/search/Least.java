package org.heddle.rules.search;

import java.util.Optional;

/// What the costs of some choices are not below.
///
/// @param bytes moved
/// @param seconds taken
public record Least(long bytes, double seconds) {
    /// What is below both, of those that there are.
    public static Optional<Least> ofBoth(Optional<Least> a, Optional<Least> b) {
        return a.map(least -> b.map(least::or).orElse(least)).or(() -> b);
    }

    /// What is below both.
    public Least or(Least other) {
        return new Least(Math.min(bytes, other.bytes), Math.min(seconds, other.seconds));
    }
}
