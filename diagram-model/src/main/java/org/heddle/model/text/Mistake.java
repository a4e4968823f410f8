package org.heddle.model.text;

import org.heddle.model.diagnose.Code;

/// Why a sentence is not understood: ends the reading of that sentence.
final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;
    private final Code code;
    private final int offset;
    private final String[] help;

    Mistake(Code code, String message, int offset, String... help) {
        super(message, null, false, false); // thrown in large numbers by hostile texts
        this.code = code;
        this.offset = offset;
        this.help = help.clone();
    }

    Code code() {
        return code;
    }

    /// In characters from the start of the text.
    int offset() {
        return offset;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    String[] help() {
        return help.clone();
    }
}
