package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// What steps of a nest read and write of local memory, as kernels do it on the hardware.
///
/// Values are those that are left to compute where conditions are known to hold.
sealed interface Accesses permits VectorAccesses, ThreadAccesses {
    /// How kernels access local memory on the hardware of a plan.
    static Accesses of(Nest nest, Layouts.Plan plan) {
        return switch (plan.hardware().execution()) {
            case SIMD -> new VectorAccesses(nest, plan);
            case SIMT -> new ThreadAccesses(nest);
        };
    }

    /// Bytes of local memory.
    record Local(List<Count> read, List<Count> written) {
        public Local {
            read = List.copyOf(read);
            written = List.copyOf(written);
        }
    }

    /// The loops around a step, and what their guards leave.
    record Around(List<String> loops, Optional<LiveBlocks> left) {
        public Around {
            loops = List.copyOf(loops);
        }

        /// A count in every block of the loops around that does not cut one of its axes.
        Count count(
                String what,
                long bytes,
                List<String> whole,
                Map<String, Integer> pieced,
                Map<String, Count.Run> padded) {
            Set<String> repeated = new LinkedHashSet<>(loops);
            whole.forEach(repeated::remove);
            repeated.removeAll(pieced.keySet());
            repeated.removeAll(padded.keySet());
            return new Count(what, bytes, whole, new ArrayList<>(repeated), pieced, padded, left);
        }

        /// A count of elements, each once.
        Count elements(String what, long bytes, List<String> axes) {
            return count(what, bytes, axes, Map.of(), Map.of());
        }
    }

    Local load(Node.Load load, Around around);

    Local store(Tile tile, Around around);

    Local fill(Tile tile, Around around);

    Local compute(Tile tile, Expr value, Around around);

    /// What one fold of a tile moves.
    ///
    /// @param isStart whether it starts from its unit, whatever its tile holds
    Local fold(Node.Fold fold, Expr item, RegisterTile registers, boolean isStart, Around around);

    /// The tile of a name.
    static Tile tile(Map<String, Tile> tiles, String name) {
        Tile tile = tiles.get(name);
        if (tile == null) {
            throw new IllegalStateException("no tile " + name);
        }
        return tile;
    }
}
