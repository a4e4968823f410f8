package org.heddle.rules.schedule;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Scheduler.Found;
import org.heddle.rules.schedule.Scheduler.NothingFits;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.Split;
import org.heddle.rules.stream.StreamForm;

/// Chooses whether a region is one kernel or two.
///
/// ```
///   best schedule of one kernel ── hardly longer than if it filled the units, and a second launch ──► Whole
///              │ else
///              ▼
///   its form, the longest streamed axis in n parts, n such that the units are filled once, or twice
///              │ best schedules of the parts' kernel and of the merge
///              ▼
///   Parts where both together are predicted to be faster, launches and accumulators in memory included; else Whole
/// ```
public final class Planner {
    /// How much faster two kernels must be predicted to be than one: they need memory for the accumulators of parts.
    private static final double WORTH_TWO = 1.05;

    /// A part has at least as many items.
    private static final long FEWEST_ITEMS = 16;

    private final Sizes sizes;
    private final Hardware hardware;
    private final Set<String> taken;

    private Planner(Sizes sizes, Hardware hardware, Set<String> taken) {
        this.sizes = sizes;
        this.hardware = hardware;
        this.taken = taken;
    }

    /// What was found.
    public sealed interface Result {}

    public record Planned(Plan plan) implements Result {}

    public record Impossible(NothingFits why) implements Result {}

    /// The best plan of a kernel.
    ///
    /// @param regions the ways to read the kernel's body as a region
    /// @param taken names of wires and axes that nothing new may have
    public static Result plan(
            List<Region> regions, Sizes sizes, Hardware hardware, Set<String> taken) {
        return switch (Scheduler.schedule(regions, sizes, hardware)) {
            case Found(Schedule whole, double filled) ->
                    new Planned(new Planner(sizes, hardware, taken).best(whole, filled));
            case NothingFits nothing -> new Impossible(nothing);
        };
    }

    /// The two kernels for parts of given length, for tests and experiments; empty where one of them does not fit.
    ///
    /// @param sizes of the diagram's axes
    public static Optional<Plan.Parts> parts(
            StreamForm form,
            String axis,
            long length,
            Sizes sizes,
            Hardware hardware,
            Set<String> taken) {
        Split split = Split.of(form, axis, length, new LinkedHashSet<>(taken));
        Sizes own = sizes(split, sizes);
        if (Scheduler.schedule(split.partial(), own, hardware) instanceof Found(Schedule partial, _)
                && Scheduler.schedule(split.merge(), own, hardware)
                        instanceof Found(Schedule merge, _)) {
            return Optional.of(new Plan.Parts(split, partial, merge));
        }
        return Optional.empty();
    }

    /// The sizes with that of the axis of parts.
    public static Sizes sizes(Split split, Sizes sizes) {
        Map<String, Long> all = new LinkedHashMap<>(sizes.byAxis());
        long items = split.partial().region().size(split.axis(), sizes);
        all.put(split.part(), Math.ceilDiv(items, split.length()));
        return new Sizes(all);
    }

    /// @param filled what the same work would take if it filled the units
    private Plan best(Schedule whole, double filled) {
        StreamForm form = whole.nest().form();
        long groups = fewestGroups(form);
        double two = filled + hardware.launchSeconds();
        if (groups == 0 || groups >= hardware.units() || whole.cost().seconds() < WORTH_TWO * two) {
            return new Plan.Whole(whole);
        }
        Optional<String> axis =
                form.stream().stream()
                        .filter(a -> form.region().size(a, sizes) >= 2 * FEWEST_ITEMS)
                        .max(Comparator.comparingLong(a -> form.region().size(a, sizes)));
        if (axis.isEmpty()) {
            return new Plan.Whole(whole);
        }
        Optional<String> obstacle = Split.obstacle(form, axis.get());
        if (obstacle.isPresent()) {
            return kept(whole, obstacle.get());
        }
        Optional<Plan.Parts> parts = fastest(form, axis.get(), groups);
        if (parts.isEmpty()) {
            return kept(whole, "no accumulators of parts of " + axis.get() + " fit");
        }
        return parts.get().seconds() * WORTH_TWO < whole.cost().seconds()
                ? told(parts.get(), whole)
                : kept(whole, "two kernels take " + compared(parts.get(), whole));
    }

