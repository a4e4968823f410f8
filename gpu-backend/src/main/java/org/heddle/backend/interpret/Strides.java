package org.heddle.backend.interpret;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Elements from one index to the next, for each axis of an array.
final class Strides {
    private final int[] steps;

    private Strides(int[] steps) {
        this.steps = steps;
    }

    /// @throws ArithmeticException where the array has more than 2^31 - 1 elements
    static Strides rowMajor(int... extents) {
        int[] steps = new int[extents.length];
        int step = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step = Math.multiplyExact(step, extents[axis]);
        }
        return new Strides(steps);
    }

    static int elements(int... extents) {
        return IntStream.of(extents).reduce(1, Math::multiplyExact);
    }

    int step(int axis) {
        return steps[axis];
    }

    @Override
    public String toString() {
        return Arrays.toString(steps);
    }
}
