package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.List;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.stream.Region;

/// A kernel with its block extents chosen.
///
/// @param reasons why this one: what binds it, how many were tried, the runner-up
public record Schedule(
        Nest nest,
        Layouts layouts,
        Counts counts,
        Blocking blocking,
        Hardware hardware,
        Cost cost,
        List<String> reasons) {
    public Schedule {
        reasons = List.copyOf(reasons);
    }

    public Region region() {
        return nest.form().region();
    }

    /// The same with a further reason, in front.
    Schedule because(String reason) {
        List<String> all = new ArrayList<>(List.of(reason));
        all.addAll(reasons);
        return new Schedule(nest, layouts, counts, blocking, hardware, cost, all);
    }

    /// Labels such as `g_q=64, s_x=32`, cut axes only.
    public String labels() {
        StringBuilder text = new StringBuilder();
        for (String axis : blocking.extents().keySet()) {
            boolean loop = nest.grid().contains(axis) || nest.cut().contains(axis);
            if (loop) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(Count.label(nest.grid(), axis))
                        .append('=')
                        .append(blocking.extent(axis));
            }
        }
        return text.toString();
    }
}
