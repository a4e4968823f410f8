package org.heddle.backend.interpret;

/// The program needs more operations than {@link Options#maxOperations} allows; the outputs are partly written.
public final class OperationLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OperationLimitException(String program, long limit) {
        super("tile program " + program + " needs more than the " + limit + " operations allowed");
    }
}
