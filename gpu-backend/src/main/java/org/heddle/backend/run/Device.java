package org.heddle.backend.run;

import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.data.Tensor;
import org.heddle.rules.hardware.Hardware;

/// Something that executes compiled diagrams.
public interface Device extends AutoCloseable {
    /// The string that opens it again: `interp`, `opencl:pocl`, `cuda:0`, `simulate`.
    String id();

    /// One line for people: what it is.
    String description();

    /// Its own hardware description, by which kernels for it are scheduled.
    Hardware hardware();

    /// What source text it takes.
    Target target();

    /// Runs a compiled diagram on inputs given by wire.
    ///
    /// @throws DriverException where a kernel does not build, a launch fails, or memory runs out
    Execution run(Compiled compiled, Map<String, Tensor> inputs, RunOptions options)
            throws DriverException;

    /// Runs a compiled diagram once more while the device's own counters watch; empty where it has none that anyone reads.
    ///
    /// @param inputs by wire
    default Optional<Profile> profile(Compiled compiled, Map<String, Tensor> inputs) {
        return Optional.empty();
    }

    @Override
    void close();
}
