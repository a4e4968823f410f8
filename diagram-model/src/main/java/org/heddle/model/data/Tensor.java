package org.heddle.model.data;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.heddle.model.diagram.DType;

/// A dense array, row-major, in its type's own bytes (little endian), so that {@link #segment} goes to a device
/// unchanged.
///
/// Elements are addressed by their flat row-major index, a `long`: arrays beyond 2^31 elements work. The memory is
/// freed when the tensor is no longer reachable. A tensor is immutable by convention: {@link #set} is for whoever
/// fills a fresh one.
public final class Tensor {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Alignment of allocated arrays: a cache line, and the widest vector load.
    private static final long ALIGNMENT_BYTES = 64;

    private final DType dtype;
    private final List<Long> shape;
    private final long elements;
    private final MemorySegment segment;

    private Tensor(DType dtype, List<Long> shape, MemorySegment segment) {
        this.dtype = dtype;
        this.shape = List.copyOf(shape);
        this.elements = elements(shape);
        this.segment = segment;
        long bytes = Math.multiplyExact(elements, dtype.bytes());
        if (segment.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    dtype
                            + shape.toString()
                            + " takes "
                            + bytes
                            + " bytes, the segment has "
                            + segment.byteSize());
        }
    }

    /// A tensor over memory that already holds it.
    ///
    /// @throws IllegalArgumentException where the segment's size is not that of the array
    public static Tensor over(DType dtype, List<Long> shape, MemorySegment segment) {
        return new Tensor(dtype, shape, segment);
    }

    /// All zeros, off the heap.
    ///
    /// @throws ArithmeticException where the number of bytes exceeds a long
    public static Tensor allocate(DType dtype, List<Long> shape) {
        long bytes = Math.multiplyExact(elements(shape), dtype.bytes());
        return new Tensor(dtype, shape, Arena.ofAuto().allocate(bytes, ALIGNMENT_BYTES));
    }

    /// The values in row-major order, rounded to the type.
    public static Tensor of(DType dtype, List<Long> shape, double[] values) {
        Tensor tensor = allocate(dtype, shape);
        if (values.length != tensor.elements) {
            throw new IllegalArgumentException(
                    "shape "
                            + shape
                            + " has "
                            + tensor.elements
                            + " elements, not "
                            + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            tensor.set(i, values[i]);
        }
        return tensor;
    }

    /// Random values, rounded to the type; the same for the same arguments.
    public static Tensor random(
            DType dtype, List<Long> shape, long seed, Distribution distribution) {
        Tensor tensor = allocate(dtype, shape);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < tensor.elements; i++) {
            double value = dtype == DType.BOOL ? random.nextInt(2) : distribution.draw(random);
            tensor.set(i, value);
        }
        return tensor;
    }

    public DType dtype() {
        return dtype;
    }

    /// Sizes of the axes, outermost first; empty for a single number.
    public List<Long> shape() {
        return shape;
    }

    public long elements() {
        return elements;
    }

    /// The array's bytes: exactly {@link #bytes}, row-major, little endian.
    public MemorySegment segment() {
        return segment;
    }

    public long bytes() {
        return segment.byteSize();
    }

    /// The element at a row-major index, as f64.
    ///
    /// @throws IndexOutOfBoundsException where there is none
    public double get(long flatIndex) {
        return switch (dtype) {
            case F64 -> segment.getAtIndex(DOUBLE, flatIndex);
            case F32 -> segment.getAtIndex(FLOAT, flatIndex);
            case F16, BF16 -> Numbers.decode(dtype, segment.getAtIndex(SHORT, flatIndex));
            case F8E4M3, F8E5M2, I8, BOOL ->
                    Numbers.decode(dtype, segment.get(ValueLayout.JAVA_BYTE, flatIndex));
            case I64 -> segment.getAtIndex(LONG, flatIndex);
            case I32 -> segment.getAtIndex(INT, flatIndex);
        };
    }

    /// The element at one index per axis.
    ///
    /// @throws IndexOutOfBoundsException where there is none
    public double at(long... index) {
        return get(flatIndex(index));
    }

    /// The row-major position of an element.
    ///
    /// @throws IndexOutOfBoundsException where an index is out of range or their number is not the rank
    public long flatIndex(long... index) {
        if (index.length != shape.size()) {
            throw new IndexOutOfBoundsException(index.length + " indices for shape " + shape);
        }
        long flat = 0;
        for (int i = 0; i < index.length; i++) {
            if (index[i] < 0 || index[i] >= shape.get(i)) {
                throw new IndexOutOfBoundsException(
                        "index " + Arrays.toString(index) + " in shape " + shape);
            }
            flat = flat * shape.get(i) + index[i];
        }
        return flat;
    }

    /// Writes an element, rounded to the type (nearest, ties to even; see {@link Numbers}).
    ///
    /// @throws IllegalArgumentException where the tensor was read from a file: its memory is read-only
    public void set(long flatIndex, double value) {
        switch (dtype) {
            case F64 -> segment.setAtIndex(DOUBLE, flatIndex, value);
            case F32 -> segment.setAtIndex(FLOAT, flatIndex, (float) value);
            case F16, BF16 ->
                    segment.setAtIndex(SHORT, flatIndex, (short) Numbers.encode(dtype, value));
            case F8E4M3, F8E5M2, I8, BOOL ->
                    segment.set(
                            ValueLayout.JAVA_BYTE, flatIndex, (byte) Numbers.encode(dtype, value));
            case I64 -> segment.setAtIndex(LONG, flatIndex, Numbers.encode(dtype, value));
            case I32 -> segment.setAtIndex(INT, flatIndex, (int) Numbers.encode(dtype, value));
        }
    }

    /// All elements as f64, in row-major order.
    ///
    /// @throws IllegalStateException where they are more than a Java array holds
    public double[] toDoubles() {
        if (elements > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(
                    elements + " elements are more than a Java array holds");
        }
        double[] values = new double[(int) elements];
        if (dtype == DType.F64) {
            MemorySegment.copy(segment, DOUBLE, 0, values, 0, values.length);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /// The values rounded to another type; this tensor where it is of that type already.
    public Tensor to(DType other) {
        if (other == dtype) {
            return this;
        }
        Tensor rounded = allocate(other, shape);
        for (long i = 0; i < elements; i++) {
            rounded.set(i, get(i));
        }
        return rounded;
    }

    private static long elements(List<Long> shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("shape " + shape + " has a negative size");
            }
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
