package org.heddle.kernels;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Sizes;

/// Inputs and plain loops over them, that share no code with Heddle.
///
/// @param inputs by wire
record Loops(Map<String, Tensor> inputs, Sizes sizes) {
    /// One element of an output.
    @FunctionalInterface
    interface Formula {
        double at(Loops in, int... at);
    }

    int size(String axis) {
        return Math.toIntExact(sizes.of(axis));
    }

    double in(String wire, int... at) {
        long[] index = new long[at.length];
        for (int i = 0; i < at.length; i++) {
            index[i] = at[i];
        }
        return inputs.get(wire).at(index);
    }

    int index(String wire, int... at) {
        return (int) in(wire, at);
    }

    double sum(String axis, IntToDoubleFunction term) {
        return sum(size(axis), term);
    }

    static double sum(int size, IntToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += term.applyAsDouble(i);
        }
        return sum;
    }

    double max(String axis, IntToDoubleFunction term) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size(axis); i++) {
            max = Math.max(max, term.applyAsDouble(i));
        }
        return max;
    }

    /// The lowest index of the smallest value.
    int least(String axis, IntToDoubleFunction value) {
        int least = 0;
        for (int i = 1; i < size(axis); i++) {
            if (value.applyAsDouble(i) < value.applyAsDouble(least)) {
                least = i;
            }
        }
        return least;
    }

    /// The index whose value has so many smaller ones, or equal ones at lower indices.
    int ranked(String axis, int rank, IntToDoubleFunction value) {
        for (int i = 0; i < size(axis); i++) {
            int before = 0;
            for (int j = 0; j < size(axis); j++) {
                double other = value.applyAsDouble(j);
                double own = value.applyAsDouble(i);
                if (other < own || (other == own && j < i)) {
                    before++;
                }
            }
            if (before == rank) {
                return i;
            }
        }
        return -1;
    }

    double mean(String axis, IntToDoubleFunction weight, IntToDoubleFunction value) {
        return sum(axis, x -> weight.applyAsDouble(x) * value.applyAsDouble(x)) / sum(axis, weight);
    }

    /// Zero outside the array.
    double padded(String axis, int index, IntToDoubleFunction value) {
        return index < 0 || index >= size(axis) ? 0 : value.applyAsDouble(index);
    }

    double root(String axis) {
        return Math.sqrt(size(axis));
    }

    static double square(double value) {
        return value * value;
    }

    static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
