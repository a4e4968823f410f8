package org.heddle.backend.driver;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/// Runs host programs on one device. Not for use by two threads at once.
public interface Driver extends AutoCloseable {

    /// What the device is and what it offers.
    DriverInfo info();

    /// Runs a program: see {@link RunSequence} for the order of events.
    ///
    /// @param inputs one segment per INPUT buffer, of exactly the buffer's size; native or on the
    ///     heap, larger than 2 GiB if need be; read only
    /// @throws DriverException if a kernel does not build, a launch fails or memory runs out
    /// @throws IllegalArgumentException if `inputs` or the kernels' language do not fit the program
    RunResult run(HostProgram program, Map<String, MemorySegment> inputs, RunOptions options)
            throws DriverException;

    /// Releases the device. Closing twice is harmless.
    @Override
    void close();
}
