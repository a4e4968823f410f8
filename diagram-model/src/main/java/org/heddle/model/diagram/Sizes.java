package org.heddle.model.diagram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The sizes of all axes of a diagram, bound to numbers (0 is allowed: an empty axis).
public record Sizes(Map<String, Long> byAxis) {
    public Sizes {
        byAxis = Collections.unmodifiableMap(new LinkedHashMap<>(byAxis));
    }

    /// The size of an axis.
    ///
    /// @throws IllegalArgumentException where the axis is not bound
    public long of(String axis) {
        Long size = byAxis.get(axis);
        if (size == null) {
            throw new IllegalArgumentException("axis '" + axis + "' has no size");
        }
        return size;
    }

    /// Number of elements of a wire.
    ///
    /// @throws ArithmeticException where it exceeds a long
    public long elements(Wire wire) {
        long count = 1;
        for (String axis : wire.axes()) {
            count = Math.multiplyExact(count, of(axis));
        }
        return count;
    }

    /// Bytes of a wire's array in memory.
    public long bytes(Wire wire) {
        return Math.multiplyExact(elements(wire), wire.dtype().bytes());
    }
}
