package org.heddle.model.equal;

import java.util.List;
import java.util.SplittableRandom;

/// Whole inputs about numbers at which a function may branch, so that some element lies on either side whatever is drawn.
///
/// ```
/// EXACT    -m   m   m + 1   m - 1           a function that treats one number apart
/// ABOVE    m … m + 3, m … 5/4·m             what exponentials do not overflow beyond m
/// FAR      2·m … 10·m
/// SPREAD   m/64 … 64·m, of both signs       in 7 steps that follow each other
/// ```
///
/// @param places by position of the input
record Around(List<Place> places) implements Numbers {
    private static final int STEPS = 7;
    private static final double OCTAVES = 12;

    Around {
        places = List.copyOf(places);
    }

    enum Mode {
        EXACT,
        ABOVE,
        FAR,
        SPREAD,
        /// Mean 0, deviation 1, whatever the number.
        ELSEWHERE
    }

    /// @param signed a magnitude with the sign of the numbers; no sign where both are drawn
    record Place(double signed, Mode mode) {
        double next(SplittableRandom random, long element) {
            double share = random.nextDouble();
            double sign = Math.signum(signed);
            return switch (mode) {
                case EXACT ->
                        switch ((int) (element % 4)) {
                            case 0 -> signed;
                            case 1 -> -signed;
                            case 2 -> signed + 1;
                            default -> signed - 1;
                        };
                case ABOVE ->
                        element % 2 == 0 ? signed + sign * 3 * share : signed * (1 + share / 4);
                case FAR -> signed * (2 + 8 * share);
                case SPREAD -> {
                    double octave = OCTAVES * ((element % STEPS + share) / STEPS - 0.5);
                    yield signed * Math.pow(2, octave) * (element % 2 == 0 ? 1 : -1);
                }
                case ELSEWHERE -> random.nextGaussian();
            };
        }
    }

    @Override
    public double next(SplittableRandom random, Mentioned mentioned, int input, long element) {
        return places.get(input).next(random, element);
    }
}
