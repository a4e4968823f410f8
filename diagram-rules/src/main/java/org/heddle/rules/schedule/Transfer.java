package org.heddle.rules.schedule;

import java.util.Optional;

/// A load or a store.
final class Transfer {
    private final int element;
    private final double once;
    private final int[] repeated;
    private final int[] inwards;
    private final Optional<LiveBlocks> left;

    /// @param once bytes of what is transferred once
    /// @param repeated loop axes that repeat it
    /// @param inwards the loop axes along which neighbours are met, innermost first
    Transfer(int element, double once, int[] repeated, int[] inwards, Optional<LiveBlocks> left) {
        this.element = element;
        this.once = once;
        this.repeated = repeated;
        this.inwards = inwards;
        this.left = left;
    }

    double bytes(Blocking blocking) {
        double bytes = once;
        for (int axis : repeated) {
            bytes *= blocking.blocks(axis);
        }
        return bytes * BlocksLeft.share(left, blocking);
    }

    /// Bytes that are neighbours.
    double run(Blocking blocking) {
        double run = element;
        for (int axis : inwards) {
            run *= blocking.extent(axis);
            if (blocking.extent(axis) < blocking.size(axis)) {
                break;
            }
        }
        return run;
    }
}
