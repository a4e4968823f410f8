package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;

/// Of all cuts of a few boxes into kernels that take no longer than a given one, one that moves the fewest bytes.
///
/// ```
///   done ── a part that reads from what is done only ──► done ∪ part ── … ──► all
/// ```
///
/// From each set of boxes that are done every kernel is tried that can come next, and of the ways to come to a set those are kept that are neither slower nor move more than another. A
/// kernel is only predicted where what is moved before it, what it moves at least, and what the rest moves at least are fewer bytes than the best known.
final class BestCut {
    /// More units are not cut: the sets that may be done can be as many as 2 to their number.
    static final int MOST_UNITS = 12;

    private final List<Set<String>> units;
    private final Function<Set<String>, Optional<Total>> predict;
    private final LeastBytes least;
    private final int[] needs;
    private final int[] touching;
    private Total limit;

    /// @param units sets of boxes that stay together, in an order in which each comes after those it reads from; nothing they read depends on boxes outside that read from them
    /// @param predict what a kernel of some boxes costs; empty where there is none
    /// @param limit bytes and time of the cut to improve on
    BestCut(
            Diagram diagram,
            List<Set<String>> units,
            Sizes sizes,
            Function<Set<String>, Optional<Total>> predict,
            Total limit) {
        if (units.size() > MOST_UNITS) {
            throw new IllegalArgumentException(units.size() + " units");
        }
        this.units = List.copyOf(units);
        this.predict = predict;
        this.least = new LeastBytes(diagram, units, sizes);
        this.limit = limit;
        this.needs = new int[units.size()];
        this.touching = new int[units.size()];
        List<Set<String>> read = wires(diagram, Box::reads);
        List<Set<String>> written = wires(diagram, Box::writes);
        for (int a = 0; a < units.size(); a++) {
            for (int b = 0; b < units.size(); b++) {
                boolean needed = a != b && meet(read.get(a), written.get(b));
                needs[a] |= needed ? 1 << b : 0;
                boolean touched = needed || meet(read.get(a), read.get(b));
                touching[a] |= touched ? 1 << b : 0;
                touching[b] |= touched ? 1 << a : 0;
            }
        }
    }

    private List<Set<String>> wires(Diagram diagram, Function<Box, Set<String>> of) {
        List<Set<String>> wires = new ArrayList<>();
        for (Set<String> unit : units) {
            Set<String> all = new LinkedHashSet<>();
            unit.forEach(id -> all.addAll(of.apply(diagram.box(id))));
            wires.add(all);
        }
        return wires;
    }

    private static boolean meet(Set<String> a, Set<String> b) {
        return a.stream().anyMatch(b::contains);
    }

    /// A cut of what is done.
    private record Way(Total total, List<Set<String>> parts) {
        Way then(Set<String> part, Total cost) {
            List<Set<String>> all = new ArrayList<>(parts);
            all.add(part);
            return new Way(total.plus(cost), all);
        }
    }

    /// The kernels, in an order in which they can run; empty where no cut moves fewer bytes.
    Optional<List<Set<String>>> find() {
        TreeMap<Integer, List<Way>> ways = new TreeMap<>();
        ways.put(0, List.of(new Way(Total.NOTHING, List.of())));
        while (!ways.isEmpty()) {
            var done = ways.pollFirstEntry();
            if (done.getKey() == all()) {
                return done.getValue().stream()
                        .min(Comparator.comparingLong(way -> way.total().bytes()))
                        .map(Way::parts);
            }
            for (int part : parts(done.getKey())) {
                int next = done.getKey() | part;
                for (Way way : extended(done.getValue(), done.getKey(), part)) {
                    keep(way, ways.computeIfAbsent(next, _ -> new ArrayList<>()));
                    if (next == all()) {
                        limit = new Total(way.total().bytes(), limit.seconds());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private int all() {
        return (1 << units.size()) - 1;
    }

    private List<Way> extended(List<Way> ways, int done, int part) {
        long rest = least.of(all() & ~done & ~part);
        long own = least.of(part);
        if (ways.stream().noneMatch(way -> isPromising(way.total(), own + rest))) {
            return List.of();
        }
        Set<String> boxes = boxes(part);
        Optional<Total> cost = predict.apply(boxes);
        return ways.stream()
                .flatMap(way -> cost.map(c -> way.then(boxes, c)).stream())
                .filter(way -> isPromising(way.total(), rest))
                .toList();
    }

    private boolean isPromising(Total total, long more) {
        return total.bytes() + more < limit.bytes() && total.seconds() <= limit.seconds();
    }

    private static void keep(Way way, List<Way> ways) {
        if (ways.stream().noneMatch(other -> other.total().isWithin(way.total()))) {
            ways.removeIf(other -> way.total().isWithin(other.total()));
            ways.add(way);
        }
    }

    /// What can be the next kernel: sets that need nothing but themselves and what is done, and hang together by the wires they read or write.
    private List<Integer> parts(int done) {
        List<Integer> parts = new ArrayList<>();
        collect(done, 0, 0, parts);
        return parts;
    }

    private void collect(int done, int part, int unit, List<Integer> parts) {
        if (unit == units.size()) {
            if (part != 0 && hangsTogether(part)) {
                parts.add(part);
            }
            return;
        }
        collect(done, part, unit + 1, parts);
        if ((done >> unit & 1) == 0 && (needs[unit] & ~(done | part)) == 0) {
            collect(done, part | 1 << unit, unit + 1, parts);
        }
    }

    private boolean hangsTogether(int part) {
        int reached = Integer.lowestOneBit(part);
        int before = 0;
        while (reached != before) {
            before = reached;
            for (int unit = 0; unit < units.size(); unit++) {
                reached |= (before >> unit & 1) == 1 ? touching[unit] & part : 0;
            }
        }
        return reached == part;
    }

    private Set<String> boxes(int part) {
        Set<String> boxes = new LinkedHashSet<>();
        for (int unit = 0; unit < units.size(); unit++) {
            if ((part >> unit & 1) == 1) {
                boxes.addAll(units.get(unit));
            }
        }
        return boxes;
    }
}
