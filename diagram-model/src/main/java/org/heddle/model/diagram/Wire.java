package org.heddle.model.diagram;

import java.util.List;

/// A wire: a typed array, row-major over its axes.
///
/// @param symmetries promises of whoever gives the array: groups of axes that may change places
/// @param storage how each axis is stored, by position; empty where all are dense
public record Wire(
        String name,
        DType dtype,
        List<String> axes,
        List<Symmetry> symmetries,
        List<Storage> storage) {
    public Wire {
        axes = List.copyOf(axes);
        symmetries = List.copyOf(symmetries);
        boolean dense =
                storage.size() == axes.size()
                        && storage.stream().allMatch(Storage.Level.DENSE::equals);
        storage = dense ? List.of() : List.copyOf(storage);
    }

    /// A dense wire without symmetry.
    public Wire(String name, DType dtype, List<String> axes) {
        this(name, dtype, axes, List.of(), List.of());
    }

    /// The type as written in a diagram file, such as `f16[q, d]`.
    public String type() {
        return dtype + "[" + String.join(", ", axes) + "]";
    }

    @Override
    public String toString() {
        return name + ": " + type();
    }
}
