package org.heddle.model.eval;

import java.util.Arrays;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;

/// The values of a wire in a region, row-major over the region.
///
/// @param strides by position of the wire: how far apart neighbours are in `values`; 0 where the region is fixed
@SuppressWarnings(
        "ArrayRecordComponent") // internal, never compared; a copy per access would defeat its
// purpose
record Slice(Region region, double[] values, int[] strides) {

    /// Number of elements of a region, checked to fit a Java array.
    static int elements(String wire, Region region, long[] shape) throws EvaluationException {
        long count = 1;
        for (int i = 0; i < shape.length; i++) {
            long extent = region.extent(i, shape[i]);
            count = extent == 0 || count == 0 ? 0 : Math.multiplyExact(count, extent);
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw EvaluationException.memory(
                    "wire '"
                            + wire
                            + "' needs "
                            + count
                            + " elements at once (region "
                            + region
                            + "), at most "
                            + (Integer.MAX_VALUE - 8)
                            + " are possible");
        }
        return (int) count;
    }

    static Slice of(Region region, double[] values, long[] shape) {
        int[] strides = new int[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = region.isFixed(i) ? 0 : (int) stride;
            stride *= region.extent(i, shape[i]);
        }
        return new Slice(region, values, strides);
    }

    /// The part of a tensor in a region, decoded.
    ///
    /// @throws EvaluationException where it has more elements than a Java array, or an integer that f64 does not hold
    static Slice decode(String wire, Tensor tensor, Region region) throws EvaluationException {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        double[] values = new double[elements(wire, region, shape)];
        long[] index = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            index[i] = region.start(i);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(flat(index, shape));
            if (tensor.dtype() == DType.I64 && !Integers.isExact(values[i])) {
                throw Integers.beyond("element " + Arrays.toString(index), values[i])
                        .of("input '" + wire + "'");
            }
            advance(index, region, shape);
        }
        return of(region, values, shape);
    }

    private static long flat(long[] index, long[] shape) {
        long flat = 0;
        for (int i = 0; i < shape.length; i++) {
            flat = flat * shape[i] + index[i];
        }
        return flat;
    }

    private static void advance(long[] index, Region region, long[] shape) {
        for (int i = shape.length - 1; i >= 0; i--) {
            if (!region.isFixed(i)) {
                if (++index[i] < shape[i]) {
                    return;
                }
                index[i] = 0;
            }
        }
    }

    long bytes() {
        return (long) values.length * Double.BYTES;
    }
}
