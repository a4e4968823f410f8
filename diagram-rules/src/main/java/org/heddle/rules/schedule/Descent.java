package org.heddle.rules.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Searches a large space axis by axis: from a few starting points, the best extent of one axis at a time with the others held, until no axis improves. It finds a
/// local optimum, in time linear in the number of axes per round.
final class Descent {
    private static final long[] STARTS = {1, 16, 64};
    private static final int MOST_ROUNDS = 6;

    private final Space space;
    private final Function<Blocking, Optional<Cost>> evaluate;
    private final Map<Blocking, Optional<Cost>> known = new HashMap<>();

    /// @param evaluate the cost of a blocking; empty where it does not fit
    Descent(Space space, Function<Blocking, Optional<Cost>> evaluate) {
        this.space = space;
        this.evaluate = evaluate;
    }

    /// Searches from blocks of a few lengths, and from short ones that walk no loop.
    ///
    /// @param loops axes that may be walked block by block: where shorter blocks of the others leave room for the whole of them, a pass may be saved that no change of one axis saves
    void run(List<String> loops) {
        for (long start : STARTS) {
            descend(space.below(start));
        }
        Blocking unwalked = space.smallest();
        for (String axis : loops) {
            unwalked = unwalked.with(axis, space.choices().get(axis).getLast());
        }
        descend(unwalked);
    }

    /// Searches from one starting point.
    void from(Blocking start) {
        descend(start);
    }

    private void descend(Blocking start) {
        Blocking current = start;
        boolean improved = cost(start).isPresent();
        for (int round = 0; improved && round < MOST_ROUNDS; round++) {
            improved = false;
            for (Map.Entry<String, List<Long>> axis : space.choices().entrySet()) {
                for (long extent : axis.getValue()) {
                    Blocking next = current.with(axis.getKey(), extent);
                    if (isBetter(cost(next), cost(current))) {
                        current = next;
                        improved = true;
                    }
                }
            }
        }
    }

    private Optional<Cost> cost(Blocking blocking) {
        Optional<Cost> cost = known.get(blocking);
        if (cost == null) {
            cost = evaluate.apply(blocking);
            known.put(blocking, cost);
        }
        return cost;
    }

    private static boolean isBetter(Optional<Cost> a, Optional<Cost> b) {
        return a.isPresent() && (b.isEmpty() || Scheduler.BETTER.compare(a.get(), b.get()) < 0);
    }
}
