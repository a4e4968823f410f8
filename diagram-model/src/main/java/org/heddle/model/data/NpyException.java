package org.heddle.model.data;

import java.nio.file.Path;

/// A `.npy` file that does not hold an array that Heddle reads; the message names the file and what is wrong with it.
public final class NpyException extends Exception {
    private static final long serialVersionUID = 1L;

    NpyException(Path file, String what) {
        super(file + ": " + what);
    }
}
