package org.heddle.backend.interpret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the bytes of one group as they are moved, and the operations of all groups together.
final class Counter {
    private final long[] globalRead;
    private final long[] globalWritten;
    private final Budget budget;
    private long localRead;
    private long localWritten;
    private long tileBytes;

    /// The operations left to all groups of a run.
    static final class Budget {
        private final String program;
        private final long limit;
        private final AtomicLong spent = new AtomicLong();

        Budget(String program, long limit) {
            this.program = program;
            this.limit = limit;
        }

        private void spend(long operations) {
            if (spent.addAndGet(operations) > limit) {
                throw new OperationLimitException(program, limit);
            }
        }
    }

    /// @param arrays how many arrays the program has
    Counter(int arrays, Budget budget) {
        this.globalRead = new long[arrays];
        this.globalWritten = new long[arrays];
        this.budget = budget;
    }

    void globalRead(int array, long bytes) {
        globalRead[array] += bytes;
    }

    void globalWritten(int array, long bytes) {
        globalWritten[array] += bytes;
    }

    void localRead(long bytes) {
        localRead += bytes;
    }

    void localWritten(long bytes) {
        localWritten += bytes;
    }

    /// Accesses of a step at the blocks at hand.
    void local(List<Access> accesses, Place place) {
        for (Access access : accesses) {
            if (access.isWrite()) {
                localWritten(access.moved(place));
            } else {
                localRead(access.moved(place));
            }
        }
    }

    /// A tile came to life; it stays until the group ends.
    void allocated(long bytes) {
        tileBytes += bytes;
    }

    /// @throws OperationLimitException where the run has used up its operations
    void operations(long operations) {
        budget.spend(operations);
    }

    /// What was counted; arrays that are never touched are not mentioned.
    Transfers transfers(List<Memory> arrays) {
        SequencedMap<String, Long> read = new LinkedHashMap<>();
        SequencedMap<String, Long> written = new LinkedHashMap<>();
        for (Memory array : arrays) {
            (array.isOutput() ? written : read)
                    .put(
                            array.wire(),
                            array.isOutput()
                                    ? globalWritten[array.number()]
                                    : globalRead[array.number()]);
        }
        return new Transfers(read, written, localRead, localWritten, tileBytes);
    }
}
