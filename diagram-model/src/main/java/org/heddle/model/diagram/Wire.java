package org.heddle.model.diagram;

import java.util.List;

/// A wire: a typed array, row-major over its axes.
public record Wire(String name, DType dtype, List<String> axes) {
    public Wire {
        axes = List.copyOf(axes);
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
