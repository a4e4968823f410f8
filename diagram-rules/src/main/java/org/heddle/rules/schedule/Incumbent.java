package org.heddle.rules.schedule;

import org.heddle.rules.search.Least;

/// The best cost that a joint search knows.
final class Incumbent {
    /// Smaller savings are not searched for.
    private static final double WORTH = 0.995;

    private Cost best;

    Incumbent(Cost best) {
        this.best = best;
    }

    /// Whether something may be there that is as fast and moves less, or is faster than what counts as equally fast.
    boolean mayBeBeaten(Least least) {
        int slower = Long.compare(Scheduler.pace(least.seconds()), Scheduler.pace(best.seconds()));
        return slower < 0 || (slower == 0 && least.bytes() < WORTH * best.globalBytes());
    }

    void offer(Cost cost) {
        best = Scheduler.BETTER.compare(cost, best) < 0 ? cost : best;
    }
}
