package org.heddle.backend.simd;

import java.util.List;
import org.heddle.rules.nest.Tile;

/// Inside how many loops an element of a tile is known: those up to the innermost one over an axis of the tile.
final class Depth {
    private Depth() {}

    /// @param loops axes, outermost first
    static int of(List<String> loops, Tile tile) {
        int depth = loops.size();
        while (depth > 0 && !tile.axes().contains(loops.get(depth - 1))) {
            depth--;
        }
        return depth;
    }
}
