package org.heddle.rules.schedule;

/// What a schedule is predicted to cost.
///
/// A search compares times of equal groups, which {@link Pricing} finds in closed form ({@link org.heddle.rules.time.Pace#seconds}); what is told of a schedule is the time that
/// {@link org.heddle.rules.time.Simulation} finds for its groups as they are.
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

    /// What {@link #bound} is where transfers take longest.
    static final String GLOBAL = "global bandwidth";

    /// Whether transfers from and to global memory take longest.
    boolean waitsForTransfers() {
        return bound.equals(GLOBAL);
    }

    /// The same with another time.
    Cost taking(double newSeconds) {
        return new Cost(
                globalReadBytes,
                globalWriteBytes,
                localReadBytes,
                localWriteBytes,
                localMemoryBytes,
                groups,
                flops,
                specialOperations,
                newSeconds,
                filledSeconds,
                bound);
    }

    public long globalBytes() {
        return Math.addExact(globalReadBytes, globalWriteBytes);
    }
}
