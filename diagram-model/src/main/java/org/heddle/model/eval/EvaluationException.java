package org.heddle.model.eval;

import org.heddle.model.diagnose.Code;

/// An evaluation that cannot go on: it would need more memory than it may use, or what the arrays hold has no meaning
/// for the diagram. The message states the wire, what was needed and what is allowed.
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    EvaluationException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /// More memory than allowed.
    static EvaluationException memory(String message) {
        return new EvaluationException(Code.S824, message);
    }

    public Code code() {
        return code;
    }
}
