package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.schedule.Bench.Candidate;
import org.heddle.rules.search.BranchAndBound;
import org.heddle.rules.search.Least;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// Searches block extents: every stream form of a region, every subset of axes to cut, every combination of extents, under the capacity of the local level.
///
/// ```
///  few ──────────► all are costed
///  many ─► ladder ─► around the best two ─► all axes jointly, by bounds ─► a plain extent unless another is clearly better
///                                                                            ─► of the best few the one whose groups end first
/// ```
///
/// Where there are few, all are costed; else those of a small ladder, unless these are very many too (many fused reductions), where the search goes axis by axis ({@link Descent}). Then the
/// extents around the best two are tried, axis by axis, that the ladder leaves out ({@link Extents}), and all axes jointly, those left out for which nothing better can be ({@link BranchAndBound}). The
/// winner is the fastest as predicted (times within 2% count as equal), then the one that moves the fewest global bytes, then the smallest. Kernels of a cut and the parts of a split are judged
/// by the same search that schedules them, so what is told of a cut holds for what is made of it.
public final class Scheduler {
    /// Extents that are tried first: plain ones divide most sizes, and make the shorter program.
    private static final List<Long> LADDER = List.of(1L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L);

    /// The largest extent of the ladder.
    static final long LONGEST = LADDER.getLast();

    /// The largest space that is searched exhaustively with every length, and with those of the ladder.
    private static final long MOST = 20_000;

    private static final long MOST_OF_LADDER = 2_000;

    /// The most nests that are made to search exhaustively: one for every choice of loops to cut.
    private static final long MOST_NESTS = 64;

    /// How far the extents of all axes are searched jointly.
    private static final int NODES = 3_000;

    /// Times closer than this factor are one time: the model is not that good, and of two equally fast schedules the one that moves less is better.
    static final double EQUALLY_FAST = 1.02;

    private static final Comparator<Least> BEST_FIRST =
            Comparator.comparingLong((Least least) -> pace(least.seconds()))
                    .thenComparingLong(Least::bytes);

    static final Comparator<Cost> BETTER =
            Comparator.comparingLong((Cost c) -> pace(c.seconds()))
                    .thenComparingLong(Cost::globalBytes)
                    .thenComparingDouble(Cost::seconds)
                    .thenComparingLong(Cost::localMemoryBytes);

    private final Sizes sizes;
    private final Hardware hardware;
    private final long capacity;
    private int tried;
    private double filledSeconds = Double.POSITIVE_INFINITY;
    private int tooLarge;
    private boolean isAll = true;
    private boolean isBounded = true;
    private long among;
    private long smallest = Long.MAX_VALUE;
    private final Shortlist shortlist = new Shortlist();

    /// A number that is the same for times that count as equal, and larger for longer ones.
    static long pace(double seconds) {
        return Math.round(Math.log(seconds) / Math.log(EQUALLY_FAST));
    }

    private Scheduler(Sizes sizes, Hardware hardware) {
        this.sizes = sizes;
        this.hardware = hardware;
        this.capacity = hardware.local().capacityBytes();
    }

    /// The search's outcome.
    public sealed interface Result {}

    /// The best schedule.
    ///
    /// @param filledSeconds the least that any schedule tried would take if its work filled the units ({@link Cost#filledSeconds})
    public record Found(Schedule schedule, double filledSeconds) implements Result {}

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
    public static Result schedule(List<Region> regions, Sizes sizes, Hardware hardware) {
        List<StreamForm> forms =
                regions.stream().flatMap(r -> StreamAnalyzer.candidates(r).stream()).toList();
        return new Scheduler(sizes, hardware).best(forms);
    }

    /// The best schedule of one form.
    public static Result schedule(StreamForm form, Sizes sizes, Hardware hardware) {
        return new Scheduler(sizes, hardware).best(List.of(form));
    }

    /// Whether the smallest tiles of a form fit the local memory.
    public static boolean fits(StreamForm form, Sizes sizes, Hardware hardware) {
        Scheduler scheduler = new Scheduler(sizes, hardware);
        Benches benches = new Benches(form, sizes, hardware);
        Space all = benches.space(axis -> Extents.spread(benches.whole().size(axis)));
        return scheduler.candidate(benches, all.smallest()).isPresent();
    }

    private Result best(List<StreamForm> forms) {
        List<Benches> all = forms.stream().map(form -> new Benches(form, sizes, hardware)).toList();
        List<Benches> some = all.stream().filter(benches -> !searchAll(benches)).toList();
        some.forEach(this::search);
        List<Candidate> plain = shortlist.best();
        plain.forEach(start -> refine(some, start));
        some.forEach(this::jointly);
        plain.stream()
                .findFirst()
                .filter(c -> !isClearlyBetter(shortlist.best().getFirst().cost(), c.cost()))
                .ifPresent(shortlist::prefer);
        return result();
    }

