package org.heddle.model.eval;

/// An evaluation that would need more memory than it may use; the message states the bound and the need.
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    EvaluationException(String message) {
        super(message);
    }
}
