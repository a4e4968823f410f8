package org.heddle.rules.stage;

import java.util.Arrays;
import java.util.Optional;

/// What a step keeps busy. Each works beside the others, as far as is assumed.
public enum Pipe {
    /// Matrix instructions.
    MATRIX("matrix"),
    /// Additions, multiplications and comparisons.
    FMA("fma"),
    /// Exponentials and the like.
    SPECIAL("special"),
    /// The memory that tiles live in.
    LOCAL("smem"),
    /// Global memory.
    GLOBAL("hbm");

    private final String text;

    Pipe(String text) {
        this.text = text;
    }

    /// As it is named on the command line.
    public String text() {
        return text;
    }

    /// The pipe of a name.
    public static Optional<Pipe> named(String text) {
        return Arrays.stream(values()).filter(pipe -> pipe.text.equals(text)).findFirst();
    }
}
