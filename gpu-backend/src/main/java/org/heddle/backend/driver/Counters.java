package org.heddle.backend.driver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a simulated run counted and found.
///
/// Bytes are those of *executed* load and store instructions: no caches, no coalescing. Builtin
/// functions (`vload4`, `vload_half`, `async_work_group_copy`) and atomics are not counted:
/// `uncounted` names those that ran.
///
/// @param traffic per kernel entry, summed over its launches, in order of first launch
/// @param races reports of data races, one text each, with both source lines
/// @param invalidAccesses reports of accesses outside of a buffer or array, and of other misuse
/// @param uncounted calls per builtin function that moves bytes unseen
public record Counters(
        Map<String, Traffic> traffic,
        List<String> races,
        List<String> invalidAccesses,
        Map<String, Long> uncounted) {

    /// Bytes moved by one kernel.
    public record Traffic(
            long globalLoadBytes,
            long globalStoreBytes,
            long localLoadBytes,
            long localStoreBytes,
            long constantLoadBytes) {
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

        public Traffic plus(Traffic other) {
            return new Traffic(
                    globalLoadBytes + other.globalLoadBytes,
                    globalStoreBytes + other.globalStoreBytes,
                    localLoadBytes + other.localLoadBytes,
                    localStoreBytes + other.localStoreBytes,
                    constantLoadBytes + other.constantLoadBytes);
        }
    }

    public Counters {
        traffic = Collections.unmodifiableMap(new LinkedHashMap<>(traffic));
        races = List.copyOf(races);
        invalidAccesses = List.copyOf(invalidAccesses);
        uncounted = Collections.unmodifiableMap(new LinkedHashMap<>(uncounted));
    }

    /// All kernels together.
    public Traffic total() {
        return traffic.values().stream().reduce(Traffic.NONE, Traffic::plus);
    }

    /// Whether neither a race nor an invalid access was found.
    public boolean clean() {
        return races.isEmpty() && invalidAccesses.isEmpty();
    }
}
