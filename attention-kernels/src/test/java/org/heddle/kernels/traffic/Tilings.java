package org.heddle.kernels.traffic;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// All ways to cut the axes of one kernel into blocks. Of all extents with the same number of blocks the least moves as much and holds less, so that is tried, and powers of two, since
/// guards of masks depend on where blocks end.
final class Tilings {
    private final Sizes sizes;
    private final Hardware hardware;
    private Optional<Schedule> best = Optional.empty();

    private final long below;

    private Tilings(long below, Sizes sizes, Hardware hardware) {
        this.below = below;
        this.sizes = sizes;
        this.hardware = hardware;
    }

    /// The schedule that fits and moves the fewest bytes; empty where none fits and moves less than a bound.
    ///
    /// @param regions the ways to read the kernel's body as a region
    static Optional<Schedule> best(
            List<Region> regions, long below, Sizes sizes, Hardware hardware) {
        Tilings tilings = new Tilings(below, sizes, hardware);
        for (Region region : regions) {
            for (StreamForm form : StreamAnalyzer.candidates(region)) {
                tilings.search(form);
            }
        }
        return tilings.best;
    }

    /// A way to cut, and what it moves.
    private record Tiling(Blocking blocking, long bytes) {}

    private void search(StreamForm form) {
        Set<String> free = new LinkedHashSet<>(form.region().parallelAxes());
        free.addAll(NestBuilder.cuttable(form));
        Map<Set<String>, Schedule> nests = new HashMap<>();
        PriorityQueue<Tiling> open = new PriorityQueue<>(Comparator.comparingLong(Tiling::bytes));
        extents(
                form,
                List.copyOf(free),
                Blocking.whole(form.region(), sizes),
                blocking -> {
                    Schedule schedule =
                            nests.computeIfAbsent(
                                    cut(form, blocking),
                                    _ -> Scheduler.fixed(form, blocking, hardware));
                    long bytes = schedule.counts().globalBytes(blocking);
                    if (isBetter(bytes) && canFit(schedule.nest(), blocking)) {
                        open.add(new Tiling(blocking, bytes));
                    }
                });
        for (Tiling next = open.poll();
                next != null && isBetter(next.bytes());
                next = open.poll()) {
            Schedule schedule = Scheduler.fixed(form, next.blocking(), hardware);
            if (schedule.cost().localMemoryBytes() <= hardware.local().capacityBytes()) {
                best = Optional.of(schedule);
            }
        }
    }

    /// Whether all tiles fit, without what they are padded with.
    private boolean canFit(Nest nest, Blocking blocking) {
        long sum = 0;
        for (Tile tile : nest.tiles()) {
            long elements = 1;
            for (String axis : tile.axes()) {
                elements *= blocking.extent(axis);
            }
            sum += elements * tile.dtype().bytes();
        }
        return sum <= hardware.local().capacityBytes();
    }

    private boolean isBetter(long bytes) {
        return bytes < best.map(schedule -> schedule.cost().globalBytes()).orElse(below);
    }

    private void extents(
            StreamForm form, List<String> axes, Blocking blocking, Consumer<Blocking> with) {
        if (axes.isEmpty()) {
            with.accept(blocking);
            return;
        }
        String axis = axes.getFirst();
        for (long extent : extents(form, axis, blocking.size(axis))) {
            extents(form, axes.subList(1, axes.size()), blocking.with(axis, extent), with);
        }
    }

    private static Set<String> cut(StreamForm form, Blocking blocking) {
        Set<String> cut = new LinkedHashSet<>(NestBuilder.cuttable(form));
        cut.removeIf(axis -> blocking.extent(axis) >= blocking.size(axis));
        return cut;
    }

    private static Collection<Long> extents(StreamForm form, String axis, long size) {
        if (form.isSequential(axis)) {
            return List.of(1L);
        }
        Set<Long> extents = new TreeSet<>();
        for (long blocks = 1; blocks <= Math.max(1, size); blocks++) {
            extents.add(Math.max(1, Math.ceilDiv(size, blocks)));
        }
        for (long power = 1; power < size; power *= 2) {
            extents.add(power);
        }
        return extents;
    }
}
