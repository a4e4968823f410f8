package org.heddle.backend.interpret;

import java.util.List;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.Tile;

/// A tile by number: an array of full blocks, row-major over the tile's axes.
///
/// @param axes loop axes by number
/// @param strides elements from one index to the next along each axis
/// @param elements elements of a full block
/// @param bytes of an element, as it is moved
record Slot(
        int number,
        String name,
        DType dtype,
        List<Integer> axes,
        Strides strides,
        int elements,
        int bytes) {
    static Slot of(int number, Tile tile, Space space, int bytes) {
        List<Integer> axes = tile.axes().stream().map(space::number).toList();
        int[] extents = axes.stream().mapToInt(space::extent).toArray();
        Strides strides = Strides.rowMajor(extents);
        return new Slot(
                number, tile.name(), tile.dtype(), axes, strides, Strides.elements(extents), bytes);
    }

    int rank() {
        return axes.size();
    }

    int axis(int position) {
        return axes.get(position);
    }

    /// A value as the tile keeps it.
    double rounded(double value) {
        return dtype == DType.F32 ? (float) value : value;
    }
}
