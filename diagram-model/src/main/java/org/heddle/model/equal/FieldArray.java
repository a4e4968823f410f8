package org.heddle.model.equal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// An array of residues, row-major.
///
/// @param shape sizes of the axes, outermost first
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record FieldArray(List<Long> shape, Residue[] values) {
    static FieldArray filled(List<Long> shape, Residue value) {
        Residue[] values = new Residue[size(shape)];
        Arrays.fill(values, value);
        return new FieldArray(shape, values);
    }

    static FieldArray of(List<Long> shape, Supplier<Residue> values) {
        FieldArray array = filled(shape, Residue.UNDEFINED);
        Arrays.setAll(array.values, _ -> values.get());
        return array;
    }

    private static int size(List<Long> shape) {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /// Where an element lies; -1 outside the array.
    int offset(long[] position) {
        long offset = 0;
        for (int axis = 0; axis < position.length; axis++) {
            if (position[axis] < 0 || position[axis] >= shape.get(axis)) {
                return -1;
            }
            offset = offset * shape.get(axis) + position[axis];
        }
        return (int) offset;
    }
}
