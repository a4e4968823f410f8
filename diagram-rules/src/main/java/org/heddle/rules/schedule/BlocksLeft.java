package org.heddle.rules.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.rules.bounds.BlockRanges;
import org.heddle.rules.bounds.Guard;

/// What the guards of a nest leave, found once for all who ask.
final class BlocksLeft {
    /// As if no guard skipped a block.
    static final BlocksLeft ALL = new BlocksLeft(Optional.empty(), false);

    private final Optional<BlockRanges> data;
    private final boolean skipping;
    private final Map<List<Guard>, LiveBlocks> known = new HashMap<>();

    /// @param data what inputs hold, where that is known; else blocks that depend on it are counted as if none were skipped for it
    BlocksLeft(Optional<BlockRanges> data) {
        this(data, true);
    }

    private BlocksLeft(Optional<BlockRanges> data, boolean skipping) {
        this.data = data;
        this.skipping = skipping;
    }

    /// The combinations of blocks that guards leave; empty for all.
    Optional<LiveBlocks> by(List<Guard> guards) {
        if (!skipping) {
            return Optional.empty();
        }
        return Optional.of(known.computeIfAbsent(guards, all -> new LiveBlocks(all, data)))
                .filter(blocks -> !blocks.axes().isEmpty());
    }

    /// The part of all elements that lies in combinations which are left.
    static double share(Optional<LiveBlocks> left, Blocking blocking) {
        return left.isEmpty() ? 1 : left.get().share(blocking);
    }
}
