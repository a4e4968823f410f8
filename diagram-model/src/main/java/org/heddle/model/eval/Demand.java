package org.heddle.model.eval;

import java.util.List;

/// The region of a wire that a read needs for a region of the loops.
///
/// ```
/// X[2*y + k, c]   y = 3 alone       [:, :]       c = 1 alone   [:, 1]       y = 3, k = 0   [6, :]
/// E[ids[t], d]    t = 4 alone       [the element ids[4], :]
/// ```
///
/// A position outside the wire (there is a fill, or an error when it is read) asks for the nearest one inside.
final class Demand {
    private final List<Read> reads;
    private final List<Source> sources;
    private final Region loops;
    private final long[] start;

    private Demand(List<Read> reads, List<Source> sources, Region loops, long[] start) {
        this.reads = reads;
        this.sources = sources;
        this.loops = loops;
        this.start = start;
    }

    /// @param reads all of the box
    /// @param sources of those before the wanted one
    /// @param start the first index of every loop: the only one where it is fixed
    static Region of(
            Read wanted, List<Read> reads, List<Source> sources, Region loops, long[] start) {
        return new Demand(reads, sources, loops, start).of(wanted);
    }

    private Region of(Read wanted) {
        Region region = Region.whole(wanted.shape().length);
        for (int axis = 0; axis < wanted.shape().length; axis++) {
            Position position = wanted.positions().get(axis);
            long size = wanted.shape()[axis];
            if (size > 0 && isFixed(position)) {
                long at = Source.position(wanted, axis, sources, start);
                region = region.fix(axis, Math.clamp(at, 0, size - 1));
            }
        }
        return region;
    }

    private boolean isFixed(Position position) {
        return switch (position) {
            case Position.Affine(long[] coefficients, _) -> {
                boolean fixed = true;
                for (int loop = 0; loop < coefficients.length; loop++) {
                    fixed &= coefficients[loop] == 0 || loops.isFixed(loop);
                }
                yield fixed;
            }
            case Position.Gathered(int read) ->
                    reads.get(read).positions().stream().allMatch(this::isFixed);
        };
    }
}
