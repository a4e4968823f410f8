package org.heddle.cli;

/// Input that is wrong outside of a diagram's text: a file that cannot be read, an array that does not fit.
final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /// @param hint what to do about it; may be empty
    InputException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
