package org.heddle.backend.driver;

import java.util.List;

/// Whether devices of a kind can be used here.
public sealed interface Availability {
    /// The device kind: `opencl`, `cuda`, `simulate`.
    String kind();

    /// These devices can be opened.
    record Available(String kind, List<DriverInfo> devices) implements Availability {
        public Available {
            devices = List.copyOf(devices);
        }
    }

    /// None can be opened.
    ///
    /// @param reason what is missing
    /// @param hint what to install or to do
    record Unavailable(String kind, String reason, String hint) implements Availability {}
}
