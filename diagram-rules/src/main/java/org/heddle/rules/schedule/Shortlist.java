package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.heddle.rules.schedule.Bench.Candidate;

/// What a search keeps of the schedules it tried: the best few, and the fastest.
final class Shortlist {
    private static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::cost, Scheduler.BETTER);
    private static final int MOST = 4;

    private final List<Candidate> best = new ArrayList<>();
    private Optional<Candidate> fastest = Optional.empty();

    /// The best two, in order.
    List<Candidate> best() {
        return List.copyOf(best.subList(0, Math.min(2, best.size())));
    }

    /// The best few, in order.
    List<Candidate> few() {
        return List.copyOf(best);
    }

    Optional<Candidate> fastest() {
        return fastest;
    }

    boolean isEmpty() {
        return best.isEmpty();
    }

    void add(Candidate candidate) {
        if (best.stream().anyMatch(known -> isSame(known, candidate))) {
            return;
        }
        if (fastest.isEmpty() || candidate.cost().seconds() < fastest.get().cost().seconds()) {
            fastest = Optional.of(candidate);
        }
        int place = 0;
        while (place < best.size() && ORDER.compare(best.get(place), candidate) <= 0) {
            place++;
        }
        best.add(place, candidate);
        shorten();
    }

    /// Puts one first.
    void prefer(Candidate candidate) {
        best.remove(candidate);
        best.addFirst(candidate);
        shorten();
    }

    private void shorten() {
        while (best.size() > MOST) {
            best.removeLast();
        }
    }

    private static boolean isSame(Candidate a, Candidate b) {
        return a.blocking().equals(b.blocking()) && a.nest().form().equals(b.nest().form());
    }
}
