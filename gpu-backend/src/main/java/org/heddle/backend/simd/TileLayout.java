package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.rules.nest.Tile;

/// Where the elements of a tile lie in its local array.
///
/// ```
///   offset = row · width + i                                  plain: rows of the inner axis
///   offset = (i / panel) · rows · panel + row · panel + i % panel     panels: what a fold streams through is contiguous
/// ```
///
/// @param order the tile's axes, the inner one last
/// @param padded allocated extent of each axis
/// @param panel elements of the inner axis that lie together; 0 for plain rows
record TileLayout(Tile tile, List<String> order, SequencedMap<String, Integer> padded, int panel) {
    /// The index of a vector in a register piece: the piece's first element, a multiple of the panel, and a number less than the panel.
    private static final Pattern PIECE = Pattern.compile("([A-Za-z0-9_]+_0|0)(?: \\+ ([0-9]+))?");

    TileLayout {
        order = List.copyOf(order);
        padded = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(padded));
    }

    /// The axis along which neighbours in memory lie; empty text for a tile of one element.
    String inner() {
        return order.isEmpty() ? "" : order.getLast();
    }

    int width() {
        return order.isEmpty() ? 1 : extent(inner());
    }

    int extent(String axis) {
        return padded.getOrDefault(axis, 1);
    }

    /// Number of elements allocated.
    long elements() {
        return padded.values().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    private int rows() {
        return (int) (elements() / width());
    }

    /// The offset of an element, as an expression.
    ///
    /// @param index for each axis of the tile, its index within the block, as an expression
    String offset(Map<String, String> index) {
        if (order.isEmpty()) {
            return "0";
        }
        List<String> terms = new ArrayList<>();
        int stride = panel > 0 ? panel : width();
        for (int i = order.size() - 2; i >= 0; i--) {
            terms.addFirst(scaled(indexOf(index, order.get(i)), stride));
            stride *= extent(order.get(i));
        }
        String i = indexOf(index, inner());
        Matcher inPiece = PIECE.matcher(i);
        if (panel > 0 && rows() > 1 && inPiece.matches()) {
            String within = inPiece.group(2);
            terms.addFirst(scaled(inPiece.group(1), rows()));
            if (within != null) {
                terms.add(within);
            }
        } else if (panel > 0 && rows() > 1) {
            String in = i.matches("[A-Za-z0-9_]+") ? i : "(" + i + ")";
            terms.addFirst(scaled(in + " / " + panel, rows() * panel));
            terms.add(in + " % " + panel);
        } else {
            terms.add(i);
        }
        terms.removeIf("0"::equals);
        return terms.isEmpty() ? "0" : String.join(" + ", terms);
    }

    /// The distance between neighbours along an axis, in elements, where it is the same everywhere.
    int stride(String axis) {
        int stride = 1;
        for (int i = order.size() - 1; i >= 0; i--) {
            if (order.get(i).equals(axis)) {
                return stride;
            }
            stride *= i == order.size() - 1 && panel > 0 ? panel : extent(order.get(i));
        }
        return 0;
    }

    private static String indexOf(Map<String, String> index, String axis) {
        String found = index.get(axis);
        if (found == null) {
            throw new IllegalArgumentException("no index for axis " + axis);
        }
        return found;
    }

    private static String scaled(String index, int by) {
        if (index.equals("0") || by == 1) {
            return index;
        }
        boolean simple = index.matches("[A-Za-z0-9_]+");
        return (simple ? index : "(" + index + ")") + " * " + by;
    }
}
