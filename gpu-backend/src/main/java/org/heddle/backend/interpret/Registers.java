package org.heddle.backend.interpret;

import java.util.List;

/// The values that a step works on, and which of them are current: one element of each operand, at one index along every axis of the step.
final class Registers {
    private final double[][] values;
    private final int[] current;
    private final int[][] steps;
    private final long[] index;

    /// @param axes number of axes of the step
    Registers(int axes, List<Operand> operands) {
        values = new double[operands.size()][];
        current = new int[operands.size()];
        steps = new int[axes][operands.size()];
        index = new long[axes];
        for (int operand = 0; operand < values.length; operand++) {
            values[operand] = new double[operands.get(operand).registers()];
            for (int axis = 0; axis < axes; axis++) {
                steps[axis][operand] = operands.get(operand).step(axis);
            }
        }
    }

    /// The registers of an operand, from its first element.
    double[] of(int operand) {
        return values[operand];
    }

    double value(int operand) {
        return values[operand][current[operand]];
    }

    void set(int operand, double value) {
        values[operand][current[operand]] = value;
    }

    /// The global index along an axis of the step.
    long index(int axis) {
        return index[axis];
    }

    void start(int axis, long first) {
        index[axis] = first;
    }

    /// Moves on along an axis by `count` elements, or back.
    void move(int axis, int count) {
        index[axis] += count;
        int[] along = steps[axis];
        for (int operand = 0; operand < current.length; operand++) {
            current[operand] += along[operand] * count;
        }
    }
}
