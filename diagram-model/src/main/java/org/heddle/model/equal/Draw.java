package org.heddle.model.equal;

import java.util.List;
import java.util.SplittableRandom;

/// From what numbers the inputs of a trial are drawn: ordinary ones, and those on which diagrams that are nearly equal tend to differ.
enum Draw implements Numbers {
    /// Mean 0, deviation 1.
    NORMAL,
    /// Integers from -2 to 2: many equal ones, sums and products exact.
    TIES,
    POSITIVE,
    NEGATIVE,
    /// Half of them 0.
    SPARSE,
    /// Of either sign, between a thousandth and a thousand.
    WIDE,
    /// Each greater than the one before, between -2 and 2: the last items are the largest, and what is cut off there is missed.
    RISING,
    /// Each less than the one before.
    FALLING,
    /// Numbers that the diagrams mention, and half-integers.
    MENTIONED;

    /// Elements from the first to the middle of the range.
    private static final double HALF_WAY = 64;

    /// Those at sizes that the diagrams mention.
    static final List<Draw> IN_ORDER = List.of(NORMAL, RISING, FALLING);

    /// Those that do not depend on the diagrams.
    static final List<Draw> OF_ANY = List.of(NORMAL, TIES, POSITIVE, NEGATIVE, SPARSE, WIDE);

    @Override
    public double next(SplittableRandom random, Mentioned mentioned, int input, long element) {
        return switch (this) {
            case NORMAL -> random.nextGaussian();
            case TIES -> random.nextInt(-2, 3);
            case POSITIVE -> random.nextDouble(0.1, 3);
            case NEGATIVE -> -random.nextDouble(0.1, 3);
            case SPARSE -> random.nextBoolean() ? 0 : random.nextGaussian();
            case WIDE ->
                    Math.copySign(Math.pow(10, random.nextDouble(-3, 3)), random.nextDouble(-1, 1));
            case RISING -> 4 * element / (element + HALF_WAY) - 2;
            case FALLING -> 2 - 4 * element / (element + HALF_WAY);
            case MENTIONED -> mentioned.next(random);
        };
    }

    /// Whether numbers beside those drawn tell how a problem magnifies errors; where a function jumps, they allow a thousandth of its jump.
    boolean isGeneric() {
        return this != TIES && this != SPARSE;
    }
}
