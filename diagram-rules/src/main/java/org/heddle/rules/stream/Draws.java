package org.heddle.rules.stream;

import java.util.SplittableRandom;

/// Random and adversarial numbers that laws are tried on.
final class Draws {
    /// Ways to draw the items of a block.
    static final int MODES = 8;

    private Draws() {}

    /// A value of an item.
    ///
    /// @param mode the way of its block, below {@link #MODES}
    static double item(int mode, SplittableRandom random) {
        return switch (mode) {
            case 0 -> Double.NEGATIVE_INFINITY;
            case 1 -> random.nextInt(3) - 1.0;
            case 2 -> random.nextDouble(-50, 50);
            case 3 -> random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : random.nextDouble(-2, 2);
            case 4 ->
                    switch (random.nextInt(6)) {
                        case 0 -> Double.POSITIVE_INFINITY;
                        case 1 -> Double.NaN;
                        default -> random.nextDouble(-3, 3);
                    };
            case 5 -> random.nextInt(3) == 0 ? Double.POSITIVE_INFINITY : 1;
            default -> random.nextDouble(-3, 3);
        };
    }

    /// A value that all items share.
    static double invariant(SplittableRandom random) {
        double magnitude = random.nextDouble(0.1, 2);
        return random.nextInt(4) == 0 ? -magnitude : magnitude;
    }
}
