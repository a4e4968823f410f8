package org.heddle.backend.run;

import org.heddle.backend.interpret.Transfers;

/// Bytes that a kernel moved.
///
/// @param localRead bytes between local memory and registers, of the tile program; -1 where they were not counted
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

    /// Whether local memory was counted, in both directions.
    public boolean isLocalCounted() {
        return localRead != NOT_COUNTED && localWrite != NOT_COUNTED;
    }

    /// The same with what another has counted of local memory.
    Moved withLocal(Moved other) {
        return new Moved(globalRead, globalWrite, other.localRead, other.localWrite);
    }

    public long global() {
        return globalRead + globalWrite;
    }
}
