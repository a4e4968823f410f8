package org.heddle.model.eval;

import java.util.List;
import org.heddle.model.diagnose.Code;

/// Where the elements of one read lie in a slice, for the loops over one region.
///
/// ```
/// strided    base + Σ stride·index      affine positions that all lie inside the wire: no test per element
/// checked    position by position       gathered ones, and affine ones that leave the wire: fill or error
/// ```
final class Source {
    private final Read read;
    private final Slice slice;
    private final List<Source> earlier;
    private final boolean strided;
    private final int base;
    private final int[] strides;

    /// @param start first index of each loop
    /// @param extent number of indices of each loop
    /// @param earlier the sources of the reads before this one
    Source(Read read, Slice slice, long[] start, long[] extent, List<Source> earlier) {
        this.read = read;
        this.slice = slice;
        this.earlier = List.copyOf(earlier);
        this.strides = new int[extent.length];
        this.strided = isInside(read, start, extent);
        long first = 0;
        for (int axis = 0; strided && axis < read.positions().size(); axis++) {
            if (read.positions().get(axis) instanceof Position.Affine affine) {
                int step = slice.strides()[axis];
                first += step == 0 ? 0 : affine.at(start) * step;
                for (int loop = 0; loop < extent.length; loop++) {
                    strides[loop] +=
                            extent[loop] <= 1 ? 0 : (int) (affine.coefficients()[loop] * step);
                }
            }
        }
        this.base = (int) first;
    }

    /// Whether all positions are affine, and in the wire at every index.
    private static boolean isInside(Read read, long[] start, long[] extent) {
        for (int axis = 0; axis < read.positions().size(); axis++) {
            if (!(read.positions().get(axis) instanceof Position.Affine affine)) {
                return false;
            }
            long least = affine.offset();
            long most = affine.offset();
            for (int loop = 0; loop < extent.length; loop++) {
                long coefficient = affine.coefficients()[loop];
                long last = start[loop] + Math.max(extent[loop] - 1, 0);
                least += Math.min(coefficient * start[loop], coefficient * last);
                most += Math.max(coefficient * start[loop], coefficient * last);
            }
            if (least < 0 || most >= read.shape()[axis]) {
                return false;
            }
        }
        return true;
    }

    /// Whether {@link #base} and {@link #stride} lead to every element.
    boolean isStrided() {
        return strided;
    }

    /// Position in the slice at the start of all loops.
    int base() {
        return base;
    }

    int stride(int loop) {
        return strides[loop];
    }

    double[] values() {
        return slice.values();
    }

    /// The element at an index along every loop.
    ///
    /// @throws ElementException where it lies outside the wire, and the port has no fill
    double at(long[] index) {
        int flat = 0;
        for (int axis = 0; axis < read.shape().length; axis++) {
            long position = position(axis, index);
            if (position < 0 || position >= read.shape()[axis]) {
                return read.fill().orElseThrow(() -> outside(axis(index), index));
            }
            flat += (int) (position * slice.strides()[axis]);
        }
        return slice.values()[flat];
    }

    /// The first axis along which the position is outside.
    private int axis(long[] index) {
        int axis = 0;
        while (axis < read.shape().length - 1 && isWithin(axis, index)) {
            axis++;
        }
        return axis;
    }

    private boolean isWithin(int axis, long[] index) {
        long position = position(axis, index);
        return position >= 0 && position < read.shape()[axis];
    }

    private long position(int axis, long[] index) {
        return position(read, axis, earlier, index);
    }

    /// The position of a read along an axis of its wire, at an index along every loop.
    ///
    /// @param reads sources of those before it
    /// @throws ElementException where it is read from a wire and is no integer
    static long position(Read read, int axis, List<Source> reads, long[] index) {
        return switch (read.positions().get(axis)) {
            case Position.Affine affine -> affine.at(index);
            case Position.Gathered(int number) -> {
                Source source = reads.get(number);
                double element = source.at(index);
                if (element != Math.rint(element) || Double.isInfinite(element)) {
                    throw new ElementException(
                            Code.E609,
                            "wire '"
                                    + read.wire()
                                    + "' is read at "
                                    + source.read.port()
                                    + " = "
                                    + element
                                    + ", which is no integer, at "
                                    + read.where(index));
                }
                yield (long) element;
            }
        };
    }

    private ElementException outside(int axis, long[] index) {
        return new ElementException(
                Code.E609,
                "wire '"
                        + read.wire()
                        + "' is read at "
                        + position(axis, index)
                        + " along axis '"
                        + read.axes().get(axis)
                        + "' of size "
                        + read.shape()[axis]
                        + ", at "
                        + read.where(index)
                        + " (port "
                        + read.port()
                        + ", which has no fill)");
    }
}
