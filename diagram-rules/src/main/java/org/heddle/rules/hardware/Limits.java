package org.heddle.rules.hardware;

/// What a unit and a group may have at most.
///
/// @param threadsPerUnit threads resident on a unit
/// @param threadsPerGroup threads of one group
/// @param groupsPerUnit groups resident on a unit
/// @param warpThreads threads in lockstep; extents of thread blocks are multiples of it
/// @param registersPerUnit registers of 4 bytes of a unit (of a vector each where a group is one thread with vectors)
/// @param registersPerThread registers of one thread, likewise
public record Limits(
        Limit threadsPerUnit,
        Limit threadsPerGroup,
        Limit groupsPerUnit,
        Limit warpThreads,
        Limit registersPerUnit,
        Limit registersPerThread) {
    /// A bound and where it is from.
    public record Limit(long value, String source) {
        Limit atLeast(long least) {
            return new Limit(Math.max(value, least), source);
        }
    }
}
