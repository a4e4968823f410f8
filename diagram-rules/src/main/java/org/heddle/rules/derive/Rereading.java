package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.RegionBuilder;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;

/// Finds what kernels read in turn, and asks the algebra whether one kernel could read it once.
///
/// ```
///   S ──► A ──► … ──► B        S goes by again; the work of A, B and all on paths between them,
///   └─────────────────►        as one kernel: has it a form of one pass that fits?
/// ```
///
/// How the boxes are cut does not decide whether an algorithm needs a further pass; this does.
final class Rereading {
    private final Blocks blocks;
    private final List<Set<String>> order;
    private final List<Diagram> bodies;
    private final Sizes sizes;
    private final Hardware hardware;
    private final List<Set<Integer>> after = new ArrayList<>();
    private final Map<Set<String>, Again.Why> known = new HashMap<>();

    private Rereading(Blocks blocks, Sizes sizes, Hardware hardware) {
        this.blocks = blocks;
        this.order = blocks.inOrder();
        this.bodies = order.stream().map(blocks::body).toList();
        this.sizes = sizes;
        this.hardware = hardware;
        order.forEach(_ -> after.add(new LinkedHashSet<>()));
        for (int a = order.size() - 1; a >= 0; a--) {
            for (int b = a + 1; b < order.size(); b++) {
                if (bodies.get(a).outputs().stream().anyMatch(bodies.get(b).inputs()::contains)) {
                    after.get(a).add(b);
                    after.get(a).addAll(after.get(b));
                }
            }
        }
    }

    /// Every pair of kernels of which the second waits for the first, reads what it has read, and is the next to do so.
    ///
    /// @param cut a diagram of kernels, none of them in parts
    static List<Again> of(Diagram cut, Sizes sizes, Hardware hardware) {
        return new Rereading(Blocks.of(cut), sizes, hardware).find();
    }

    private List<Again> find() {
        Map<List<Integer>, List<String>> wires = new LinkedHashMap<>();
        for (String wire : inputs()) {
            List<Integer> readers =
                    IntStream.range(0, bodies.size())
                            .filter(block -> bodies.get(block).inputs().contains(wire))
                            .boxed()
                            .toList();
            for (int a : readers) {
                for (int b : readers) {
                    if (after.get(a).contains(b)
                            && readers.stream().noneMatch(c -> isBetween(a, c, b))) {
                        wires.computeIfAbsent(List.of(a, b), _ -> new ArrayList<>()).add(wire);
                    }
                }
            }
        }
        List<Again> found = new ArrayList<>();
        wires.forEach((pair, read) -> found.add(again(pair.getFirst(), pair.getLast(), read)));
        return found;
    }

    private boolean isBetween(int a, int block, int b) {
        return after.get(a).contains(block) && after.get(block).contains(b);
    }

    private Again again(int a, int b, List<String> wires) {
        return new Again(wires, bodies.get(a).name(), bodies.get(b).name(), why(union(a, b)));
    }

    private Set<String> inputs() {
        Set<String> wires = new LinkedHashSet<>();
        bodies.forEach(body -> wires.addAll(body.inputs()));
        return wires;
    }

    /// The boxes of both kernels and of all on paths from one to the other.
    private Set<String> union(int a, int b) {
        Set<String> boxes = new LinkedHashSet<>(order.get(a));
        after.get(a).stream()
                .filter(block -> block == b || after.get(block).contains(b))
                .forEach(block -> boxes.addAll(order.get(block)));
        return boxes;
    }

    private Again.Why why(Set<String> boxes) {
        return known.computeIfAbsent(boxes, this::found);
    }

    private Again.Why found(Set<String> boxes) {
        if (boxes.size() > Blocks.MOST_BOXES) {
            return new Again.Apart(
                    "they and what is between them are "
                            + boxes.size()
                            + " boxes, and a kernel is of at most "
                            + Blocks.MOST_BOXES);
        }
        return switch (RegionBuilder.build(Bodies.normalize(blocks.body(boxes)).body(), sizes)) {
            case RegionBuilder.Refused(String reason) ->
                    new Again.Apart("they share no loop nest: " + reason);
            case RegionBuilder.Built(List<Region> regions) -> form(regions);
        };
    }

    /// Forms of fewer passes come first; one whose smallest tiles do not fit is none.
    private Again.Why form(List<Region> regions) {
        return regions.stream()
                .flatMap(region -> StreamAnalyzer.candidates(region).stream())
                .sorted(Comparator.comparingInt(StreamForm::passes))
                .filter(form -> Scheduler.fits(form, sizes, hardware))
                .findFirst()
                .<Again.Why>map(
                        form ->
                                form.onePass()
                                        ? new Again.Chosen(form.stream())
                                        : new Again.Refused(form))
                .orElseGet(
                        () ->
                                new Again.Apart(
                                        "no tiles for the work of both fit the local memory"));
    }
}