    /// Groups of the largest blocks that are tried. Where a kernel has more, some things are loaded or computed once per block.
    private long fewestGroups(StreamForm form) {
        Region region = form.region();
        Batch batch = new Batch(form, Blocking.whole(region, sizes), hardware);
        long groups = 1;
        for (String axis : region.parallelAxes()) {
            long block = batch.isSingle(axis) ? 1 : Scheduler.LONGEST;
            groups = Math.multiplyExact(groups, Math.ceilDiv(region.size(axis, sizes), block));
        }
        return groups;
    }

    private Optional<Plan.Parts> fastest(StreamForm form, String axis, long groups) {
        long items = form.region().size(axis, sizes);
        long few = length(items, Math.ceilDiv(hardware.units(), groups));
        Optional<Plan.Parts> first = parts(form, axis, few);
        if (first.isEmpty()) {
            return first;
        }
        Sizes own = sizes(first.get().split(), sizes);
        long rows =
                Math.max(
                        1,
                        first.get().partial().cost().groups() / own.of(first.get().split().part()));
        Optional<Plan.Parts> best = first;
        Set<Long> lengths = new LinkedHashSet<>();
        for (long waves = 1; waves <= 2; waves++) {
            lengths.add(length(items, Math.ceilDiv(waves * hardware.units(), rows)));
        }
        lengths.remove(first.get().split().length());
        for (long length : lengths) {
            Optional<Plan.Parts> other = parts(form, axis, length);
            if (other.isPresent() && other.get().seconds() < best.get().seconds()) {
                best = other;
            }
        }
        return best;
    }

    private Optional<Plan.Parts> parts(StreamForm form, String axis, long length) {
        return parts(form, axis, length, sizes, hardware, taken);
    }

    /// The length of about so many parts: a multiple of a power of two near an eighth of it, so that whole blocks make up a part.
    private static long length(long items, long parts) {
        long rounds = Math.ceilDiv(items, parts * Split.MOST_ITEMS);
        long even = Math.max(FEWEST_ITEMS, Math.ceilDiv(items, rounds * parts));
        long grain = Math.max(FEWEST_ITEMS, Math.min(512, Long.highestOneBit(even / 8)));
        return Math.min(Split.MOST_ITEMS, Math.ceilDiv(even, grain) * grain);
    }

    private Plan kept(Schedule whole, String why) {
        return new Plan.Whole(
                whole.because("not split, though it has " + groups(whole) + ": " + why));
    }

    private Plan told(Plan.Parts parts, Schedule whole) {
        Split split = parts.split();
        long count = sizes(split, sizes).of(split.part());
        String cut = split.axis() + " in " + count + " parts of " + split.length();
        return new Plan.Parts(
                split,
                parts.partial()
                        .because(
                                "split: one kernel has "
                                        + groups(whole)
                                        + "; "
                                        + cut
                                        + " take "
                                        + compared(parts, whole)),
                parts.merge());
    }

    private String groups(Schedule whole) {
        long groups = whole.cost().groups();
        return groups
                + (groups == 1 ? " group for " : " groups for ")
                + hardware.units()
                + " units";
    }

    private static String compared(Plan.Parts parts, Schedule whole) {
        return String.format(
                Locale.ROOT,
                "%.1f + %.1f µs instead of %.1f µs, %s",
                1e6 * parts.partial().cost().seconds(),
                1e6 * parts.merge().cost().seconds(),
                1e6 * whole.cost().seconds(),
                Reasons.bytes(parts.globalBytes(), whole.cost().globalBytes()));
    }
}
