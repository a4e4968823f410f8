package org.heddle.model.eval;

import java.util.List;
import org.heddle.model.diagram.DType;

/// An output of a box: its wire, and which loop runs along each of its axes.
///
/// @param dtype of the wire
/// @param shape of the wire
/// @param loops by axis of the wire: the loop along it, or {@link #NEW} where the fold makes the axis
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Target(String wire, DType dtype, List<Long> shape, int[] loops) {
    /// The axis that no loop runs along: what the fold's state gives.
    static final int NEW = -1;

    boolean isInteger() {
        return switch (dtype) {
            case I64, I32, I8 -> true;
            case F64, F32, F16, BF16, F8E4M3, F8E5M2, BOOL -> false;
        };
    }

    /// Brings results into the form in which other boxes read them.
    ///
    /// @param cast whether a number format that holds integers only cuts what is given to it
    /// @throws ElementException where an integer is not exact
    void settle(double[] values, Interior interior, Arithmetic arithmetic, boolean cast) {
        Interior form = cast && !dtype.isFloating() ? Interior.ROUNDED : interior;
        boolean asComputed = form == Interior.F64 && !isInteger() && !arithmetic.isRough();
        for (int i = 0; i < values.length && !asComputed; i++) {
            if (isInteger() && !Integers.isExact(values[i])) {
                throw Integers.beyond("an element of wire '" + wire + "'", values[i]);
            }
            values[i] = arithmetic.stored(dtype, form.of(dtype, values[i]));
        }
    }

    long[] extents() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /// The loops' region that gives a region of the wire; the first `woven` of them run along outputs, and those that
    /// are beyond are whole.
    Region loops(Region region, int woven, int count) {
        int[] positions = new int[count];
        for (int loop = 0; loop < count; loop++) {
            positions[loop] = loop < woven ? positionOf(loop) : region.rank();
        }
        return region.select(positions);
    }

    private int positionOf(int loop) {
        int position = 0;
        while (loops[position] != loop) {
            position++;
        }
        return position;
    }

    /// What those loops give of the wire.
    Region region(Region region) {
        int[] positions = new int[loops.length];
        for (int axis = 0; axis < loops.length; axis++) {
            positions[axis] = loops[axis] == NEW ? region.rank() : loops[axis];
        }
        return region.select(positions);
    }

    /// How far apart the results along the new axis are; 0 where there is none.
    int newStride(Slice slice) {
        int stride = 0;
        for (int axis = 0; axis < loops.length; axis++) {
            stride += loops[axis] == NEW ? slice.strides()[axis] : 0;
        }
        return stride;
    }

    /// Where the first result for an index along every loop belongs in a slice.
    int offset(Slice slice, long[] index) {
        int offset = 0;
        for (int axis = 0; axis < loops.length; axis++) {
            offset += loops[axis] == NEW ? 0 : (int) (slice.strides()[axis] * index[loops[axis]]);
        }
        return offset;
    }
}
