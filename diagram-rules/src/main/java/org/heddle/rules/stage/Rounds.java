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
    private static final int ROUNDS = 128;

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
        double half = 0;
        int most = ROUNDS * phases.size();
        for (int served = 0; served < teams * most; served++) {
            int team = next(ready, done, most);
            Phase phase = phases.get(done[team] % phases.size());
            double start = Math.max(ready[team], free.getOrDefault(phase.pipe(), 0.0));
            ready[team] = start + phase.seconds();
            free.put(phase.pipe(), ready[team]);
            done[team]++;
            if (done[team] == most / 2) {
                half = Math.max(half, ready[team]);
            }
        }
        double end = 0;
        for (double time : ready) {
            end = Math.max(end, time);
        }
        return (end - half) / (ROUNDS / 2.0);
    }

    /// The team that asks first; of several the one that has done least.
    private static int next(double[] ready, int[] done, int most) {
        int next = -1;
        for (int team = 0; team < ready.length; team++) {
            boolean asks = done[team] < most;
            boolean sooner =
                    next < 0
                            || ready[team] < ready[next]
                            || (ready[team] == ready[next] && done[team] < done[next]);
            next = asks && sooner ? team : next;
        }
        return next;
    }
}
