package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Collections;
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
    /// Kinds of axes that are tried walked and whole: 64 nests.
    private static final int MOST_CHOSEN = 6;

    /// The one that is scheduled.
    public static Nesting of(Schedule schedule) {
        return new Nesting(benches(schedule).at(schedule.blocking()), schedule.blocking());
    }

    /// All nests of a form, the first with all axes walked that can be, and the scheduled one. Axes that occur in the same places are walked together or not at all: what is moved again for the blocks of one is moved again for those of the others.
    /// Of many kinds the longest are walked or whole, the others all walked or all whole.
    static List<Nesting> all(Schedule schedule) {
        Benches benches = benches(schedule);
        Blocking cut = schedule.blocking();
        for (String axis : benches.loops()) {
            if (cut.size(axis) > 1) {
                cut = cut.with(axis, Math.min(cut.extent(axis), cut.size(axis) - 1));
            }
        }
        List<Blocking> choices = new ArrayList<>(List.of(cut));
        for (List<String> axes : chosen(schedule, benches.loops())) {
            for (Blocking choice : List.copyOf(choices)) {
                choices.add(whole(choice, axes));
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

    private static Blocking whole(Blocking blocking, List<String> axes) {
        Blocking whole = blocking;
        for (String axis : axes) {
            whole = whole.with(axis, whole.size(axis));
        }
        return whole;
    }

    /// Axes that are walked or whole together.
    private static List<List<String>> chosen(Schedule schedule, List<String> loops) {
        Region region = schedule.nest().form().region();
        Blocking blocking = schedule.blocking();
        Map<List<Object>, List<String>> alike = new LinkedHashMap<>();
        for (String axis : loops) {
            if (blocking.size(axis) > 1) {
                alike.computeIfAbsent(places(region, axis), _ -> new ArrayList<>()).add(axis);
            }
        }
        List<List<String>> kinds = new ArrayList<>(alike.values());
        kinds.sort(
                Comparator.<List<String>>comparingDouble(
                                axes ->
                                        axes.stream()
                                                .mapToDouble(blocking::size)
                                                .reduce(1, (a, b) -> a * b))
                        .reversed());
        if (kinds.size() > MOST_CHOSEN) {
            List<List<String>> others = kinds.subList(MOST_CHOSEN - 1, kinds.size());
            List<String> rest = others.stream().flatMap(List::stream).toList();
            others.clear();
            kinds.add(rest);
        }
        return kinds;
    }

    /// Where an axis occurs: in what is read, in wires, in what reductions go over; by its name where its index is computed with.
    private static List<Object> places(Region region, String axis) {
        List<Object> places = new ArrayList<>();
        for (Region.Read read : region.reads().values()) {
            places.add(Collections.frequency(read.axes(), axis));
            places.add(read.isPlain() || !read.axes().contains(axis) ? "" : axis);
        }
        for (Region.Stage stage : region.stages()) {
            places.add(stage.axes().contains(axis));
            places.add(stage instanceof Region.Reduction r && r.reduced().contains(axis));
            places.add(stage instanceof Region.Recurrence r && r.over().contains(axis) ? axis : "");
            places.add(stage.value().indexAxes().contains(axis) ? axis : "");
        }
        return places;
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
