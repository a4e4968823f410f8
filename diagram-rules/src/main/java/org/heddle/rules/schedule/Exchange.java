package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Exchanges room between two axes: shorter blocks along one that saves nothing, for longer blocks along another that saves transfers.
///
/// ```
///  i=32, j=32, k=16 full  ── k shorter, j longer ──►  i=32, j=48, k=4
/// ```
///
/// Axis by axis nothing is found there: the first step alone gains nothing, and the second alone does not fit. Every pair of axes is tried at all
/// choices of both, fewest bytes first, until no pair improves.
final class Exchange {
    private static final int MOST_ROUNDS = 8;

    private final Space space;
    private final Function<Blocking, Optional<Cost>> evaluate;
    private final ToLongFunction<Blocking> bytes;

    /// @param evaluate the cost of a blocking; empty where it does not fit
    /// @param bytes what a blocking moves, whether it fits or not
    Exchange(
            Space space,
            Function<Blocking, Optional<Cost>> evaluate,
            ToLongFunction<Blocking> bytes) {
        this.space = space;
        this.evaluate = evaluate;
        this.bytes = bytes;
    }

    void from(Blocking start, Cost cost) {
        Candidate current = new Candidate(start, cost);
        boolean improved = true;
        for (int round = 0; improved && round < MOST_ROUNDS; round++) {
            Candidate before = current;
            List<String> axes = List.copyOf(space.choices().sequencedKeySet());
            for (int a = 0; a < axes.size(); a++) {
                for (int b = 0; b < a; b++) {
                    current = exchanged(current, axes.get(a), axes.get(b));
                }
            }
            improved = !current.equals(before);
        }
    }

    private record Candidate(Blocking blocking, Cost cost) {}

    private record Move(Blocking blocking, long bytes) {}

    /// With other extents of two axes, the fewest bytes that fit; the same where that is not better.
    private Candidate exchanged(Candidate current, String a, String b) {
        List<Move> moves = new ArrayList<>();
        for (long first : choices(a)) {
            for (long second : choices(b)) {
                Blocking next = current.blocking().with(a, first).with(b, second);
                long moved = bytes.applyAsLong(next);
                if (moved < current.cost().globalBytes()) {
                    moves.add(new Move(next, moved));
                }
            }
        }
        moves.sort(Comparator.comparingLong(Move::bytes));
        for (Move move : moves) {
            Optional<Cost> cost = evaluate.apply(move.blocking());
            if (cost.isPresent() && Scheduler.BETTER.compare(cost.get(), current.cost()) < 0) {
                return new Candidate(move.blocking(), cost.get());
            }
        }
        return current;
    }

    private List<Long> choices(String axis) {
        return space.choices().getOrDefault(axis, List.of());
    }
}
