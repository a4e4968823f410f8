package org.heddle.backend.driver;

import org.jspecify.annotations.Nullable;

/// A run that could not be done, with what to do about it. The message is meant for the user: it
/// names the kernel, buffer or tool and the numbers involved.
public final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What went wrong, at the grain at which callers differ.
    public enum Kind {
        /// A program that must be installed is not there (exit 3).
        MISSING_TOOL,
        /// No such device, or its native library cannot be loaded (exit 3).
        MISSING_DEVICE,
        /// The device is there, but not of the kind that is needed (exit 2).
        UNSUITABLE_DEVICE,
        /// The kernel source does not compile.
        BUILD_FAILED,
        /// A kernel could not be launched, failed while running, or ran too long.
        LAUNCH_FAILED,
        /// Host or device memory does not suffice.
        OUT_OF_MEMORY
    }

    private final Kind kind;
    private final String hint;

    /// A failure with no further cause.
    ///
    /// @param hint what to install or to do; may be empty
    public DriverException(Kind kind, String message, String hint) {
        this(kind, message, hint, null);
    }

    /// A failure with a cause, for those who debug.
    ///
    /// @param hint what to install or to do; may be empty
    public DriverException(Kind kind, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.hint = hint;
    }

    public Kind kind() {
        return kind;
    }

    /// What to install or to do; empty if there is nothing to say.
    public String hint() {
        return hint;
    }
}
