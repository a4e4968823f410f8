package org.heddle.rules.derive;

import org.heddle.model.diagram.Diagram;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// One kernel of a derivation: a block of the final diagram with its accumulators and schedule.
///
/// @param block id of the block
/// @param body the block's diagram, maps merged into the reductions that read them
public record Kernel(String block, Diagram body, Schedule schedule) {
    public Region region() {
        return schedule.region();
    }

    public StreamForm form() {
        return schedule.nest().form();
    }
}
