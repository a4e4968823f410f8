package org.heddle.rules.derive;

import java.util.Map;
import java.util.Set;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// One kernel of a derivation: a block of the final diagram with its accumulators and schedule.
///
/// @param block id of the block
/// @param body the block's diagram, maps merged into the reductions that read them
public record Kernel(String block, Diagram body, Schedule schedule) {
    /// The kernel of a block.
    ///
    /// @param whole the diagram of which it is one: its inputs are there before any kernel starts
    static Kernel of(Diagram body, Schedule schedule, Diagram whole) {
        return new Kernel(body.name(), body, schedule.given(Set.copyOf(whole.inputs())));
    }

    /// The same with the cost of the blocks that inputs leave.
    ///
    /// @param inputs by wire
    public Kernel given(Map<String, Tensor> inputs) {
        return new Kernel(block, body, schedule.given(inputs));
    }

    /// The same in the same blocks, costed for another machine.
    ///
    /// @param whole the diagram of which it is a kernel
    Kernel on(Hardware hardware, Diagram whole) {
        return of(body, Scheduler.fixed(form(), schedule.blocking(), hardware), whole);
    }

    public Region region() {
        return schedule.region();
    }

    public StreamForm form() {
        return schedule.nest().form();
    }
}
