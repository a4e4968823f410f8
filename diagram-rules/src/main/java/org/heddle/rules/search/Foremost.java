package org.heddle.rules.search;

import java.util.Comparator;
import java.util.Optional;

/// The best and the second best of what a search has looked at: fewer seconds, where they are equal fewer bytes. Of equal ones the first.
///
/// @param <P> what is looked at
public final class Foremost<P> {
    /// Times closer than this part are equal: sums of the same numbers in another order.
    private static final double SAME = 1e-12;

    /// The order of what is looked into first.
    public static final Comparator<Least> CHEAPEST_FIRST =
            Comparator.comparingDouble(Least::seconds).thenComparingLong(Least::bytes);

    private Optional<Ranked<P>> winner = Optional.empty();
    private Optional<Ranked<P>> runnerUp = Optional.empty();

    /// What was looked at, with its cost.
    public record Ranked<P>(P point, Least cost) {}

    /// Takes one in.
    public void offer(P point, Least cost) {
        Ranked<P> ranked = new Ranked<>(point, cost);
        if (isBetter(cost, winner)) {
            runnerUp = winner;
            winner = Optional.of(ranked);
        } else if (isBetter(cost, runnerUp)) {
            runnerUp = Optional.of(ranked);
        }
    }

    /// Whether what costs so much at least may become the best or the second best.
    public boolean mayTake(Least least) {
        return isBetter(least, runnerUp);
    }

    public Optional<Ranked<P>> winner() {
        return winner;
    }

    public Optional<Ranked<P>> runnerUp() {
        return runnerUp;
    }

    private static <P> boolean isBetter(Least a, Optional<Ranked<P>> b) {
        if (b.isEmpty()) {
            return a.seconds() < Double.POSITIVE_INFINITY;
        }
        Least other = b.get().cost();
        boolean isSame = Math.abs(a.seconds() - other.seconds()) <= SAME * other.seconds();
        return isSame ? a.bytes() < other.bytes() : a.seconds() < other.seconds();
    }
}
