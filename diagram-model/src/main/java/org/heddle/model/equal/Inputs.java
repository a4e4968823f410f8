package org.heddle.model.equal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.Positions;

/// Draws the inputs of a trial. What a wire promises is kept: symmetries, truth values, and positions that lie inside the axis along which
/// they are read.
final class Inputs {
    private static final int MOST_INTEGER = 4;

    private final Diagram diagram;
    private final Sizes sizes;
    private final Map<String, Long> positions;
    private final Mentioned mentioned;

    /// @param otherPositions by input, the least size of an axis at whose positions the other diagram reads
    /// @param mentioned by either diagram
    Inputs(Diagram diagram, Sizes sizes, Map<String, Long> otherPositions, Mentioned mentioned) {
        this.mentioned = mentioned;
        this.diagram = diagram;
        this.sizes = sizes;
        this.positions = new LinkedHashMap<>(Positions.of(diagram, sizes));
        otherPositions.forEach((wire, size) -> positions.merge(wire, size, Math::min));
    }

    private List<Long> shape(Wire wire) {
        return wire.axes().stream().map(sizes::of).toList();
    }

    /// Arrays for the evaluator, in f64 whatever the format of the wire.
    Map<String, Tensor> numbers(Numbers draw, SplittableRandom random) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        int input = 0;
        for (String name : diagram.inputs()) {
            Wire wire = diagram.wire(name);
            Tensor tensor = Tensor.allocate(DType.F64, shape(wire));
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.set(
                        i,
                        wire.dtype().isFloating()
                                ? draw.next(random, mentioned, input, i)
                                : whole(wire, draw, random, input, i));
            }
            keepPromises(wire, tensor);
            inputs.put(name, tensor);
            input++;
        }
        return inputs;
    }

    /// Arrays of residues.
    Map<String, FieldArray> residues(Transport field, SplittableRandom random) {
        Map<String, FieldArray> inputs = new LinkedHashMap<>();
        for (String name : diagram.inputs()) {
            Wire wire = diagram.wire(name);
            FieldArray array =
                    FieldArray.of(
                            shape(wire),
                            () ->
                                    wire.dtype().isFloating()
                                            ? field.draw(random)
                                            : field.integer(
                                                    (long) whole(wire, Draw.TIES, random, 0, 0)));
            keepPromises(field, wire, array);
            inputs.put(name, array);
        }
        return inputs;
    }

    private double whole(
            Wire wire, Numbers draw, SplittableRandom random, int input, long element) {
        Long size = positions.get(wire.name());
        if (size != null) {
            return size == 0 ? 0 : (double) random.nextLong(size);
        }
        if (draw instanceof Around && wire.dtype() != DType.BOOL) {
            return Math.rint(draw.next(random, mentioned, input, element));
        }
        if (draw == Draw.MENTIONED && wire.dtype() != DType.BOOL) {
            return mentioned.whole(random);
        }
        return wire.dtype() == DType.BOOL
                ? random.nextInt(2)
                : random.nextInt(-MOST_INTEGER, MOST_INTEGER + 1);
    }

    private static void keepPromises(Wire wire, Tensor tensor) {
        for (Symmetry symmetry : wire.symmetries()) {
            Representative representative = new Representative(wire, symmetry, tensor.shape());
            for (long i = 0; i < tensor.elements(); i++) {
                long from = representative.of(i);
                tensor.set(i, representative.sign() * tensor.get(from));
            }
        }
    }

    private static void keepPromises(Transport field, Wire wire, FieldArray array) {
        for (Symmetry symmetry : wire.symmetries()) {
            Representative representative = new Representative(wire, symmetry, array.shape());
            for (int i = 0; i < array.values().length; i++) {
                int from = (int) representative.of(i);
                array.values()[i] =
                        field.multiply(field.integer(representative.sign()), array.values()[from]);
            }
        }
    }

    /// The element of which the symmetry makes another one a copy, or the opposite: that of ascending indices, which comes first.
    private static final class Representative {
        private final Symmetry symmetry;
        private final List<Integer> axes;
        private final List<Long> shape;
        private int sign = 1;

        Representative(Wire wire, Symmetry symmetry, List<Long> shape) {
            this.symmetry = symmetry;
            this.axes = symmetry.axes().stream().map(wire.axes()::indexOf).sorted().toList();
            this.shape = shape;
        }

        int sign() {
            return sign;
        }

        long of(long flat) {
            long[] index = new long[shape.size()];
            long rest = flat;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = rest % shape.get(axis);
                rest /= shape.get(axis);
            }
            sign = sort(index);
            long offset = 0;
            for (int axis = 0; axis < index.length; axis++) {
                offset = offset * shape.get(axis) + index[axis];
            }
            return offset;
        }

        /// Sorts by exchanges of neighbours.
        ///
        /// @return the sign of the element; 0 where it is its own opposite
        private int sort(long[] index) {
            int result = 1;
            for (int end = axes.size() - 1; end > 0; end--) {
                for (int i = 0; i < end; i++) {
                    long before = index[axes.get(i)];
                    long after = index[axes.get(i + 1)];
                    if (before > after) {
                        index[axes.get(i)] = after;
                        index[axes.get(i + 1)] = before;
                        result = -result;
                    }
                }
            }
            if (symmetry.kind() == Symmetry.Kind.SYMMETRIC) {
                return 1;
            }
            for (int i = 0; i + 1 < axes.size(); i++) {
                result = index[axes.get(i)] == index[axes.get(i + 1)] ? 0 : result;
            }
            return result;
        }
    }

    /// The same arrays with every number of a floating wire changed.
    Map<String, Tensor> mapped(Map<String, Tensor> inputs, DoubleUnaryOperator change) {
        Map<String, Tensor> mapped = new LinkedHashMap<>();
        inputs.forEach(
                (name, tensor) -> {
                    Wire wire = diagram.wire(name);
                    double[] values = tensor.toDoubles();
                    for (int i = 0; i < values.length && wire.dtype().isFloating(); i++) {
                        values[i] = change.applyAsDouble(values[i]);
                    }
                    Tensor copy = Tensor.of(DType.F64, tensor.shape(), values);
                    keepPromises(wire, copy);
                    mapped.put(name, copy);
                });
        return mapped;
    }
}
