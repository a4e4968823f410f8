package org.heddle.model.eval;

import java.util.Arrays;
import java.util.List;
import org.heddle.model.data.Tensor;

/// Chosen elements of a wire: where they are and what the evaluator says they are.
public final class Samples {
    private final String wire;
    private final List<Long> shape;
    private final long[] flatIndices;
    private final double[] values;

    Samples(String wire, List<Long> shape, long[] flatIndices, double[] values) {
        this.wire = wire;
        this.shape = shape;
        this.flatIndices = flatIndices;
        this.values = values;
    }

    public String wire() {
        return wire;
    }

    /// Shape of the whole wire.
    public List<Long> shape() {
        return shape;
    }

    public int count() {
        return values.length;
    }

    /// The index of a sample along each of the wire's axes.
    public List<Long> index(int sample) {
        return Arrays.stream(SampleIndices.unravel(flatIndices[sample], shape)).boxed().toList();
    }

    public double value(int sample) {
        return values[sample];
    }

    /// Row-major positions in the wire, ascending.
    public long[] flatIndices() {
        return flatIndices.clone();
    }

    public double[] values() {
        return values.clone();
    }

    /// How far a whole tensor is from these elements, looked at only where they are; the measure's worst index is a
    /// row-major position in the tensor.
    ///
    /// @throws IllegalArgumentException where the tensor is not of the wire's shape
    public ErrorMeasure against(Tensor actual) {
        if (!actual.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "wire '" + wire + "' has shape " + shape + ", the tensor " + actual.shape());
        }
        return ErrorMeasure.compare(
                values.length,
                i -> values[(int) i],
                i -> actual.get(flatIndices[(int) i]),
                i -> flatIndices[(int) i]);
    }

    /// How far other values of the same elements are from these.
    ///
    /// @throws IllegalArgumentException where the elements are others
    public ErrorMeasure against(Samples other) {
        if (!Arrays.equals(other.flatIndices, flatIndices)) {
            throw new IllegalArgumentException("other elements of wire '" + wire + "'");
        }
        return ErrorMeasure.compare(values, other.values);
    }
}
