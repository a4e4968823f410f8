package org.heddle.backend.simt;

/// C text of an expression, with what is needed to put it into a larger one.
///
/// @param precedence how tightly its outermost operator binds: one of the constants here
/// @param range for integers, between which numbers the value lies; for others everything
record Text(String text, Kind kind, int precedence, Range range) {
    static final int TERNARY = 2;
    static final int OR = 3;
    static final int AND = 4;
    static final int EQUALITY = 5;
    static final int COMPARISON = 6;
    static final int SUM = 7;
    static final int PRODUCT = 8;
    static final int UNARY = 9;
    static final int ATOM = 10;

    /// What the C value is.
    enum Kind {
        /// An `int` or a `long`, exact.
        INTEGER,
        /// A `float` or a `double`.
        REAL,
        /// A condition.
        TRUTH
    }

    /// Bounds of an integer.
    record Range(double least, double most) {
        static final Range ANY = new Range(-0x1p63, 0x1p63);

        boolean fitsInt() {
            return least >= Integer.MIN_VALUE && most <= Integer.MAX_VALUE;
        }

        Range plus(Range other) {
            return new Range(least + other.least, most + other.most);
        }

        Range negated() {
            return new Range(-most, -least);
        }

        Range times(Range other) {
            double a = least * other.least;
            double b = least * other.most;
            double c = most * other.least;
            double d = most * other.most;
            return new Range(
                    Math.min(Math.min(a, b), Math.min(c, d)),
                    Math.max(Math.max(a, b), Math.max(c, d)));
        }

        Range min(Range other) {
            return new Range(Math.min(least, other.least), Math.min(most, other.most));
        }

        Range max(Range other) {
            return new Range(Math.max(least, other.least), Math.max(most, other.most));
        }
    }

    static Text real(String text, int precedence) {
        return new Text(text, Kind.REAL, precedence, Range.ANY);
    }

    static Text truth(String text, int precedence) {
        return new Text(text, Kind.TRUTH, precedence, Range.ANY);
    }

    static Text integer(String text, int precedence, Range range) {
        return new Text(text, Kind.INTEGER, precedence, range);
    }

    boolean isInteger() {
        return kind == Kind.INTEGER;
    }

    /// The text, in parentheses where it binds more loosely than its surroundings.
    String in(int context) {
        return precedence < context ? "(" + text + ")" : text;
    }
}
