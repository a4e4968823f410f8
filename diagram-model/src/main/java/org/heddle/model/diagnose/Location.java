package org.heddle.model.diagnose;

import java.util.Optional;

/// Where a problem is: a JSON pointer (RFC 6901; empty for the whole document) and, where the text is at hand, its place.
public record Location(Optional<Position> position, String pointer) {
    /// The whole document, wherever it came from.
    public static final Location DOCUMENT = at("");

    /// A part of a diagram whose text is not at hand.
    public static Location at(String pointer) {
        return new Location(Optional.empty(), pointer);
    }

    /// A step of a JSON pointer, escaped: `~` as `~0`, `/` as `~1`.
    public static String step(String key) {
        return "/" + key.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        String path = pointer.isEmpty() ? "" : "(" + pointer + ")";
        return position.map(p -> path.isEmpty() ? p.toString() : p + " " + path).orElse(path);
    }
}
