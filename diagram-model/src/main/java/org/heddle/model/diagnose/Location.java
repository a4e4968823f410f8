package org.heddle.model.diagnose;

import java.util.Optional;

/// Where a problem is: a JSON pointer (RFC 6901; empty for the whole document) and, where the text is at hand, its place.
///
/// @param part of a value that is an expression, as it is printed; empty for all of it. It says where to look while the text is not at hand.
public record Location(Optional<Position> position, String pointer, String part) {
    /// The whole document, wherever it came from.
    public static final Location DOCUMENT = at("");

    public Location(Optional<Position> position, String pointer) {
        this(position, pointer, "");
    }

    /// A part of an expression whose text is not at hand.
    public static Location in(String pointer, String part) {
        return new Location(Optional.empty(), pointer, part);
    }

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
