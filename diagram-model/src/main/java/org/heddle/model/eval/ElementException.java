package org.heddle.model.eval;

import org.heddle.model.diagnose.Code;

/// What is wrong with one element, on its way out of the loops that met it.
final class ElementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    ElementException(Code code, String message) {
        super(message);
        this.code = code;
    }

    EvaluationException ofBox(String box) {
        return new EvaluationException(code, "box '" + box + "': " + getMessage(), box);
    }

    /// @param where such as `box 'S'`
    EvaluationException of(String where) {
        return new EvaluationException(code, where + ": " + getMessage());
    }
}
