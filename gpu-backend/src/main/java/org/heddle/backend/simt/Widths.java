package org.heddle.backend.simt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.heddle.backend.simt.Mapping.Linear;
import org.heddle.backend.simt.Mapping.Pieces;
import org.heddle.model.diagram.DType;

/// Chooses how many neighbours along the innermost axis a thread takes at once where every element is treated alone.
///
/// ```
///   K[x, d] of f16, d: 64         16 bytes are 8 neighbours along d, and every row starts at a multiple of 8: Pieces(x, d: 8)
///   d: 66                         rows start at multiples of 2: Pieces(x, d: 2)
///   fewer elements than that      as wide as leaves every thread something to do
/// ```
///
/// A width divides both the size of the axis and the extent of its blocks, so that no access crosses an end, the last block's included, and every
/// access is aligned where its array is.
final class Widths {
    /// The widest access of a thread.
    private static final int BYTES = 16;

    /// The widths that there are.
    static final List<Integer> WIDTHS = List.of(2, 4, 8, 16);

    /// Neighbouring pieces that fill a line of 32 banks with 4 elements each.
    private static final int STRIP = 8;

    private final Axes axes;
    private final int threads;

    Widths(Axes axes, int threads) {
        this.axes = axes;
        this.threads = threads;
    }

    /// Who copies which element of a block between an array and a tile.
    ///
    /// @param order the array's axes, outermost first
    /// @param across whether the tile's innermost axis is another one, so that threads side by side should also be side by side along it
    Mapping copy(List<String> order, DType dtype, boolean across) {
        return of(order, BYTES / dtype.bytes(), across);
    }

    /// Who computes which element of a tile in shared memory.
    Mapping pointwise(List<String> order, DType dtype) {
        return of(order, dtype == DType.F32 ? BYTES / dtype.bytes() : 1, false);
    }

    private Mapping of(List<String> order, int most, boolean across) {
        List<String> indexed = axes.indexed(order.stream().distinct().toList());
        List<String> longer = order.stream().filter(axis -> axes.size(axis) != 1).toList();
        long elements = indexed.stream().mapToLong(axes::extent).reduce(1, (a, b) -> a * b);
        if (longer.isEmpty() || elements == 0 || axes.isUnit(longer.getLast())) {
            return new Linear(indexed);
        }
        String inner = longer.getLast();
        boolean contiguous = longer.indexOf(inner) == longer.size() - 1;
        int width = contiguous ? width(inner, elements, most) : 1;
        long row = axes.extent(inner) / width;
        int strip = across && row > STRIP && row % STRIP == 0 ? STRIP : 0;
        if (!contiguous || (width == 1 && strip == 0)) {
            return new Linear(indexed);
        }
        SequencedMap<String, Integer> extents = new LinkedHashMap<>();
        indexed.forEach(axis -> extents.put(axis, axis.equals(inner) ? width : 1));
        return new Pieces(indexed, extents, strip);
    }

    private int width(String inner, long elements, int most) {
        int width = most;
        while (width > 1
                && (!divides(width, inner) || elements / width < Math.min(threads, elements))) {
            width /= 2;
        }
        return width;
    }

    /// Whether the neighbours of a piece along an array's last axis are one access.
    boolean isVector(Pieces pieces, List<String> order, DType dtype) {
        String inner = order.getLast();
        int width = pieces.extent(inner);
        return width > 1
                && Integer.bitCount(width) == 1
                && width * dtype.bytes() <= BYTES
                && order.indexOf(inner) == order.size() - 1
                && divides(width, inner);
    }

    /// Whether accesses of a width along an axis are whole and aligned in every block and row.
    boolean divides(int width, String inner) {
        return axes.size(inner) % width == 0 && axes.extent(inner) % width == 0;
    }
}