    /// The schedule with extents given, for tests and experiments.
    public static Schedule fixed(StreamForm form, Blocking blocking, Hardware hardware) {
        return candidate(form, blocking, hardware).judged().schedule(List.of("extents given"));
    }

    /// The same as a search compares it.
    static Candidate candidate(StreamForm form, Blocking blocking, Hardware hardware) {
        Set<String> cut = new LinkedHashSet<>(NestBuilder.cuttable(form));
        cut.removeIf(axis -> blocking.extent(axis) >= blocking.size(axis));
        return Bench.of(form, cut, blocking, hardware).at(blocking);
    }

    /// Tries all blockings there are; whether these are few enough.
    private boolean searchAll(Benches benches) {
        Space ends = benches.space(axis -> Extents.ends(benches.whole().size(axis)));
        List<String> axes =
                ends.choices().entrySet().stream()
                        .filter(axis -> axis.getValue().size() > 1)
                        .map(Map.Entry::getKey)
                        .toList();
        boolean isFew =
                Space.all(benches.whole(), axes) <= MOST && nests(benches, ends) <= MOST_NESTS;
        if (isFew) {
            exhaustively(benches, benches.space(axis -> Extents.all(benches.whole().size(axis))));
        }
        return isFew;
    }

    /// Tries the blockings of a ladder, or some of them.
    private void search(Benches benches) {
        Space space = space(benches);
        isAll = false;
        if (space.size() <= MOST_OF_LADDER && nests(benches, space) <= MOST_NESTS) {
            exhaustively(benches, space);
        } else {
            new Descent(space, blocking -> candidate(benches, blocking)).run(benches.loops());
        }
    }

    private static long nests(Benches benches, Space space) {
        long free =
                benches.loops().stream()
                        .filter(axis -> space.choices().get(axis).size() > 1)
                        .count();
        return free < Long.SIZE - 1 ? 1L << free : Long.MAX_VALUE;
    }

    /// Searches around a good one, between the steps of the ladder.
    private void refine(List<Benches> all, Candidate start) {
        for (Benches benches : all) {
            if (benches.form().equals(start.nest().form())) {
                Blocking from = start.blocking();
                Space near = benches.space(axis -> Extents.around(from, axis, unit()));
                new Descent(near, blocking -> candidate(benches, blocking)).from(from);
            }
        }
    }

    static boolean isClearlyBetter(Cost a, Cost b) {
        return a.seconds() * EQUALLY_FAST < b.seconds()
                || (a.seconds() < b.seconds() * EQUALLY_FAST && a.globalBytes() < b.globalBytes());
    }

    /// Searches all axes jointly for something better.
    private void jointly(Benches benches) {
        Function<Blocking, Optional<Cost>> cost = b -> candidate(benches, b);
        Space all = benches.space(axis -> Extents.spread(benches.whole().size(axis)));
        if (shortlist.isEmpty() && cost.apply(all.smallest()).isEmpty()) {
            return;
        }
        Incumbent best = new Incumbent(shortlist.best().getFirst().cost());
        isBounded &=
                new BranchAndBound<>(
                                all,
                                b -> benches.at(b).least(b) <= capacity,
                                benches::least,
                                BEST_FIRST,
                                best::mayBeBeaten,
                                b -> cost.apply(b).ifPresent(best::offer),
                                NODES)
                        .run()
                        .isEmpty();
        among = all.size() > Long.MAX_VALUE - among ? Long.MAX_VALUE : among + all.size();
        Candidate found = shortlist.best().getFirst();
        if (benches.form().equals(found.nest().form())) {
            new Descent(all, cost).from(found.blocking());
        }
    }

    /// Extents between the steps of the ladder are multiples of this: a vector, or the columns of a matrix instruction.
    private int unit() {
        return Math.max(8, hardware.lanes(DType.F32));
    }

    /// The extents to choose from, per axis: for an axis with a loop, its size means that it is not cut.
    private Space space(Benches benches) {
        StreamForm form = benches.form();
        Blocking whole = benches.whole();
        SequencedMap<String, List<Long>> choices = new LinkedHashMap<>();
        for (String axis : form.region().parallelAxes()) {
            choices.put(
                    axis,
                    benches.batch().isSingle(axis) ? List.of(1L) : ladder(whole.size(axis), false));
        }
        for (String axis : benches.loops()) {
            List<Long> extents =
                    whole.size(axis) > 1 && !form.isSequential(axis)
                            ? ladder(whole.size(axis), true)
                            : new ArrayList<>();
            extents.add(form.isSequential(axis) ? 1 : Math.max(1, whole.size(axis)));
            choices.put(axis, extents);
        }
        return new Space(whole, choices);
    }

