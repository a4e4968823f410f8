package org.heddle.cli;

/// Exit codes.
final class Exit {
    static final int OK = 0;

    /// The input is wrong, or a comparison failed.
    static final int WRONG = 1;

    static final int USAGE = 2;

    /// A device or tool is missing.
    static final int MISSING = 3;

    /// Derived, but some reduction needs more than one pass.
    static final int PASSES = 4;

    /// A bug; a reproducer is named.
    static final int BUG = 70;

    private Exit() {}
}
