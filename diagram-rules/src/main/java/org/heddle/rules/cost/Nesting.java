package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.schedule.Bench;
import org.heddle.rules.schedule.Benches;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stream.Region;

/// A nest of a kernel's form: some reduced axes are walked block by block, the others held whole.
///
/// @param blocking that cuts the axes which are walked
public record Nesting(Bench bench, Blocking blocking) {
    /// Axes that are tried walked and whole: 32 nests.
    private static final int MOST_CHOSEN = 5;

    /// The one that is scheduled.
    public static Nesting of(Schedule schedule) {
        return new Nesting(benches(schedule).at(schedule.blocking()), schedule.blocking());
    }

    /// All nests of a form, the first with all axes walked that can be, and the scheduled one. Of many axes the longest are walked or whole, the others walked.
    static List<Nesting> all(Schedule schedule) {
        Benches benches = benches(schedule);
        Blocking cut = schedule.blocking();
        List<String> axes = new ArrayList<>();
        for (String axis : benches.loops()) {
            if (cut.size(axis) > 1) {
                axes.add(axis);
                cut = cut.with(axis, Math.min(cut.extent(axis), cut.size(axis) - 1));
            }
        }
        axes.sort(Comparator.comparingLong(cut::size).reversed());
        List<Blocking> choices = new ArrayList<>(List.of(cut));
        for (String axis : axes.subList(0, Math.min(MOST_CHOSEN, axes.size()))) {
            for (Blocking choice : List.copyOf(choices)) {
                choices.add(choice.with(axis, choice.size(axis)));
            }
        }
        choices.add(schedule.blocking());
        Map<Bench, Nesting> found = new LinkedHashMap<>();
        for (Blocking choice : choices) {
            Bench bench = benches.at(choice);
            found.putIfAbsent(bench, new Nesting(bench, choice));
        }
        return List.copyOf(found.values());
    }

    private static Benches benches(Schedule schedule) {
        return new Benches(
                schedule.nest().form(), schedule.blocking().diagram(), schedule.hardware());
    }

    /// Whether a group may do it: what has to go item by item does.
    boolean isOfGroup() {
        return nest().form().stream().stream()
                .filter(nest().form()::isSequential)
                .allMatch(axis -> blocking.size(axis) <= 1 || nest().cut().contains(axis));
    }

    Nest nest() {
        return bench.nest();
    }

    Region region() {
        return nest().form().region();
    }

    Counts counts() {
        return bench.counts(blocking);
    }

    /// What one step moves, without lists of blocks.
    Counts counts(Nest.Placed step) {
        return bench.counts(step, blocking);
    }

    /// What is moved from and to global memory.
    List<Count> moved() {
        Counts counts = counts();
        List<Count> moved = new ArrayList<>(counts.globalRead());
        moved.addAll(counts.globalWrite());
        return moved;
    }
}
