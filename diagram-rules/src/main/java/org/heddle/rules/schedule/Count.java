package org.heddle.rules.schedule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.heddle.model.size.Size;
import org.heddle.rules.stream.Region;

/// One product of a count: `coefficient · Π size(whole) · Π blocks(repeated) · Π pieces(pieced)`.
///
/// @param what what is counted, in words
/// @param whole axes along which everything is touched once: their blocks add up to their size
/// @param repeated axes whose every block repeats it
/// @param pieced axes along which it happens once per register piece of the given extent, in every block
public record Count(
        String what,
        long coefficient,
        List<String> whole,
        List<String> repeated,
        Map<String, Integer> pieced) {
    public Count {
        whole = List.copyOf(whole);
        repeated = List.copyOf(repeated);
        pieced = new TreeMap<>(pieced);
    }

    /// The number for given sizes and extents.
    ///
    /// @throws ArithmeticException where it exceeds a long
    public long at(Blocking blocking) {
        long value = coefficient;
        for (String axis : whole) {
            value = Math.multiplyExact(value, blocking.size(axis));
        }
        for (String axis : repeated) {
            value = Math.multiplyExact(value, blocking.blocks(axis));
        }
        for (Map.Entry<String, Integer> piece : pieced.entrySet()) {
            value = Math.multiplyExact(value, blocking.pieces(piece.getKey(), piece.getValue()));
        }
        return value;
    }

    /// The expression in axis sizes and labels: `g_a` for the block extent of a grid axis, `s_a` of a streamed one. Pieces are shown as size / extent.
    public Size symbolic(Region region, List<String> grid) {
        Size size = Size.of(coefficient);
        for (String axis : whole) {
            size = size.times(Size.symbol(region.sizeAxis(axis)));
        }
        for (String axis : repeated) {
            size = size.times(blocks(region, grid, axis));
        }
        for (Map.Entry<String, Integer> piece : pieced.entrySet()) {
            size =
                    size.times(
                            Size.ceilDiv(
                                    Size.symbol(region.sizeAxis(piece.getKey())),
                                    Size.of(piece.getValue())));
        }
        return size;
    }

    private static Size blocks(Region region, List<String> grid, String axis) {
        return Size.ceilDiv(Size.symbol(region.sizeAxis(axis)), Size.symbol(label(grid, axis)));
    }

    /// The label of an axis: `g_a` in the grid, `s_a` in a loop.
    public static String label(List<String> grid, String axis) {
        return (grid.contains(axis) ? "g_" : "s_") + axis;
    }
}
