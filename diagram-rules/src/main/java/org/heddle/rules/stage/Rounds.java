package org.heddle.rules.stage;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Teams that take turns at the pipes: each does the phases of a stage in order, over and over; a pipe serves who asks first.
///
/// ```
///   team 0   matrix ──► special ──► fma ──► matrix …
///   team 1             matrix ──► special ──► …            the time from one round of all teams to the next
/// ```
final class Rounds {
    private static final int ROUNDS = 64;

    private Rounds() {}

    /// What a team does between two others: it keeps a pipe busy.
    record Phase(Pipe pipe, double seconds) {}

    /// Seconds in which every team has done all phases once, when that has become steady.
    static double period(List<Phase> phases, int teams) {
        if (phases.isEmpty()) {
            return 0;
        }
        double[] ready = new double[teams];
        int[] done = new int[teams];
        Map<Pipe, Double> free = new EnumMap<>(Pipe.class);
        double half = after(ROUNDS * phases.size(), phases, ready, done, free);
        double end = after(2 * ROUNDS * phases.size(), phases, ready, done, free);
        return (end - half) / ROUNDS;
    }

    /// When every team has done so many phases; those that are ahead go on.
    private static double after(
            int phasesDone,
            List<Phase> phases,
            double[] ready,
            int[] done,
            Map<Pipe, Double> free) {
        double last = 0;
        int arrived = 0;
        while (arrived < done.length) {
            int team = next(ready, done);
            Phase phase = phases.get(done[team] % phases.size());
            double start = Math.max(ready[team], free.getOrDefault(phase.pipe(), 0.0));
            ready[team] = start + phase.seconds();
            free.put(phase.pipe(), ready[team]);
            done[team]++;
            if (done[team] == phasesDone) {
                arrived++;
                last = Math.max(last, ready[team]);
            }
        }
        return last;
    }

    /// The team that asks first; of several the one that has done least.
    private static int next(double[] ready, int[] done) {
        int next = 0;
        for (int team = 1; team < ready.length; team++) {
            boolean sooner =
                    ready[team] < ready[next]
                            || (ready[team] == ready[next] && done[team] < done[next]);
            next = sooner ? team : next;
        }
        return next;
    }
}
