package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;

/// What the blocks that loops do not skip come to, as a sum of products of reciprocals of labels.
///
/// ```
///   keys that a block of g rows sees, summed over the blocks of n rows:
///     all of x                   n/g · x
///     those before a row         n/g · (n/2 + g/2)       =  n²/2 · 1/g + n/2
///     w of them                  n/g · (w - 1 + g)       =  n·(w - 1) · 1/g + n
///     those of the block itself  n/g · g · x/n           =  x
/// ```
///
/// Where the ends of what a row sees move with the row, longer blocks see longer pieces: along each axis a sum is `A/g + B`. Both are found from exact sums at two extents, the shortest that is quickly counted and the whole axis; along the other axes nothing is
/// rounded up to whole blocks. So the sum is right at both ends, blocks of one element and axes that are not cut, and between them where ends move evenly.
final class Unskipped {
    /// Sums go over no more combinations of blocks.
    private static final long MOST_COMBINATIONS = 1L << 26;

    /// Axes that repeat are not cut into fewer blocks than this as long as others can be.
    private static final long FEWEST_BLOCKS = 64;

    /// A part smaller than this is what rounding leaves of none.
    private static final double NOTHING = 1e-9;

    private final Count count;
    private final Blocking shortest;
    private final List<String> repeated;

    private Unskipped(Count count, Blocking shortest) {
        this.count = count;
        this.shortest = shortest;
        this.repeated = count.repeated();
    }

    /// A product of the sum.
    ///
    /// @param part of the elements of all combinations
    /// @param repeated axes whose every block repeats it
    record Product(double part, Set<String> repeated) {}

    /// The products of a count, of which the axes that no guard mentions are those of the count itself.
    static List<Product> of(Count count, Blocking blocking) {
        List<String> guarded = count.guarded();
        if (guarded.isEmpty()) {
            return List.of(new Product(1, new LinkedHashSet<>(count.repeated())));
        }
        Count own =
                new Count(
                        count.what(),
                        1,
                        count.whole().stream().filter(guarded::contains).toList(),
                        count.repeated().stream().filter(guarded::contains).toList(),
                        Map.of(),
                        count.left());
        Set<String> free = new LinkedHashSet<>(count.repeated());
        guarded.forEach(free::remove);
        List<Product> products = new ArrayList<>();
        for (Product product : new Unskipped(own, shortest(own, blocking)).products(blocking)) {
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

    private List<Product> products(Blocking blocking) {
        double[] sums = new double[1 << repeated.size()];
        double all = 1;
        for (String axis : count.whole()) {
            all *= blocking.size(axis);
        }
        for (int kind = 0; kind < sums.length; kind++) {
            Blocking at = shortest;
            for (int i = 0; i < repeated.size(); i++) {
                at =
                        (kind >> i & 1) == 0
                                ? at
                                : at.with(repeated.get(i), blocking.size(repeated.get(i)));
            }
            sums[kind] = count.at(at);
        }
        for (int i = 0; i < repeated.size(); i++) {
            divide(sums, i, blocking);
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

    /// From sums at the shortest extent of an axis and at its whole size to `A` and `B`.
    private void divide(double[] sums, int axis, Blocking blocking) {
        double shortest = 1.0 / this.shortest.extent(repeated.get(axis));
        double whole = 1.0 / Math.max(1, blocking.size(repeated.get(axis)));
        for (int kind = 0; kind < sums.length; kind++) {
            if ((kind >> axis & 1) == 0) {
                int other = kind | 1 << axis;
                double falling =
                        shortest == whole ? 0 : (sums[kind] - sums[other]) / (shortest - whole);
                sums[other] -= falling * whole;
                sums[kind] = falling;
            }
        }
    }

    /// Without the last digits, so that equal parts are added.
    private static double rounded(double part) {
        return Math.round(part * 1e9) / 1e9;
    }
}
