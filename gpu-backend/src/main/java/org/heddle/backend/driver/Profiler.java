package org.heddle.backend.driver;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/// Runs a program once more while the device's own counters watch.
public interface Profiler {
    /// What the counters saw, or why there is nothing to be seen.
    ///
    /// @param inputs one segment per INPUT buffer
    Profile profile(HostProgram program, Map<String, MemorySegment> inputs);
}
