package org.heddle.model.data;

import java.util.random.RandomGenerator;

/// What {@link Tensor#random} draws from, before rounding to the tensor's type. A `bool` tensor is a fair coin whatever
/// the distribution.
public enum Distribution {
    /// Mean 0, deviation 1.
    NORMAL,
    /// Between -1 and 1.
    UNIFORM,
    /// Integers from -4 to 4, which every element type holds exactly.
    INTEGER;

    double draw(RandomGenerator random) {
        return switch (this) {
            case NORMAL -> random.nextGaussian();
            case UNIFORM -> random.nextDouble(-1, 1);
            case INTEGER -> random.nextInt(-4, 5);
        };
    }
}
