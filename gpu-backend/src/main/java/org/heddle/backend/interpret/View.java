package org.heddle.backend.interpret;

import java.util.Arrays;

/// An array as a tile's axes run through it: how far one element along each of them is. A diagonal's axis runs along two axes of the array at once.
final class View {
    private final Memory memory;
    private final long[] steps;

    /// @param axes the loop axis along each axis of the array
    /// @param tile whose axes are to run through it
    View(Memory memory, int[] axes, Slot tile) {
        this.memory = memory;
        this.steps = new long[tile.rank()];
        long step = 1;
        for (int position = axes.length - 1; position >= 0; position--) {
            int k = tile.axes().indexOf(axes[position]);
            if (k < 0) {
                throw new IllegalArgumentException(
                        "tile " + tile.name() + " lacks an axis of array " + memory.wire());
            }
            steps[k] += step;
            step *= memory.shape().get(position);
        }
        if (Arrays.stream(axes).distinct().count() != tile.rank()) {
            throw new IllegalArgumentException(
                    "tile " + tile.name() + " has an axis that array " + memory.wire() + " lacks");
        }
    }

    Memory memory() {
        return memory;
    }

    /// Elements of the array from one index to the next along an axis of the tile.
    long step(int axis) {
        return steps[axis];
    }
}
