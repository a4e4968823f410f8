package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.heddle.rules.cost.Transfers.Range;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Extents;

/// What the blocks that loops do not skip come to, as a sum of products of reciprocals of labels that is nowhere above it.
///
/// ```
///   keys that a block of g rows sees, summed over the blocks of n rows:
///     all of x                   n/g · x
///     those before a row         n/g · (n/2 + g/2)       =  n²/2 · 1/g + n/2
///     w of them                  n/g · (w - 1 + g)       =  n·(w - 1) · 1/g + n
///     those of the block itself  n/g · g · x/n           =  x
///     those in the c of the row  n/g · c  up to g = c,   x  from there on
/// ```
///
/// Where the ends of what a row sees move evenly with the row, longer blocks see longer pieces: along each axis a sum is `A/g + B`. Where they move in steps, or in some rows only, it is that between two lengths ({@link #ends}). `A` and `B` are found from exact sums at both; along the other axes
/// nothing is rounded up to whole blocks. Lengths between are tried as well, and where a sum is less there, `A` and `B` are made less.
final class Unskipped {
    /// Sums go over no more combinations of blocks.
    private static final long MOST_COMBINATIONS = 1L << 26;

    /// Axes that repeat are not cut into fewer blocks than this as long as others can be.
    private static final long FEWEST_BLOCKS = 64;

    /// A part smaller than this is what rounding leaves of none.
    private static final double NOTHING = 1e-9;

    /// A sum that is so much of what its ends say is not worth another piece.
    private static final double NEAR = 0.999;

    private static final int MOST_PIECES = 4;

    /// So many of the shortest lengths are all tried.
    private static final long SHORT = 256;

    /// Of lengths along several axes so many are tried of each.
    private static final int FEW = 6;

    private final Count count;
    private final Set<String> free;
    private final Blocking blocking;
    private final Blocking shortest;
    private final List<String> repeated;
    private final Map<String, List<Long>> tried = new LinkedHashMap<>();
    private final Map<String, List<Long>> ends = new TreeMap<>();

    private Unskipped(Count count, Set<String> free, Blocking blocking, Blocking shortest) {
        this.count = count;
        this.free = free;
        this.blocking = blocking;
        this.shortest = shortest;
        this.repeated = count.repeated();
        for (String axis : repeated) {
            tried.put(axis, lengths(axis));
            ends.put(axis, pieces(axis));
        }
    }

    /// A product of the sum.
    ///
    /// @param part of the elements of all combinations
    /// @param repeated axes whose every block repeats it
    record Product(double part, Set<String> repeated) {}

    /// Sums of counts that occur again and again.
    static final class Known {
        private record Key(Count count, Set<String> free, List<Long> sizes) {}

        private final Map<Key, Unskipped> sums = new HashMap<>();

        /// The sum of a count, of which the axes that no guard mentions are those of the count itself.
        Unskipped of(Count count, Blocking blocking) {
            List<String> guarded = count.guarded();
            Count own =
                    new Count(
                            "",
                            1,
                            count.whole().stream().filter(guarded::contains).toList(),
                            count.repeated().stream().filter(guarded::contains).toList(),
                            Map.of(),
                            count.left());
            Set<String> free = new LinkedHashSet<>(count.repeated());
            guarded.forEach(free::remove);
            List<Long> sizes = guarded.stream().map(blocking::size).toList();
            return sums.computeIfAbsent(
                    new Key(own, free, sizes),
                    _ -> new Unskipped(own, free, blocking, shortest(own, blocking)));
        }
    }

    /// Along each guarded axis that repeats it, the lengths between which the sum is one of products: the shortest block, others in order, and the whole axis.
    Map<String, List<Long>> ends() {
        return ends;
    }

    /// The products of the sum for blocks of some lengths.
    ///
    /// @param ranges of guarded axes; of the others, all lengths
    List<Product> products(Map<String, Range> ranges) {
        List<Product> products = new ArrayList<>();
        for (Product product : guarded(ranges)) {
            Set<String> all = new LinkedHashSet<>(free);
            all.addAll(product.repeated());
            products.add(new Product(product.part(), all));
        }
        return products;
    }

    /// Blocks of one element, or so much longer that combinations are quickly counted: first along axes that repeat, where sums at any two extents do.
    static Blocking shortest(Count count, Blocking blocking) {
        List<String> guarded = count.guarded();
        Blocking shortest = blocking;
        double combinations = 1;
        for (String axis : guarded) {
            shortest = shortest.with(axis, 1);
            combinations *= blocking.size(axis);
        }
        while (combinations > MOST_COMBINATIONS) {
            Blocking now = shortest;
            String longest =
                    guarded.stream()
                            .max(
                                    Comparator.<String>comparingLong(
                                                    axis ->
                                                            count.repeated().contains(axis)
                                                                    ? now.blocks(axis)
                                                                            / FEWEST_BLOCKS
                                                                    : 0)
                                            .thenComparingLong(now::blocks))
                            .orElseThrow();
            shortest = now.with(longest, 2 * now.extent(longest));
            combinations /= 2;
        }
        return shortest;
    }

    /// Lengths of blocks of an axis, ascending: short ones, some of all magnitudes, and those that end where a step does.
    private List<Long> lengths(String axis) {
        long size = Math.max(1, blocking.size(axis));
        long from = shortest.extent(axis);
        TreeSet<Long> lengths = new TreeSet<>(Extents.spread(size));
        LongStream.range(from, from + SHORT).forEach(lengths::add);
        for (long step : count.steps(blocking)) {
            Extents.spread(Math.ceilDiv(size, step)).forEach(steps -> lengths.add(steps * step));
        }
        lengths.removeIf(length -> length < from || length > size);
        lengths.add(size);
        return List.copyOf(lengths);
    }

