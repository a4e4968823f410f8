package org.heddle.model.equal;

import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;

/// An input on which two diagrams differ.
///
/// @param sizes by axis of the left diagram
/// @param inputs by name in the left diagram; empty where residues were compared
/// @param output name in the left diagram
/// @param index along each axis of the output
/// @param left what the left diagram gives there: a number, a residue `… mod p`, or why there is none
/// @param right what the right one gives
public record CounterExample(
        Map<String, Long> sizes,
        Map<String, Tensor> inputs,
        String output,
        List<Long> index,
        String left,
        String right) {
    public CounterExample {
        index = List.copyOf(index);
    }

    /// One line: where, and both values.
    @Override
    public String toString() {
        return output
                + index
                + " is "
                + left
                + " on the left, "
                + right
                + " on the right, at "
                + sizes;
    }
}
