package org.heddle.rules.hardware;

/// Who shares a memory: one of it belongs to one of these. From the widest to the narrowest.
public enum Scope {
    /// All groups of a device, or of one of its dies: main memory, a last-level cache.
    DEVICE,
    /// Groups that are scheduled together and read each other's memory: a thread-block cluster.
    CLUSTER,
    /// One group: the shared memory of a multiprocessor, a CPU core's cache.
    GROUP,
    /// Four warps that issue matrix instructions together.
    WARPGROUP,
    /// Threads in lockstep: a warp, a wavefront.
    WARP,
    /// One thread: its registers.
    THREAD
}
