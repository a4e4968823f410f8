package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// Searches block extents: every stream form of a region, every subset of axes to cut, every combination of extents from a small ladder, under the
/// capacity of the local level. The search is exhaustive over that space unless it is very large (many fused reductions), where it goes axis by axis ({@link Descent}). The winner is the fastest as predicted (times within 2% count as equal), then the
/// one that moves the fewest global bytes, then the smallest.
public final class Scheduler {
    /// How fine the ladder of extents is.
    public enum Effort {
        /// A few extents, to compare ways of cutting a diagram into kernels.
        COARSE,
        /// All extents, to choose those of a kernel.
        FULL;

        /// The largest space that is searched exhaustively.
        private long most() {
            return switch (this) {
                case COARSE -> 2_000;
                case FULL -> 20_000;
            };
        }

        private List<Long> ladder() {
            return switch (this) {
                case COARSE -> List.of(1L, 16L, 64L, 256L);
                case FULL -> List.of(1L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L);
            };
        }
    }

    private final Sizes sizes;
    private final Hardware hardware;
    private final Effort effort;
    private final long capacity;
    private int tried;
    private int tooLarge;
    private long smallest = Long.MAX_VALUE;
    private final List<Candidate> best = new ArrayList<>();
    private Optional<Candidate> fastest = Optional.empty();

    private record Candidate(
            Nest nest, Layouts layouts, Counts counts, Blocking blocking, Cost cost) {}

    /// Times closer than this factor are one time: the model is not that good, and of two equally fast schedules the one that moves less is better.
    private static final double EQUALLY_FAST = 1.02;

    static final Comparator<Cost> BETTER =
            Comparator.comparingLong(
                            (Cost c) -> Math.round(Math.log(c.seconds()) / Math.log(EQUALLY_FAST)))
                    .thenComparingLong(Cost::globalBytes)
                    .thenComparingDouble(Cost::seconds)
                    .thenComparingLong(Cost::localMemoryBytes);

