package org.heddle.rules.schedule;

import java.util.List;
import org.heddle.rules.stream.Split;

/// The kernels of a region: one, or two where one would leave units idle.
public sealed interface Plan {
    /// One kernel.
    record Whole(Schedule schedule) implements Plan {}

    /// A kernel for the accumulators of parts of an axis, and one that merges them.
    record Parts(Split split, Schedule partial, Schedule merge) implements Plan {}

    /// In launch order.
    default List<Schedule> schedules() {
        return switch (this) {
            case Whole(Schedule schedule) -> List.of(schedule);
            case Parts(_, Schedule partial, Schedule merge) -> List.of(partial, merge);
        };
    }

    default long globalBytes() {
        return schedules().stream().mapToLong(s -> s.cost().globalBytes()).sum();
    }

    /// Predicted time, one kernel after the other.
    default double seconds() {
        return schedules().stream().mapToDouble(s -> s.cost().seconds()).sum();
    }
}