    /// The ends of pieces of an axis, all others being cut into the shortest blocks: where the sum is least of what the ends of a piece say, another one begins.
    private List<Long> pieces(String axis) {
        List<Long> lengths = tried.getOrDefault(axis, List.of());
        double[] sums =
                lengths.stream().mapToDouble(g -> count.at(shortest.with(axis, g))).toArray();
        TreeSet<Integer> ends = new TreeSet<>(List.of(0, lengths.size() - 1));
        while (ends.size() <= MOST_PIECES) {
            int worst = -1;
            double least = NEAR;
            for (int from : ends.headSet(ends.last())) {
                int to = ends.tailSet(from, false).first();
                for (int i = from + 1; i < to; i++) {
                    double part = sums[i] / between(lengths, sums, from, to, i);
                    if (part < least) {
                        least = part;
                        worst = i;
                    }
                }
            }
            if (worst < 0) {
                break;
            }
            ends.add(worst);
        }
        return ends.stream().map(lengths::get).toList();
    }

    /// `A/g + B` through two points, at a third.
    private static double between(List<Long> lengths, double[] sums, int from, int to, int at) {
        double first = 1.0 / lengths.get(from);
        double last = 1.0 / lengths.get(to);
        double share = (1.0 / lengths.get(at) - last) / (first - last);
        return share * sums[from] + (1 - share) * sums[to];
    }

    private List<Product> guarded(Map<String, Range> ranges) {
        double[] sums = sums(ranges);
        double all = 1;
        for (String axis : count.whole()) {
            all *= blocking.size(axis);
        }
        List<Product> products = new ArrayList<>();
        for (int kind = 0; kind < sums.length; kind++) {
            Set<String> axes = new LinkedHashSet<>();
            double of = all;
            for (int i = 0; i < repeated.size(); i++) {
                if ((kind >> i & 1) == 0) {
                    axes.add(repeated.get(i));
                    of *= blocking.size(repeated.get(i));
                }
            }
            double part = of == 0 ? 0 : sums[kind] / of;
            if (part > NOTHING) {
                products.add(new Product(rounded(part), axes));
            }
        }
        return products;
    }

    /// The factors of the products; bit i of a kind is 0 where the reciprocal of label i is one of its own.
    private double[] sums(Map<String, Range> ranges) {
        double[] sums = new double[1 << repeated.size()];
        for (int kind = 0; kind < sums.length; kind++) {
            Blocking at = shortest;
            for (int i = 0; i < repeated.size(); i++) {
                Range range = range(i, ranges);
                long length = (kind >> i & 1) == 0 ? range.least() : range.most();
                at = at.with(repeated.get(i), length);
            }
            sums[kind] = count.at(at);
        }
        for (int i = 0; i < repeated.size(); i++) {
            divide(sums, i, range(i, ranges));
        }
        for (int kind = 0; kind < sums.length; kind++) {
            sums[kind] = Math.max(0, sums[kind]);
        }
        double least = least(sums, 0, shortest, ranges);
        for (int kind = 0; kind < sums.length; kind++) {
            sums[kind] *= least;
        }
        return sums;
    }

    private Range range(int axis, Map<String, Range> ranges) {
        String name = repeated.get(axis);
        Range range = ranges.getOrDefault(name, new Range(1, Range.ANY));
        long size = Math.max(1, blocking.size(name));
        return new Range(
                Math.max(range.least(), shortest.extent(name)), Math.min(size, range.most()));
    }

    /// From sums at two extents of an axis to `A` and `B`.
    private static void divide(double[] sums, int axis, Range range) {
        double first = 1.0 / range.least();
        double last = 1.0 / range.most();
        for (int kind = 0; kind < sums.length; kind++) {
            if ((kind >> axis & 1) == 0) {
                int other = kind | 1 << axis;
                double falling = first == last ? 0 : (sums[kind] - sums[other]) / (first - last);
                sums[other] -= falling * last;
                sums[kind] = falling;
            }
        }
    }

    /// The least part of what the products say that an exact sum is, no more than 1.
    private double least(double[] sums, int axis, Blocking at, Map<String, Range> ranges) {
        if (axis == repeated.size()) {
            double said = 0;
            for (int kind = 0; kind < sums.length; kind++) {
                double product = sums[kind];
                for (int i = 0; i < repeated.size(); i++) {
                    product /= (kind >> i & 1) == 0 ? at.extent(repeated.get(i)) : 1;
                }
                said += product;
            }
            double exact = count.at(at);
            return exact >= (1 - 1e-12) * said ? 1 : exact / said;
        }
        String name = repeated.get(axis);
        Range range = range(axis, ranges);
        List<Long> lengths =
                tried.getOrDefault(name, List.of()).stream()
                        .filter(g -> g >= range.least() && g <= range.most())
                        .toList();
        int step = repeated.size() == 1 ? 1 : Math.max(1, lengths.size() / FEW);
        double least = 1;
        for (int i = 0; i < lengths.size(); i += step) {
            least = Math.min(least, least(sums, axis + 1, at.with(name, lengths.get(i)), ranges));
        }
        return least;
    }

    /// Without the last digits, so that equal parts are added.
    private static double rounded(double part) {
        return Math.round(part * 1e9) / 1e9;
    }
}
