package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// Costs blockings one by one, with no search.
///
/// @param choice of the extents that are tried
record Blockings(Hardware hardware, Choice choice) {
    /// The extents of an axis.
    interface Choice {
        Collection<Long> of(StreamForm form, String axis, long size);
    }

    /// The costs, as a search compares them, of all blockings that fit, of every form of every region.
    List<Cost> costs(List<Region> regions, Sizes sizes) {
        List<Cost> costs = new ArrayList<>();
        for (Region region : regions) {
            for (StreamForm form : StreamAnalyzer.candidates(region)) {
                List<String> axes = new ArrayList<>(region.axes().keySet());
                add(form, axes, Blocking.whole(region, sizes), costs);
            }
        }
        return costs;
    }

    private void add(StreamForm form, List<String> axes, Blocking blocking, List<Cost> costs) {
        if (axes.isEmpty()) {
            Cost cost = Scheduler.candidate(form, blocking, hardware).cost();
            if (cost.localMemoryBytes() <= hardware.local().capacityBytes()) {
                costs.add(cost);
            }
            return;
        }
        String axis = axes.getFirst();
        for (long extent : choice.of(form, axis, blocking.size(axis))) {
            add(form, axes.subList(1, axes.size()), blocking.with(axis, extent), costs);
        }
    }

    /// The cost of a schedule as a search compares it.
    static Cost searched(Schedule schedule) {
        return Scheduler.candidate(
                        schedule.nest().form(), schedule.blocking(), schedule.hardware())
                .cost();
    }
}
