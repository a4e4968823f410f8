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
    /// Numbers that the diagrams mention, and half-integers.
    MENTIONED;

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
            case MENTIONED -> mentioned.next(random);
        };
    }

    /// Whether numbers beside those drawn tell how a problem magnifies errors; where a function jumps, they allow a thousandth of its jump.
    boolean isGeneric() {
        return this != TIES && this != SPARSE;
    }
}
