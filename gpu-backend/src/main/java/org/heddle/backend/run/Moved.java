package org.heddle.backend.run;

import org.heddle.backend.interpret.Transfers;

/// Bytes that a kernel moved.
///
/// @param localRead bytes between local memory and registers; -1 where they were not counted at the granularity of the prediction
public record Moved(long globalRead, long globalWrite, long localRead, long localWrite) {
    public static final long NOT_COUNTED = -1;

    /// What the interpreter counted.
    static Moved of(Transfers transfers) {
        return new Moved(
                transfers.globalReadBytes(),
                transfers.globalWrittenBytes(),
                transfers.localReadBytes(),
                transfers.localWrittenBytes());
    }

    public long global() {
        return globalRead + globalWrite;
    }
}
