package org.heddle.rules.nest;

import java.util.List;
import org.heddle.model.diagram.DType;

/// A block of an array held close to the processor: along each of its loop axes one block (or the whole axis, where it is not cut).
///
/// @param name unique in its nest
/// @param dtype the type in which its elements are kept and computed: f32 or f64; i64 for positions, which are read to find elements of arrays and computed with nowhere
/// @param meaning what it holds, in terms of the region's wires
/// @param wires those wires of the region of which it holds values, whole or on their way, the first one first; none where it holds a part of an expression
public record Tile(
        String name, List<String> axes, DType dtype, String meaning, List<String> wires) {
    public Tile {
        axes = List.copyOf(axes);
        wires = List.copyOf(wires);
    }

    /// Whether it holds positions in an array.
    public boolean isPositions() {
        return dtype == DType.I64;
    }

    @Override
    public String toString() {
        return name + "[" + String.join(", ", axes) + "]";
    }
}
