package org.heddle.cli.report;

import java.util.Optional;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.driver.Profile.DeviceBytes;
import org.heddle.backend.run.Comparison.KernelRow;
import org.heddle.backend.run.Moved;

/// What a GPU's own counters count, beside the bytes that groups are predicted to ask of global memory.
///
/// The two are not the same thing: caches stand between them. Their quotient is shown, and no quotient is right or wrong.
public enum ProfiledLevel {
    DRAM_READ("DRAM read", "dramRead", "dram_read"),
    DRAM_WRITE("DRAM write", "dramWrite", "dram_write"),
    CACHE("L2 cache", "l2", "l2");

    private final String title;
    private final String key;
    private final String column;

    ProfiledLevel(String title, String key, String column) {
        this.title = title;
        this.key = key;
        this.column = column;
    }

    /// Which memory, and in which direction.
    public String title() {
        return title;
    }

    /// Its name in documents.
    String key() {
        return key;
    }

    /// How the names of its columns in CSV begin.
    public String column() {
        return column;
    }

    /// Bytes of global memory that stand beside the counted ones.
    public long predicted(KernelRow row) {
        Moved moved = row.predicted();
        return switch (this) {
            case DRAM_READ -> moved.globalRead();
            case DRAM_WRITE -> moved.globalWrite();
            case CACHE -> moved.global();
        };
    }

    /// Empty where nobody counted.
    public Optional<Long> counted(KernelRow row) {
        return row.profiled().flatMap(this::of);
    }

    private Optional<Long> of(DeviceBytes bytes) {
        return switch (this) {
            case DRAM_READ -> bytes.dramRead();
            case DRAM_WRITE -> bytes.dramWrite();
            case CACHE -> bytes.cache();
        };
    }

    /// Counted bytes over predicted ones; empty where nobody counted or nothing is predicted.
    public Optional<Double> ratio(KernelRow row) {
        long beside = predicted(row);
        return counted(row).filter(_ -> beside != 0).map(bytes -> (double) bytes / beside);
    }

    /// Who counted and what stands beside the counts, or why there are none, in a sentence.
    public static String told(Profile profile) {
        return switch (profile) {
            case Profile.Counted(String by, _) ->
                    "DRAM, L2 cache: counted by "
                            + by
                            + ", caches empty before each launch, beside what groups are predicted to ask of global memory. Caches keep what is read again, written bytes may stay in them, and whole sectors move: no ratio is right or wrong";
            case Profile.NotCounted(String reason, String hint) ->
                    "DRAM and L2 cache were not counted: "
                            + reason
                            + (hint.isEmpty() ? "" : "; " + hint);
        };
    }
}
