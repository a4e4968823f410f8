package org.heddle.rules.schedule;

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
    private final int last;

    /// @param axes of which it may mention borders
    BorderFormula(Expr e, List<String> axes, Blocking blocking) {
        List<String> names = List.copyOf(e.arguments());
        this.scalar = Scalars.compile(e, names, List.of(), blocking.diagram()::of);
        this.positions = new int[names.size()];
        this.extents = new long[names.size()];
        this.offsets = new long[names.size()];
        this.last = axes.size() - 1;
        for (int i = 0; i < positions.length; i++) {
            Border.Index border = Border.index(names.get(i));
            positions[i] = axes.indexOf(border.axis());
            extents[i] = blocking.extent(border.axis());
            offsets[i] = border.isLast() ? extents[i] - 1 : 0;
        }
    }

    /// Its value.
    ///
    /// @param at the number of the block along each axis; that of the last one is not looked at
    /// @param block along the last one
    double at(long[] at, long block) {
        double[] borders = new double[positions.length];
        for (int i = 0; i < borders.length; i++) {
            long number = positions[i] == last ? block : at[positions[i]];
            borders[i] = (double) (number * extents[i] + offsets[i]);
        }
        return scalar.at(borders, NO_INDEX);
    }
}
