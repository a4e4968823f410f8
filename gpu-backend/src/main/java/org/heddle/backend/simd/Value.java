package org.heddle.backend.simd;

/// A piece of source text with its type.
///
/// @param vector whether it differs from lane to lane
record Value(String text, Kind kind, boolean vector) {
    /// What kind of number it is.
    enum Kind {
        REAL,
        INTEGER,
        /// In a vector: 0 or -1 per lane, an integer as wide as the real type. Otherwise 0 or 1.
        TRUTH
    }

    static Value real(String text, boolean vector) {
        return new Value(text, Kind.REAL, vector);
    }

    /// The text in parentheses unless it is a name, a number or a call.
    String operand() {
        boolean one =
                text.matches("[A-Za-z0-9_.]+(\\[[^\\[\\]]*\\])*")
                        || text.matches("lanes\\([^()]*(\\([^()]*\\)[^()]*)*\\)");
        return one ? text : "(" + text + ")";
    }
}
