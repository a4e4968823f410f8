package org.heddle.model.text;

/// A word of the notation.
///
/// @param text as written; of a string, its value
record Token(Kind kind, String text, Span span) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        /// The end of a line; nothing where a bracket is open.
        LINE,
        /// `;`
        SEMICOLON,
        /// What the notation does not have; the text is what to say about it.
        UNKNOWN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    boolean endsSentence() {
        return kind == Kind.LINE || kind == Kind.SEMICOLON || kind == Kind.END || is("}");
    }

    /// As a message speaks of it.
    String quoted() {
        return switch (kind) {
            case END -> "the end of the text";
            case LINE -> "the end of the line";
            case STRING -> "a string";
            case UNKNOWN -> text;
            case NAME, NUMBER, SIGN, SEMICOLON -> "'" + text + "'";
        };
    }
}