    private static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::cost, BETTER);

    private Scheduler(Sizes sizes, Hardware hardware, Effort effort) {
        this.effort = effort;
        this.sizes = sizes;
        this.hardware = hardware;
        this.capacity = hardware.local().capacityBytes();
    }

    /// The search's outcome.
    public sealed interface Result {}

    public record Found(Schedule schedule) implements Result {}

    /// Nothing fits: the smallest schedule needs more local memory than there is.
    public record NothingFits(long neededBytes, long capacityBytes) implements Result {
        @Override
        public String toString() {
            return "the smallest tiles need "
                    + neededBytes
                    + " bytes of local memory, "
                    + capacityBytes
                    + " are there";
        }
    }

    /// The best schedule of a kernel.
    ///
    /// @param regions the ways to read the kernel's body as a region
    public static Result schedule(
            List<Region> regions, Sizes sizes, Hardware hardware, Effort effort) {
        Scheduler scheduler = new Scheduler(sizes, hardware, effort);
        for (Region region : regions) {
            for (StreamForm form : StreamAnalyzer.candidates(region)) {
                scheduler.search(form);
            }
        }
        return scheduler.result();
    }

    /// The schedule with extents given, for tests and experiments.
    public static Schedule fixed(StreamForm form, Blocking blocking, Hardware hardware) {
        Set<String> cut = new LinkedHashSet<>();
        for (String axis : NestBuilder.cuttable(form)) {
            if (blocking.extent(axis) < blocking.size(axis)) {
                cut.add(axis);
            }
        }
        Nest nest = NestBuilder.build(form, cut).without(empty(blocking));
        Layouts layouts = Layouts.of(nest, blocking, hardware);
        Counts counts = Counts.of(nest, layouts);
        Cost cost = Cost.of(nest, layouts, counts, blocking, hardware);
        return new Schedule(
                nest, layouts, counts, blocking, hardware, cost, List.of("extents given"));
    }

    private void search(StreamForm form) {
        Region region = form.region();
        Blocking whole = Blocking.whole(region, sizes);
        List<String> parallel = region.parallelAxes();
        List<String> loops =
                NestBuilder.cuttable(form).stream()
                        .filter(axis -> !parallel.contains(axis))
                        .toList();
        Space space = space(region, parallel, loops, whole);
        if (space.size() <= effort.most()) {
            exhaustively(form, parallel, loops, whole);
        } else {
            Map<Set<String>, Nest> nests = new HashMap<>();
            new Descent(space, blocking -> candidate(form, loops, nests, blocking)).run();
        }
    }

    /// The extents to choose from, per axis: for an axis with a loop, its size means that it is not cut.
    private Space space(Region region, List<String> parallel, List<String> loops, Blocking whole) {
        SequencedMap<String, List<Long>> choices = new LinkedHashMap<>();
        for (String axis : parallel) {
            choices.put(
                    axis, isBatch(region, axis) ? List.of(1L) : ladder(whole.size(axis), false));
        }
        for (String axis : loops) {
            List<Long> extents =
                    whole.size(axis) > 1 ? ladder(whole.size(axis), true) : new ArrayList<>();
            extents.add(Math.max(1, whole.size(axis)));
            choices.put(axis, extents);
        }
        return new Space(whole, choices);
    }

    private void exhaustively(
            StreamForm form, List<String> parallel, List<String> loops, Blocking whole) {
        for (int mask = 0; mask < 1 << loops.size(); mask++) {
            Set<String> cut = new LinkedHashSet<>();
            for (int i = 0; i < loops.size(); i++) {
                if ((mask >> i & 1) == 1) {
                    cut.add(loops.get(i));
                }
            }
            if (cut.stream().allMatch(axis -> whole.size(axis) > 1)) {
                Nest nest = NestBuilder.build(form, cut).without(empty(whole));
                List<String> free = new ArrayList<>(parallel);
                free.addAll(cut);
                extents(nest, free, 0, whole);
            }
        }
    }

    /// One blocking of a form, for the search axis by axis; empty where it does not fit.
    private Optional<Cost> candidate(
            StreamForm form, List<String> loops, Map<Set<String>, Nest> nests, Blocking blocking) {
        Set<String> cut = new LinkedHashSet<>(loops);
        cut.removeIf(axis -> blocking.extent(axis) >= blocking.size(axis));
        Nest nest =
                nests.computeIfAbsent(
                        cut, axes -> NestBuilder.build(form, axes).without(empty(blocking)));
        if (memory(nest, blocking) > capacity) {
            tooLarge++;
            return Optional.empty();
        }
        return Optional.of(consider(nest, blocking));
    }

    private static Set<String> empty(Blocking blocking) {
        Set<String> empty = new LinkedHashSet<>();
        blocking.sizes()
                .forEach(
                        (axis, size) -> {
                            if (size == 0) {
                                empty.add(axis);
                            }
                        });
        return empty;
    }

    private void extents(Nest nest, List<String> axes, int position, Blocking blocking) {
        if (memory(nest, smallest(nest, axes, position, blocking)) > capacity) {
            tooLarge++;
            return;
        }
        if (position == axes.size()) {
            consider(nest, blocking);
            return;
        }
        String axis = axes.get(position);
        boolean cut = nest.cut().contains(axis);
        for (long extent : choices(nest, axis, blocking)) {
            Blocking next = blocking.with(axis, extent);
            if (!cut || next.extent(axis) < next.size(axis)) {
                extents(nest, axes, position + 1, next);
            }
        }
    }

    private List<Long> choices(Nest nest, String axis, Blocking blocking) {
        return isBatch(nest.form().region(), axis)
                ? List.of(1L)
                : ladder(blocking.size(axis), nest.cut().contains(axis));
    }

    /// Whether every array has the axis, and none has it innermost: blocks of it save no transfer and fill no vector.
    private static boolean isBatch(Region region, String axis) {
        for (Region.Read read : region.reads().values()) {
            if (region.isInput(read.wire())
                    && (!read.axes().contains(axis) || read.axes().getLast().equals(axis))) {
                return false;
            }
        }
        return region.outputs().stream()
                .map(output -> region.stage(output).axes())
                .allMatch(
                        axes ->
                                axes.contains(axis)
                                        && !axes.getLast().equals(axis)
                                        && axes.size() > 2);
    }

    /// Extents worth trying: the ladder below the size, and the size itself where it is not larger than twice the ladder's top.
    private List<Long> ladder(long size, boolean cut) {
        List<Long> extents = new ArrayList<>();
        for (long extent : effort.ladder()) {
            if (extent < size && (!cut || extent >= 16)) {
                extents.add(extent);
            }
        }
        if (!cut && size <= 2 * effort.ladder().getLast()) {
            extents.add(Math.max(1, size));
        }
        if (extents.isEmpty()) {
            extents.add(Math.max(1, Math.min(size - 1, 16)));
        }
        return extents;
    }

    /// The blocking with every axis still to choose as small as it gets: if that does not fit, nothing below does.
    private Blocking smallest(Nest nest, List<String> axes, int position, Blocking blocking) {
        Blocking least = blocking;
        for (String axis : axes.subList(position, axes.size())) {
            least = least.with(axis, choices(nest, axis, blocking).getFirst());
        }
        return least;
    }

    private long memory(Nest nest, Blocking blocking) {
        long memory =
                Cost.localMemory(nest, Layouts.of(nest, blocking, hardware), blocking, hardware);
        smallest = Math.min(smallest, memory);
        return memory;
    }

    private Cost consider(Nest nest, Blocking blocking) {
        tried++;
        Layouts layouts = Layouts.of(nest, blocking, hardware);
        Counts counts = Counts.of(nest, layouts);
        Cost cost = Cost.of(nest, layouts, counts, blocking, hardware);
        Candidate candidate = new Candidate(nest, layouts, counts, blocking, cost);
        if (fastest.isEmpty() || cost.seconds() < fastest.get().cost().seconds()) {
            fastest = Optional.of(candidate);
        }
        int place = 0;
        while (place < best.size() && ORDER.compare(best.get(place), candidate) <= 0) {
            place++;
        }
        if (place < 2) {
            best.add(place, candidate);
            if (best.size() > 2) {
                best.removeLast();
            }
        }
        return cost;
    }

    private Result result() {
        if (best.isEmpty()) {
            return new NothingFits(smallest, capacity);
        }
        Candidate winner = best.getFirst();
        Schedule schedule = schedule(winner, List.of());
        return new Found(schedule(winner, reasons(schedule)));
    }

    private List<String> reasons(Schedule winner) {
        List<String> reasons = new ArrayList<>();
        Cost cost = winner.cost();
        reasons.add("bound by " + cost.bound());
        reasons.add(
                String.format(
                        Locale.ROOT,
                        "%s memory: %.1f of %.1f KiB per group",
                        hardware.local().name(),
                        cost.localMemoryBytes() / 1024.0,
                        capacity / 1024.0));
        reasons.add(
                tried
                        + " schedules tried, "
                        + tooLarge
                        + " branches too large for "
                        + hardware.local().name()
                        + " memory");
        fastest.filter(c -> c.cost().seconds() < cost.seconds())
                .ifPresent(
                        c ->
                                reasons.add(
                                        "as fast, within what the model can tell: "
                                                + compared(c, cost)
                                                + "; fewer bytes decided"));
        Optional<Candidate> second = best.size() > 1 ? Optional.of(best.get(1)) : Optional.empty();
        second.ifPresent(c -> reasons.add("runner-up: " + compared(c, cost)));
        return reasons;
    }

    private String compared(Candidate c, Cost winner) {
        return String.format(
                Locale.ROOT,
                "%s, predicted %+.1f%% time, %+.1f%% global bytes",
                schedule(c, List.of()).labels(),
                100 * (c.cost().seconds() / winner.seconds() - 1),
                100 * ((double) c.cost().globalBytes() / Math.max(1, winner.globalBytes()) - 1));
    }

    private Schedule schedule(Candidate c, List<String> reasons) {
        return new Schedule(
                c.nest(), c.layouts(), c.counts(), c.blocking(), hardware, c.cost(), reasons);
    }
}
