package org.heddle.rules.stage;

/// What a step keeps busy. Each works beside the others, as far as is assumed.
public enum Pipe {
    /// Matrix instructions.
    MATRIX("matrix"),
    /// Additions, multiplications and comparisons.
    FMA("fma"),
    /// Exponentials and the like.
    SPECIAL("special"),
    /// The memory that tiles live in.
    LOCAL("local memory"),
    /// Global memory.
    GLOBAL("global memory");

    private final String text;

    Pipe(String text) {
        this.text = text;
    }

    /// As it is told.
    public String text() {
        return text;
    }
}
