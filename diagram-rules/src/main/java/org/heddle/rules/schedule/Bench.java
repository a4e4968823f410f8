package org.heddle.rules.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;

/// Costs one nest at many extents. What does not depend on them is found once, and counts once for each choice of register pieces.
final class Bench {
    private final Nest nest;
    private final Hardware hardware;
    private final List<Nest.Placed> placed;
    private final Layouts.Plan plan;
    private final Map<List<RegisterTile>, Counts> counts = new HashMap<>();

    Bench(Nest nest, Hardware hardware) {
        this.nest = nest;
        this.hardware = hardware;
        this.placed = nest.placed();
        this.plan = Layouts.plan(nest);
    }

    Nest nest() {
        return nest;
    }

    /// Bytes of local memory that one group needs at least, at these extents and all larger ones.
    long least(Blocking blocking) {
        return Padding.least(nest, blocking, hardware);
    }

    /// Bytes of local memory of one group.
    long memory(Blocking blocking) {
        return plan.at(blocking, hardware).padding().bytes();
    }

    /// A nest at chosen extents, with all that follows from them.
    record Candidate(Nest nest, Layouts layouts, Counts counts, Blocking blocking, Cost cost) {
        Schedule schedule(Hardware hardware, List<String> reasons) {
            return new Schedule(nest, layouts, counts, blocking, hardware, cost, reasons);
        }
    }

    Candidate at(Blocking blocking) {
        Layouts layouts = plan.at(blocking, hardware);
        Counts counted =
                counts.computeIfAbsent(layouts.registers(), _ -> Counts.of(nest, placed, layouts));
        Cost cost = Cost.of(nest, placed, layouts, counted, blocking, hardware);
        return new Candidate(nest, layouts, counted, blocking, cost);
    }
}
