package org.heddle.backend.simt;

import java.util.List;
import java.util.Optional;

/// How a tile that is transposed while it is loaded stands in shared memory, so that neither the stores nor the reads of it meet a bank twice.
///
/// ```
///   element (d, x) stands in row d at column x ^ key(d),   key(d) = 4 · (d / 4 mod 8)
///
///   stores   8 threads side by side have d = 0, 4, 8 .. 28 and the same x: 8 keys, 8 groups of 4 banks;
///            the 4 next to them along x share those groups, each at its own bank
///   reads    4 neighbours x, x + 1, x + 2, x + 3 stay together, and a row is only permuted
/// ```
///
/// With padding instead, 8 rows that are 4 apart would start in two groups of banks.
///
/// @param row the axis whose index permutes, along which a thread has `run` neighbours
/// @param groups groups of 4 columns that change places, a power of two
/// @param factor what spreads fewer rows over all groups, a power of two
record Swizzle(String row, int run, int groups, int factor) {
    /// Columns that stay together.
    static final int GROUP = 4;

    private static final int MOST = 8;
    private static final int FEWEST = 4;

    /// The swizzle of a tile by how it is loaded; empty where rows are too short for one.
    ///
    /// @param inner the tile's innermost axis
    static Optional<Swizzle> of(Mapping load, String inner, Axes axes) {
        List<String> order = axes.indexed(load.axes());
        int groups = MOST;
        while (groups > 1 && axes.extent(inner) % ((long) groups * GROUP) != 0) {
            groups /= 2;
        }
        if (order.isEmpty() || order.getLast().equals(inner) || groups < FEWEST) {
            return Optional.empty();
        }
        String row = order.getLast();
        int run = load instanceof Mapping.Pieces pieces ? pieces.extent(row) : 1;
        int factor = groups;
        for (long rows = axes.extent(row) / run; rows > 1 && factor > 1; rows = (rows + 1) / 2) {
            factor /= 2;
        }
        return Optional.of(new Swizzle(row, run, groups, factor));
    }

    /// What a reader of the kernel needs to know.
    String note(List<String> order, Axes axes) {
        return "; column "
                + axes.name(order.getLast())
                + " stands at "
                + axes.name(order.getLast())
                + " ^ ("
                + key(axes)
                + "), so that the transposing stores meet no bank twice";
    }

    /// The key of the current row, as in `d / 4 % 8 * 4`.
    String key(Axes axes) {
        String number = axes.index(row) + (run == 1 ? "" : " / " + run);
        return number + (factor == 1 ? "" : " * " + factor) + " % " + groups + " * " + GROUP;
    }
}
