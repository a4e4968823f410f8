package org.heddle.model.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;

/// Two elements of an array that a symmetry of its wire makes equal, or opposite, and that are not.
///
/// ```
/// symmetric i, j      A[2, 5] = 1.5    A[5, 2] = 1.25
/// antisymmetric i, j  A[2, 2] = 1      where only 0 is its own opposite
/// ```
///
/// @param index of the first element, along each axis of the wire
/// @param exchanged the same with two neighbouring axes of the symmetry exchanged
@SuppressWarnings("ArrayRecordComponent") // told once, never compared
public record Asymmetry(
        Wire wire, Symmetry symmetry, long[] index, long[] exchanged, double value, double other) {

    /// The first asymmetry in row-major order, of the first exchange that has one. Axes that neighbour in the symmetry are
    /// exchanged, which gives all other exchanges, too. A NaN equals a NaN.
    ///
    /// @throws IllegalArgumentException where axes of a symmetry have different sizes
    public static Optional<Asymmetry> find(Wire wire, Tensor tensor) {
        return find(wire, tensor, 0);
    }

    /// The same, but elements that are this close agree.
    ///
    /// @param tolerance absolute
    /// @throws IllegalArgumentException where axes of a symmetry have different sizes
    public static Optional<Asymmetry> find(Wire wire, Tensor tensor, double tolerance) {
        for (Symmetry symmetry : wire.symmetries()) {
            int[] positions =
                    symmetry.axes().stream().mapToInt(axis -> wire.axes().indexOf(axis)).toArray();
            for (int i = 0; i + 1 < positions.length; i++) {
                Optional<Asymmetry> found =
                        find(wire, symmetry, tensor, tolerance, positions[i], positions[i + 1]);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Asymmetry> find(
            Wire wire, Symmetry symmetry, Tensor tensor, double tolerance, int left, int right) {
        List<Long> shape = tensor.shape();
        if (!shape.get(left).equals(shape.get(right))) {
            throw new IllegalArgumentException(symmetry + " of an array of shape " + shape);
        }
        long[] index = new long[shape.size()];
        for (long flat = 0; flat < tensor.elements(); flat++) {
            long[] exchanged = index.clone();
            exchanged[left] = index[right];
            exchanged[right] = index[left];
            double value = tensor.get(flat);
            double other = tensor.at(exchanged);
            if (!agree(value, opposite(symmetry.kind(), other), tolerance)) {
                return Optional.of(new Asymmetry(wire, symmetry, index, exchanged, value, other));
            }
            advance(index, shape);
        }
        return Optional.empty();
    }

    private static double opposite(Symmetry.Kind kind, double other) {
        return switch (kind) {
            case SYMMETRIC -> other;
            case ANTISYMMETRIC -> -other;
        };
    }

    private static boolean agree(double value, double other, double tolerance) {
        return value == other
                || Math.abs(value - other) <= tolerance
                || (Double.isNaN(value) && Double.isNaN(other));
    }

    private static void advance(long[] index, List<Long> shape) {
        int axis = index.length - 1;
        while (axis >= 0 && ++index[axis] == shape.get(axis)) {
            index[axis--] = 0;
        }
    }

    /// What the wire claims, as `symmetric in i, j`.
    public String claim() {
        return symmetry.kind().text() + " in " + String.join(", ", symmetry.axes());
    }

    /// The elements and their values.
    @Override
    public String toString() {
        String first = wire.name() + Arrays.toString(index) + " = " + value;
        String second = wire.name() + Arrays.toString(exchanged) + " = " + other;
        return Arrays.equals(index, exchanged) ? first : first + ", " + second;
    }
}
