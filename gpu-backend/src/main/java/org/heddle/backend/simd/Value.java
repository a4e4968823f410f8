package org.heddle.backend.simd;

/// A piece of source text with its type.
///
/// ```
/// Value ::= Real(text)      a number of the kernel's real type
///         | Whole(index)    a whole number
///         | Truth(text)     0 or 1; in a vector 0 or -1 per lane, an integer as wide as the real type
/// ```
sealed interface Value {
    /// Whether it differs from lane to lane.
    boolean isVector();

    /// A number.
    ///
    /// @param simple whether the text is a name, a number or a call, and so needs no parentheses as an operand
    record Real(String text, boolean simple, boolean isVector) implements Value {
        /// A name or a call.
        static Real simple(String text, boolean vector) {
            return new Real(text, true, vector);
        }

        /// An operation, as in `a + b`.
        static Real compound(String text, boolean vector) {
            return new Real(text, false, vector);
        }

        String operand() {
            return simple ? text : "(" + text + ")";
        }
    }

    /// A whole number.
    record Whole(Index index) implements Value {
        @Override
        public boolean isVector() {
            return index.isVector();
        }
    }

    /// A truth value.
    ///
    /// @param simple whether the text is a name, a number or a call, and so needs no parentheses as an operand
    record Truth(String text, boolean simple, boolean isVector) implements Value {
        String operand() {
            return simple ? text : "(" + text + ")";
        }
    }
}
