package org.heddle.rules.schedule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// Axes of which a group has one element, whatever there is room for.
///
/// Of an axis of the grid that everything has, and nothing has innermost, blocks save no transfer, compute nothing less often and fill no vector: an element per group is as good as any block, and keeps
/// the search short. What follows from each of these:
///
/// - An axis that is reduced is none: a whole block of it may save a pass.
/// - Nor is one without which some stage is computed: that would be done again for every group.
/// - Nor is one along which neighbours in memory would fill transfers better than all that is further in.
///
/// What it takes to begin a group is held against no block of one; where many tiny products are one diagram, the axis that counts them should be innermost.
///
/// @param sizes of the axes, whatever the extents
record Batch(StreamForm form, Blocking sizes, Hardware hardware) {
    /// Whether an axis has one element in a block.
    boolean isSingle(String axis) {
        return form.single().contains(axis) || isBatch(axis);
    }

    private boolean isBatch(String axis) {
        Region region = form.region();
        return region.parallelAxes().contains(axis)
                && region.reads().values().stream().allMatch(read -> isOuter(read.axes(), axis))
                && region.stages().stream().allMatch(stage -> isOuter(stage.axes(), axis))
                && region.outputs().stream().allMatch(out -> region.stage(out).axes().size() > 2)
                && isInWholeTransfers(axis);
    }

    private static boolean isOuter(List<String> axes, String axis) {
        return axes.contains(axis) && !axes.getLast().equals(axis);
    }

    private boolean isInWholeTransfers(String axis) {
        Region region = form.region();
        return Stream.concat(
                        region.reads().values().stream()
                                .filter(read -> region.isInput(read.wire()))
                                .map(read -> run(read.wire(), Pricing.neighbours(read), axis)),
                        region.outputs().stream()
                                .map(out -> run(out, region.stage(out).axes(), axis)))
                .flatMap(Optional::stream)
                .allMatch(
                        run ->
                                hardware.global().busyBytes(run, run)
                                        <= Scheduler.EQUALLY_FAST * run);
    }

    /// Bytes of the longest run of neighbours in a block of one element along an axis; empty where elements along the axis are no neighbours.
    private Optional<Double> run(String wire, List<String> neighbours, String axis) {
        int place = neighbours.indexOf(axis);
        if (place < 0) {
            return Optional.empty();
        }
        double run = form.region().array(wire).dtype().bytes();
        for (String inner : neighbours.subList(place + 1, neighbours.size())) {
            run *= sizes.size(inner);
        }
        return Optional.of(run);
    }
}
