package org.heddle.rules.schedule;

import java.util.Arrays;
import java.util.List;
import org.heddle.model.eval.Scalar;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Border;

/// An expression of the borders of blocks, compiled for given extents.
final class BorderFormula {
    private static final long[] NO_INDEX = {};

    private final Scalar scalar;
    private final int[] positions;
    private final long[] extents;
    private final long[] offsets;

    /// @param axes of which it may mention borders
    BorderFormula(Expr e, List<String> axes, Blocking blocking) {
        List<String> names = List.copyOf(e.arguments());
        this.scalar = Scalars.compile(e, names, List.of(), blocking.diagram()::of);
        this.positions = new int[names.size()];
        this.extents = new long[names.size()];
        this.offsets = new long[names.size()];
        for (int i = 0; i < positions.length; i++) {
            Border.Index border = Border.index(names.get(i));
            positions[i] = axes.indexOf(border.axis());
            extents[i] = blocking.extent(border.axis());
            offsets[i] = border.isLast() ? extents[i] - 1 : 0;
        }
    }

    /// The axes whose borders it mentions, one bit each.
    int axes() {
        return Arrays.stream(positions).map(position -> 1 << position).reduce(0, (a, b) -> a | b);
    }

    /// Its value.
    ///
    /// @param at the number of the block along each axis
    double at(long[] at) {
        double[] borders = new double[positions.length];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = (double) (at[positions[i]] * extents[i] + offsets[i]);
        }
        return scalar.at(borders, NO_INDEX);
    }
}
