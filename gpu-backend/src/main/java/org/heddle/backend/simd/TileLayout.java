package org.heddle.backend.simd;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.rules.nest.Tile;

/// Where the elements of a tile lie in its local array.
///
/// ```
///   offset = row · width + i                                          plain: rows of the inner axis
///   offset = (i / panel) · rows · panel + row · panel + i % panel     panels: what a fold streams through is contiguous
/// ```
///
/// @param order the tile's axes, the inner one last
/// @param padded allocated extent of each axis
/// @param panel elements of the inner axis that lie together; the whole width for plain rows
record TileLayout(Tile tile, List<String> order, SequencedMap<String, Integer> padded, int panel) {
    TileLayout {
        order = List.copyOf(order);
        padded = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(padded));
    }

    /// The axis along which neighbours in memory lie; empty text for a tile of one element.
    String inner() {
        return order.isEmpty() ? "" : order.getLast();
    }

    /// The other axes, outermost first.
    List<String> outer() {
        return order.isEmpty() ? List.of() : order.subList(0, order.size() - 1);
    }

    private int extent(String axis) {
        return padded.getOrDefault(axis, 1);
    }

    /// Number of elements allocated.
    int elements() {
        return padded.values().stream().reduce(1, Math::multiplyExact);
    }

    /// The offset of an element.
    ///
    /// @param index for each axis of the tile, its index within the block
    Index offset(Map<String, Index> index) {
        if (order.isEmpty()) {
            return Index.ZERO;
        }
        Index row = Index.ZERO;
        for (String axis : outer()) {
            row = row.times(extent(axis)).plus(indexOf(index, axis));
        }
        Index i = indexOf(index, inner());
        int rows = elements() / extent(inner());
        if (panel == extent(inner()) || rows == 1) {
            return row.times(panel).plus(i);
        }
        Index panels = i.multiplesOf(panel);
        Index within = i.minus(panels);
        return within.min() >= 0 && within.max() < panel
                ? panels.times(rows).plus(row.times(panel)).plus(within)
                : i.quotient(panel)
                        .times((long) rows * panel)
                        .plus(row.times(panel))
                        .plus(i.remainder(panel));
    }

    private static Index indexOf(Map<String, Index> index, String axis) {
        Index found = index.get(axis);
        if (found == null) {
            throw new IllegalArgumentException("no index for axis " + axis);
        }
        return found;
    }
}
