package org.heddle.backend.interpret;

import java.util.List;

/// A tile as one step reads it: the piece that the step needs at a time is gathered into registers.
final class Operand {
    private final Slot tile;
    private final int[] positions;
    private final Strides strides;
    private final int registers;

    /// @param axes axes of the step
    /// @param most the most elements of a piece along each of them
    /// @throws IllegalArgumentException where the tile has an axis that the step has not
    Operand(Slot tile, List<Integer> axes, int[] most) {
        this.tile = tile;
        this.positions = tile.axes().stream().mapToInt(axes::indexOf).toArray();
        int[] extents = new int[positions.length];
        for (int k = 0; k < positions.length; k++) {
            if (positions[k] < 0) {
                throw new IllegalArgumentException(
                        "tile " + tile.name() + " has an axis that a step reading it has not");
            }
            extents[k] = most[positions[k]];
        }
        this.strides = Strides.rowMajor(extents);
        this.registers = Strides.elements(extents);
    }

    Slot tile() {
        return tile;
    }

    /// Registers for the largest piece.
    int registers() {
        return registers;
    }

    /// Registers from one element to the next along an axis of the step; 0 where the tile lacks it.
    int step(int position) {
        for (int k = 0; k < positions.length; k++) {
            if (positions[k] == position) {
                return strides.step(k);
            }
        }
        return 0;
    }

    /// Copies a piece from the tile into registers.
    ///
    /// @param from first element of the piece within the block, along each axis of the step
    /// @param count elements of the piece, along each axis of the step
    void gather(double[] elements, double[] into, int[] from, int[] count) {
        copy(elements, into, from, count, true, 0, 0, 0);
    }

    /// Copies a piece from registers back into the tile, rounded to its type.
    void scatter(double[] elements, double[] outOf, int[] from, int[] count) {
        copy(elements, outOf, from, count, false, 0, 0, 0);
    }

    private void copy(
            double[] elements,
            double[] registerFile,
            int[] from,
            int[] count,
            boolean in,
            int axis,
            int element,
            int register) {
        if (axis == positions.length) {
            if (in) {
                registerFile[register] = elements[element];
            } else {
                elements[element] = tile.rounded(registerFile[register]);
            }
            return;
        }
        int position = positions[axis];
        int elementStep = tile.strides().step(axis);
        int at = element + from[position] * elementStep;
        for (int i = 0; i < count[position]; i++) {
            copy(
                    elements,
                    registerFile,
                    from,
                    count,
                    in,
                    axis + 1,
                    at,
                    register + i * strides.step(axis));
            at += elementStep;
        }
    }
}
