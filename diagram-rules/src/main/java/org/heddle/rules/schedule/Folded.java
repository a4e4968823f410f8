package org.heddle.rules.schedule;

import java.util.Optional;

/// A fold with its register piece.
final class Folded {
    private final Tally reads;
    private final Tally writes;
    private final double perItem;
    private final int[] axes;
    private final int[] lengths;
    private final int[] repeated;
    private final Optional<LiveBlocks> left;

    /// @param reads from local memory
    /// @param writes to local memory
    /// @param perItem operations of an item
    /// @param axes of its items
    /// @param lengths of its piece along these axes; items are computed in whole pieces
    /// @param repeated loop axes that repeat it
    Folded(
            Tally reads,
            Tally writes,
            double perItem,
            int[] axes,
            int[] lengths,
            int[] repeated,
            Optional<LiveBlocks> left) {
        this.reads = reads;
        this.writes = writes;
        this.perItem = perItem;
        this.axes = axes;
        this.lengths = lengths;
        this.repeated = repeated;
        this.left = left;
    }

    Tally reads() {
        return reads;
    }

    Tally writes() {
        return writes;
    }

    /// Operations as they are issued: of pieces padded to full size.
    double issuedFlops(Blocking blocking) {
        double items = perItem;
        for (int i = 0; i < axes.length; i++) {
            items *= (double) blocking.pieces(axes[i], lengths[i]) * lengths[i];
        }
        for (int axis : repeated) {
            items *= blocking.blocks(axis);
        }
        return items * BlocksLeft.share(left, blocking);
    }

    /// Operations at any extents up to these are not below this; 0 where loops skip blocks.
    double leastFlops(Blocking largest) {
        double items = left.isEmpty() ? perItem : 0;
        for (int axis : axes) {
            items *= largest.size(axis);
        }
        for (int axis : repeated) {
            items *= largest.blocks(axis);
        }
        return items;
    }
}
