package org.heddle.backend.interpret;

import java.util.List;
import java.util.Optional;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;

/// An array of the run.
///
/// @param number its place among the program's arrays
/// @param shape sizes along its axes, outermost first
/// @param tensor its elements; empty where transfers are counted and nothing is computed
record Memory(
        int number,
        String wire,
        DType dtype,
        List<Long> shape,
        Optional<Tensor> tensor,
        boolean isOutput) {
    Memory {
        shape = List.copyOf(shape);
    }

    int elementBytes() {
        return dtype.bytes();
    }

    /// The element at a position; NaN where there are no elements.
    double get(long position) {
        return tensor.isPresent() ? tensor.get().get(position) : Double.NaN;
    }

    void set(long position, double value) {
        if (tensor.isPresent()) {
            tensor.get().set(position, value);
        }
    }
}
