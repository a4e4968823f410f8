package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.heddle.model.size.Size;
import org.heddle.rules.cost.Transfers.Held;
import org.heddle.rules.cost.Transfers.Moved;
import org.heddle.rules.cost.Transfers.Range;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Schedule;

/// The transfers of a nest, from what is counted of its steps.
///
/// ```
///   loads, stores ──► Unskipped: products of reciprocals of labels, for ranges of lengths ──► Transfers, one for each range
///   tiles         ──► what a group holds, or a cache
/// ```
public final class NestTransfers {
    /// Of more combinations of ranges no more are made.
    private static final int MOST_RANGES = 32;

    private NestTransfers() {}

    /// Those of a group, which holds all tiles. Where loops skip blocks, what they leave depends on the labels ({@link Unskipped}), with parts that are those of the sizes of the nest; where it is not the same sum for all lengths
    /// of blocks, there is one for each range, those of the shortest blocks first.
    public static List<Transfers> of(Nesting nesting) {
        return of(nesting, new Unskipped.Known());
    }

    static List<Transfers> of(Nesting nesting, Unskipped.Known known) {
        return of(nesting.moved(), held(nesting), nesting, known);
    }

    /// The same from other counts and tiles.
    static List<Transfers> of(
            List<Count> counts, List<Held> held, Nesting nesting, Unskipped.Known known) {
        List<Unskipped> sums = counts.stream().map(c -> known.of(c, nesting.blocking())).toList();
        List<Transfers> all = new ArrayList<>();
        for (Map<String, Range> ranges : ranges(sums)) {
            List<Moved> moved = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                for (Unskipped.Product product : sums.get(i).products(ranges)) {
                    moved.add(
                            moved(
                                    counts.get(i),
                                    product.part(),
                                    product.repeated(),
                                    nesting.nest()));
                }
            }
            SequencedMap<String, Range> own = new LinkedHashMap<>();
            labels(nesting.nest())
                    .forEach(
                            (axis, label) -> {
                                if (ranges.containsKey(axis)) {
                                    own.put(label, ranges.get(axis));
                                }
                            });
            all.add(new Transfers(moved, held, List.of(), sizes(nesting.nest()), own).collected());
        }
        return all;
    }

    /// Lengths of blocks along axes in which every sum is one of products, in all combinations; an axis more is not divided where these become too many.
    private static List<Map<String, Range>> ranges(List<Unskipped> sums) {
        Map<String, TreeSet<Long>> ends = new TreeMap<>();
        sums.forEach(
                sum ->
                        sum.ends()
                                .forEach(
                                        (axis, own) ->
                                                ends.computeIfAbsent(axis, _ -> new TreeSet<>())
                                                        .addAll(own)));
        List<Map<String, Range>> all = new ArrayList<>(List.of(Map.of()));
        ends.forEach(
                (axis, lengths) -> {
                    if (lengths.size() > 2 && all.size() * lengths.size() <= MOST_RANGES) {
                        List<Map<String, Range>> before = List.copyOf(all);
                        all.clear();
                        for (Range range : between(lengths)) {
                            for (Map<String, Range> others : before) {
                                Map<String, Range> more = new TreeMap<>(others);
                                more.put(axis, range);
                                all.add(more);
                            }
                        }
                    }
                });
        return all;
    }

    private static List<Range> between(NavigableSet<Long> ends) {
        List<Range> ranges = new ArrayList<>();
        long least = 1;
        for (long most : ends.subSet(ends.first(), false, ends.last(), false)) {
            ranges.add(new Range(least, most));
            least = most;
        }
        ranges.add(new Range(least, Range.ANY));
        return ranges;
    }

    /// Those of a cache, which holds what is loaded. Where axes are walked, all groups of a block work at the same time, and keep what does not go by.
    static List<Transfers> loaded(Nesting nesting, Unskipped.Known known) {
        return ofCache(nesting.moved(), nesting, known);
    }

    /// The same where the blocks of the grid go by in an order: an array is not moved again while its own block stays the same, which it does where none of its axes has blocks inside others.
    ///
    /// @param order of axes of the grid, outermost first, by what is moved
    static List<Transfers> loadedInOrder(
            Nesting nesting, Function<Count, List<String>> order, Unskipped.Known known) {
        List<Count> counts =
                nesting.moved().stream()
                        .map(c -> c.staying(order.apply(c), nesting.nest().cut()))
                        .toList();
        return ofCache(counts, nesting, known);
    }

    private static List<Transfers> ofCache(
            List<Count> counts, Nesting nesting, Unskipped.Known known) {
        List<String> grid = nesting.nest().grid();
        List<Held> kept =
                nesting.nest().cut().isEmpty()
                        ? List.of()
                        : nesting.nest().tiles().stream()
                                .filter(tile -> grid.containsAll(tile.axes()))
                                .map(tile -> held(tile, tile.dtype().bytes(), nesting.nest()))
                                .toList();
        return of(counts, heldByCache(nesting), nesting, known).stream()
                .map(
                        t ->
                                new Transfers(t.moved(), t.held(), kept, t.sizes(), t.ranges())
                                        .collected())
                .toList();
    }

    private static List<Held> heldByCache(Nesting nesting) {
        List<Held> held = new ArrayList<>();
        for (Nest.Placed placed : nesting.nest().placed()) {
            if (placed.node() instanceof Node.Load load) {
                int bytes =
                        load.wires().stream()
                                .mapToInt(wire -> nesting.region().array(wire).dtype().bytes())
                                .sum();
                held.add(held(load.tile(), bytes, nesting.nest()));
            }
        }
        return held;
    }

    private static List<Held> held(Nesting nesting) {
        return nesting.nest().tiles().stream()
                .map(tile -> held(tile, tile.dtype().bytes(), nesting.nest()))
                .toList();
    }

    /// A tile.
    ///
    /// @param bytes of an element
    static Held held(Tile tile, int bytes, Nest nest) {
        Map<String, String> labels = labels(nest);
        Size all = Size.of(bytes);
        Set<String> own = new TreeSet<>();
        for (String axis : tile.axes()) {
            String label = labels.get(axis);
            if (label != null) {
                own.add(label);
            } else {
                all = all.times(Size.symbol(nest.form().region().sizeAxis(axis)));
            }
        }
        return new Held(all, own);
    }

    /// What counts of any kind come to, operations as bytes, in the same labels; nothing is held. Where loops skip blocks, the part that they leave is the one that they leave at the extents of the schedule: what is
    /// computed in vain in blocks of which some elements count is part of it.
    public static Transfers amounts(List<Count> counts, Schedule schedule) {
        List<Moved> amounts =
                counts.stream()
                        .map(
                                count ->
                                        moved(
                                                count,
                                                part(count, schedule),
                                                count.repeated(),
                                                schedule.nest()))
                        .toList();
        return new Transfers(amounts, List.of(), sizes(schedule.nest())).collected();
    }

    private static Map<String, String> labels(Nest nest) {
        Map<String, String> labels = new LinkedHashMap<>();
        nest.grid().forEach(axis -> labels.put(axis, Count.label(nest.grid(), axis)));
        nest.cut().forEach(axis -> labels.put(axis, Count.label(nest.grid(), axis)));
        return labels;
    }

    private static SequencedMap<String, Size> sizes(Nest nest) {
        SequencedMap<String, Size> sizes = new LinkedHashMap<>();
        labels(nest)
                .forEach(
                        (axis, label) ->
                                sizes.put(label, Size.symbol(nest.form().region().sizeAxis(axis))));
        return sizes;
    }

    private static Moved moved(Count count, double part, Collection<String> repeated, Nest nest) {
        Map<String, String> labels = labels(nest);
        double bytes = part * count.coefficient();
        boolean isNumber = bytes == Math.rint(bytes);
        Size once = Size.of(isNumber ? (long) bytes : count.coefficient());
        for (String axis : count.whole()) {
            once = once.times(Size.symbol(nest.form().region().sizeAxis(axis)));
        }
        Set<String> own = new TreeSet<>();
        repeated.forEach(axis -> own.add(labels.getOrDefault(axis, axis)));
        return new Moved(isNumber ? 1 : part, once, own);
    }

    private static double part(Count count, Schedule schedule) {
        if (count.left().isEmpty()) {
            return 1;
        }
        Count all =
                new Count(
                        count.what(),
                        count.coefficient(),
                        count.whole(),
                        count.repeated(),
                        count.pieced(),
                        count.padded(),
                        Optional.empty());
        long of = all.at(schedule.blocking());
        return of == 0 ? 1 : (double) count.at(schedule.blocking()) / of;
    }
}
