package org.heddle.rules.schedule;

/// What a schedule is predicted to cost.
///
/// ```
///   busy    = imbalance · longer(arithmetic, local traffic)
///   seconds = launch + longer(busy, global traffic)          longer(a, b) = max(a, b) + a quarter of min(a, b)
/// ```
///
/// Of the global bandwidth, groups that are fewer than half of the units draw only a part. {@link Pricing} finds it.
///
/// @param localMemoryBytes bytes of all tiles of one group, with their {@link Padding}
/// @param groups number of groups
/// @param seconds predicted time of one launch
/// @param filledSeconds the same if as many groups did that work as fill the units
/// @param bound what the time is bound by
public record Cost(
        long globalReadBytes,
        long globalWriteBytes,
        long localReadBytes,
        long localWriteBytes,
        long localMemoryBytes,
        long groups,
        long flops,
        long specialOperations,
        double seconds,
        double filledSeconds,
        String bound) {

    /// The part of the shorter of computing and transferring that the longer one does not hide.
    public static final double EXPOSED = 0.25;

    /// How much more than its share of the global bandwidth one unit draws while others idle. A multiprocessor of an H200 draws about 42 bytes per clock, its share is 20; a
    /// core of two saturates the memory alone.
    public static final double SHARES = 2;

    /// What {@link #bound} is where transfers take longest.
    static final String GLOBAL = "global bandwidth";

    /// Whether transfers from and to global memory take longest.
    boolean waitsForTransfers() {
        return bound.equals(GLOBAL);
    }

    public long globalBytes() {
        return Math.addExact(globalReadBytes, globalWriteBytes);
    }
}
