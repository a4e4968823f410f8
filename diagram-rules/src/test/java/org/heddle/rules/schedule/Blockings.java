package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Bench.Candidate;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// Costs blockings one by one, with no search.
///
/// @param choice of the extents that are tried
record Blockings(Hardware hardware, Choice choice) {
    /// The extents of an axis.
    interface Choice {
        Collection<Long> of(StreamForm form, String axis, long size);
    }

    /// All blockings that fit, as a search compares them, of every form of every region.
    List<Candidate> all(List<Region> regions, Sizes sizes) {
        List<Candidate> found = new ArrayList<>();
        for (Region region : regions) {
            for (StreamForm form : StreamAnalyzer.candidates(region)) {
                List<String> axes = new ArrayList<>(region.axes().keySet());
                add(form, axes, Blocking.whole(region, sizes), found);
            }
        }
        return found;
    }

    private void add(StreamForm form, List<String> axes, Blocking blocking, List<Candidate> found) {
        if (axes.isEmpty()) {
            Candidate candidate = Scheduler.candidate(form, blocking, hardware);
            if (candidate.cost().localMemoryBytes() <= hardware.local().capacityBytes()) {
                found.add(candidate);
            }
            return;
        }
        String axis = axes.getFirst();
        for (long extent : choice.of(form, axis, blocking.size(axis))) {
            add(form, axes.subList(1, axes.size()), blocking.with(axis, extent), found);
        }
    }

    static final Comparator<Candidate> BETTER =
            Comparator.comparing(Candidate::cost, Scheduler.BETTER);

    /// Of a schedule that a search has found: that nothing is better as it compares them, or that what is takes longer as its groups are, or as long and moves more.
    static void assertWins(Schedule winner, Candidate best) {
        Candidate found =
                Scheduler.candidate(winner.nest().form(), winner.blocking(), winner.hardware());
        Cost judged = best.judged().cost();
        if (BETTER.compare(found, best) > 0 && !Scheduler.isClearlyBetter(winner.cost(), judged)) {
            assertThat(winner.cost().seconds()).isLessThan(judged.seconds());
        }
    }

    /// The same, but for some per cent.
    static void assertNearlyWins(Schedule winner, Candidate best, double slower) {
        Candidate found =
                Scheduler.candidate(winner.nest().form(), winner.blocking(), winner.hardware());
        if (found.cost().seconds() >= slower * best.cost().seconds()) {
            assertThat(winner.cost().seconds()).isLessThan(best.judged().cost().seconds());
        }
    }
}
