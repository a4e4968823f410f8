package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.data.Tensor;
import org.heddle.rules.bounds.BlockRanges;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.stream.Region;
import org.heddle.rules.time.Task;

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

    /// What one step moves and computes, without the lists of blocks that loops around it go through.
    public Counts counts(Nest.Placed step) {
        return Counts.ofStep(
                nest, step, layouts.pieces(), counts.settled(), new BlocksLeft(Optional.empty()));
    }

    /// Bytes of lists of blocks that one thread of each group reads.
    public long listBytes() {
        return Counts.total(counts.lists(), blocking);
    }

    /// The same where only some inputs are there before the first kernel starts: what the others hold skips nothing.
    ///
    /// @param wires inputs whose elements are known then
    public Schedule given(Set<String> wires) {
        Nest known = nest.given(wires);
        return known.equals(nest) ? this : with(known, Optional.empty());
    }

    /// The same where inputs are known: with the cost of the blocks that they leave.
    ///
    /// @param arrays by wire
    public Schedule given(Map<String, Tensor> arrays) {
        return nest.lists().isEmpty()
                ? this
                : with(
                        nest,
                        Optional.of(
                                new BlockRanges(
                                        region(), blocking.diagram(), blocking::extent, arrays)));
    }

    /// The groups in launch order, with what each asks.
    ///
    /// @param data what inputs hold, where that is known
    private List<Task> tasks(Nest own, Optional<BlockRanges> data) {
        return Groups.tasks(
                own,
                own.placed(),
                layouts.pieces().plan(),
                counts.settled(),
                new BlocksLeft(data),
                blocking,
                hardware);
    }

    /// The groups in launch order, with what each asks; where blocks are skipped for what inputs hold, as if none were.
    public List<Task> tasks() {
        return tasks(nest, Optional.empty());
    }

    /// Groups that are resident on a unit at the same time.
    public int residents() {
        return Groups.residents(hardware, cost.localMemoryBytes());
    }

    private Schedule with(Nest other, Optional<BlockRanges> data) {
        List<Nest.Placed> placed = other.placed();
        Layouts.Pieces pieces = layouts.pieces();
        BlocksLeft left = new BlocksLeft(data);
        Layouts.Plan plan = pieces.plan();
        Pricing pricing =
                new Pricing(
                        other,
                        placed,
                        plan,
                        counts.settled(),
                        left,
                        blocking,
                        hardware,
                        Handling.asked(
                                other, placed, plan, counts.settled(), left, blocking, hardware));
        return new Schedule(
                other,
                layouts,
                Counts.of(other, placed, pieces, counts.settled(), left),
                blocking,
                hardware,
                Groups.judge(pricing.at(blocking), tasks(other, data), hardware),
                reasons);
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
