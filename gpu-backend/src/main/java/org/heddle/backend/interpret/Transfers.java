package org.heddle.backend.interpret;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What an execution moved, in bytes.
///
/// @param globalRead bytes read from each input array, by wire
/// @param globalWritten bytes written to each output array, by wire
/// @param localReadBytes bytes read from tiles: into registers, or by stores
/// @param localWrittenBytes bytes written to tiles: from registers, or by loads and fills
/// @param tileBytes high-water mark: the most bytes of tiles that one group held
public record Transfers(
        SequencedMap<String, Long> globalRead,
        SequencedMap<String, Long> globalWritten,
        long localReadBytes,
        long localWrittenBytes,
        long tileBytes) {
    public Transfers {
        globalRead = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(globalRead));
        globalWritten = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(globalWritten));
    }

    public long globalReadBytes() {
        return globalRead.values().stream().mapToLong(Long::longValue).sum();
    }

    public long globalWrittenBytes() {
        return globalWritten.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The transfers of this execution and of one after it.
    public Transfers then(Transfers next) {
        return new Transfers(
                sum(globalRead, next.globalRead),
                sum(globalWritten, next.globalWritten),
                localReadBytes + next.localReadBytes,
                localWrittenBytes + next.localWrittenBytes,
                Math.max(tileBytes, next.tileBytes));
    }

    private static SequencedMap<String, Long> sum(
            SequencedMap<String, Long> a, SequencedMap<String, Long> b) {
        SequencedMap<String, Long> sum = new LinkedHashMap<>(a);
        b.forEach((wire, bytes) -> sum.merge(wire, bytes, Long::sum));
        return sum;
    }
}