    private void exhaustively(Benches benches, Space space) {
        List<String> axes = new ArrayList<>(benches.loops());
        space.choices().keySet().stream().filter(axis -> !axes.contains(axis)).forEach(axes::add);
        exhaustively(benches, space, axes, 0, space.smallest());
    }

    /// Every choice along the axes from one position on; where those before are given, and with them the loops, the smallest that is left may not fit, and then nothing does.
    private void exhaustively(
            Benches benches, Space space, List<String> axes, int position, Blocking blocking) {
        boolean isNest = position >= benches.loops().size();
        if (isNest && !canFit(benches.at(blocking), blocking)) {
            return;
        }
        if (position == axes.size()) {
            consider(benches.at(blocking), blocking);
            return;
        }
        String axis = axes.get(position);
        for (long extent : space.choices().get(axis)) {
            exhaustively(benches, space, axes, position + 1, blocking.with(axis, extent));
        }
    }

    /// The cost of one blocking of a form, where not all are tried; empty where it does not fit.
    private Optional<Cost> candidate(Benches benches, Blocking blocking) {
        Bench bench = benches.at(blocking);
        return canFit(bench, blocking) ? consider(bench, blocking) : Optional.empty();
    }

    /// Extents worth trying: the ladder below the size, and the size itself where it is not larger than twice the ladder's top.
    private List<Long> ladder(long size, boolean cut) {
        List<Long> extents = new ArrayList<>();
        for (long extent : LADDER) {
            if (extent < size && (!cut || extent >= 16)) {
                extents.add(extent);
            }
        }
        if (!cut && size <= 2 * LONGEST) {
            extents.add(Math.max(1, size));
        }
        if (extents.isEmpty()) {
            extents.add(Math.max(1, Math.min(size - 1, 16)));
        }
        return extents;
    }

    /// Whether these extents may fit, or larger ones: without padding they do.
    private boolean canFit(Bench bench, Blocking blocking) {
        if (bench.least(blocking) <= capacity) {
            return true;
        }
        tooLarge(shortlist.isEmpty() ? bench.memory(blocking) : Long.MAX_VALUE);
        return false;
    }

    /// Counts what does not fit, and keeps the least that would have to.
    private void tooLarge(long bytes) {
        tooLarge++;
        smallest = Math.min(smallest, bytes);
    }

    /// The cost of one blocking; empty where it does not fit with its padding.
    private Optional<Cost> consider(Bench bench, Blocking blocking) {
        Candidate candidate = bench.at(blocking);
        Cost cost = candidate.cost();
        if (cost.localMemoryBytes() > capacity) {
            tooLarge(cost.localMemoryBytes());
            return Optional.empty();
        }
        tried++;
        filledSeconds = Math.min(filledSeconds, cost.filledSeconds());
        shortlist.add(candidate);
        return Optional.of(cost);
    }

    /// The labels of the axes along which blocks of twice the length do not fit.
    private List<String> tight(Candidate winner) {
        Nest nest = winner.nest();
        Blocking blocking = winner.blocking();
        Batch batch = new Batch(nest.form(), blocking, hardware);
        return blocking.extents().keySet().stream()
                .filter(axis -> nest.grid().contains(axis) || nest.cut().contains(axis))
                .filter(axis -> !batch.isSingle(axis))
                .filter(axis -> !nest.form().isSequential(axis))
                .filter(axis -> blocking.extent(axis) < blocking.size(axis))
                .filter(
                        axis -> {
                            long twice = Math.min(blocking.size(axis), 2 * blocking.extent(axis));
                            Bench bench = winner.bench();
                            return bench.memory(blocking.with(axis, twice)) > capacity;
                        })
                .map(axis -> Count.label(nest.grid(), axis))
                .toList();
    }

    private Result result() {
        if (shortlist.isEmpty()) {
            return new NothingFits(smallest, capacity);
        }
        List<Candidate> best = judged();
        Candidate winner = best.getFirst();
        List<String> reasons =
                new Reasons(hardware, winner)
                        .of(
                                new Reasons.Search(tried, tooLarge, isAll, isBounded ? among : 0),
                                shortlist.fastest().map(Candidate::judged),
                                best,
                                tight(winner));
        return new Found(winner.schedule(reasons), filledSeconds);
    }

    /// The winner and the runner-up with the time that their groups take as they are. Where that makes another one of the best few clearly better, it wins.
    private List<Candidate> judged() {
        List<Candidate> few =
                new ArrayList<>(shortlist.few().stream().map(Candidate::judged).toList());
        for (int i = 1; i < few.size(); i++) {
            if (isClearlyBetter(few.get(i).cost(), few.getFirst().cost())) {
                few.addFirst(few.remove(i));
            }
        }
        return few.subList(0, Math.min(2, few.size()));
    }
}
