package org.heddle.backend.driver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a device's own counters saw of a program's kernels.
///
/// ```
///  Profile ::= Counted by, bytes per kernel | NotCounted reason, hint
/// ```
public sealed interface Profile {
    /// Counters were read.
    ///
    /// @param by who read them
    /// @param kernels by entry, summed over its launches; without those that were not launched
    record Counted(String by, Map<String, DeviceBytes> kernels) implements Profile {
        public Counted {
            kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
        }
    }

    /// Counters could not be read.
    ///
    /// @param reason what is missing or went wrong
    /// @param hint what to install or to do; may be empty
    record NotCounted(String reason, String hint) implements Profile {}

    /// Bytes that passed the memories of a GPU. A number is empty where the GPU does not count it.
    ///
    /// @param dramRead that its DRAM delivered
    /// @param dramWrite that its DRAM took
    /// @param cache that its second-level cache was asked for, in both directions
    record DeviceBytes(Optional<Long> dramRead, Optional<Long> dramWrite, Optional<Long> cache) {}
}
