package org.heddle.rules.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Node;
import org.hipparchus.util.ArithmeticUtils;

/// A fold with the axis that its lanes run along, and how long its register pieces are at given extents.
///
/// Pieces are two vectors wide where the lane is long enough, and have as many rows of the largest other axis as the registers hold. Which they are is a number, a *code*, so that extents with
/// equal pieces are found without making those.
final class Lane {
    /// Bits of a code that hold one length.
    private static final int BITS = 20;

    /// The most rows of a fold with reuse both ways.
    private static final int MOST_ROWS = 12;

    /// The most rows of a fold whose lanes are partial results.
    private static final int FEW_ROWS = 4;

    private final Node.Fold fold;
    private final String axis;
    private final boolean outer;
    private final boolean reduced;
    private final boolean threads;
    private final int lanes;
    private final int vectorRegisters;
    private final List<String> result;
    private final int[] positions;
    private final int along;

    /// @param outer whether the fold has reuse both ways
    /// @param sizes of the axes, whatever the extents
    Lane(Node.Fold fold, String axis, boolean outer, Blocking sizes, Hardware hardware) {
        DType dtype = fold.tile().dtype();
        this.fold = fold;
        this.axis = axis;
        this.outer = outer;
        this.reduced = fold.reduced().contains(axis);
        this.threads = hardware.execution() == Hardware.Execution.SIMT;
        this.lanes = hardware.lanes(dtype);
        this.vectorRegisters = hardware.vectorRegisters();
        this.result = fold.tile().axes();
        this.positions = sizes.positions(result);
        this.along = reduced ? -1 : result.indexOf(axis);
    }

    boolean isOf(Node.Fold other) {
        return fold.equals(other);
    }

    /// The length of the piece along the lane, the axis of its rows and their number, as one number.
    long code(Blocking blocking) {
        int wide = 1;
        int length = 1;
        if (along >= 0) {
            long extent = blocking.extent(positions[along]);
            wide = threads ? 4 : extent > lanes ? 2 : 1;
            length = threads ? (int) Math.min(4, extent) : wide * lanes;
        }
        if (outer) {
            int longest = longest(blocking);
            return longest < 0
                    ? length
                    : code(
                            length,
                            longest,
                            rowsFor(
                                    blocking.extent(positions[longest]),
                                    Math.min(rows(wide), MOST_ROWS)));
        }
        if (reduced && positions.length > 0) {
            int last = positions.length - 1;
            return code(
                    length,
                    last,
                    (int) Math.min(threads ? 1 : FEW_ROWS, blocking.extent(positions[last])));
        }
        return length;
    }

    private static long code(int length, int row, int rows) {
        return ((row + 1L) << BITS | rows) << BITS | length;
    }

    /// The register tile of a code.
    RegisterTile tile(long code) {
        SequencedMap<String, Integer> extents = new LinkedHashMap<>();
        result.forEach(a -> extents.put(a, 1));
        int mask = (1 << BITS) - 1;
        if (along >= 0) {
            extents.put(axis, (int) code & mask);
        }
        int row = (int) (code >> (2 * BITS)) - 1;
        if (row >= 0) {
            extents.put(result.get(row), (int) (code >> BITS) & mask);
        }
        return new RegisterTile(axis, reduced, extents);
    }

    /// A register tile that is along no axis shorter than any tile of a code.
    RegisterTile longest() {
        SequencedMap<String, Integer> extents = new LinkedHashMap<>();
        int rows = outer ? Math.min(rows(1), MOST_ROWS) : reduced ? FEW_ROWS : 1;
        result.forEach(a -> extents.put(a, rows));
        if (along >= 0) {
            extents.put(axis, threads ? 4 : 2 * lanes);
        }
        return new RegisterTile(axis, reduced, extents);
    }

    /// Rows for which there are registers, with so many vectors each.
    private int rows(int wide) {
        return threads ? 4 : (vectorRegisters - wide - 2) / wide;
    }

    /// Rounds the units of axes, by position, up to multiples of the piece's lengths.
    void round(int[] units, long code) {
        int mask = (1 << BITS) - 1;
        if (along >= 0) {
            units[positions[along]] =
                    ArithmeticUtils.lcm(units[positions[along]], (int) code & mask);
        }
        int row = (int) (code >> (2 * BITS)) - 1;
        if (row >= 0) {
            units[positions[row]] =
                    ArithmeticUtils.lcm(units[positions[row]], (int) (code >> BITS) & mask);
        }
    }

    /// The longest axis of the result besides the lane, the later of two; -1 where there is none.
    private int longest(Blocking blocking) {
        int longest = -1;
        for (int i = 0; i < positions.length; i++) {
            if (!result.get(i).equals(axis)
                    && (longest < 0
                            || blocking.extent(positions[i])
                                    >= blocking.extent(positions[longest]))) {
                longest = i;
            }
        }
        return longest;
    }

    /// The number of rows, at most `most`, that wastes the fewest rows of the last piece; larger wins a tie.
    private static int rowsFor(long extent, int most) {
        int best = 1;
        double bestWaste = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= Math.min(most, extent); rows++) {
            long padded = Math.ceilDiv(extent, (long) rows) * rows;
            double waste = (double) padded / extent * (1 + 0.5 / rows);
            if (waste <= bestWaste) {
                bestWaste = waste;
                best = rows;
            }
        }
        return best;
    }
}
