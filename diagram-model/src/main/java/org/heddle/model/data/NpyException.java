package org.heddle.model.data;

import java.nio.file.Path;
import org.heddle.model.diagnose.Code;

/// A `.npy` file that does not hold an array that Heddle reads; the message names the file and what is wrong with it.
public final class NpyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    private NpyException(Code code, Path file, String what) {
        super(file + ": " + what);
        this.code = code;
    }

    /// The file is no array, or damaged.
    static NpyException malformed(Path file, String what) {
        return new NpyException(Code.E604, file, what);
    }

    /// The file is an array of elements that Heddle does not read.
    static NpyException elements(Path file, String what) {
        return new NpyException(Code.E605, file, what);
    }

    public Code code() {
        return code;
    }
}
