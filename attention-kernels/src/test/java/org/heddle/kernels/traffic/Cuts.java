package org.heddle.kernels.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.CopyThroughMap;
import org.heddle.rules.law.DropDeadBox;
import org.heddle.rules.law.MergeMapIntoReduction;
import org.heddle.rules.law.MergeMaps;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stream.RegionBuilder;

/// All ways to cut a diagram into kernels, each a set of boxes that runs after those it reads from.
///
/// ```
///  fewest(done) = min over parts P that read from done only:  tilings(P) + fewest(done ∪ P)
/// ```
final class Cuts {
    private static final List<Rule> MERGES =
            List.of(
                    new DropDeadBox(),
                    new MergeMapIntoReduction(),
                    new MergeMaps(),
                    new CopyThroughMap());

    private final Diagram diagram;
    private final List<Box> boxes;
    private final Sizes sizes;
    private final Hardware hardware;
    private final Map<Integer, Optional<Long>> parts = new HashMap<>();
    private final Map<Integer, Optional<Long>> rest = new HashMap<>();

    /// @param diagram of boxes that no law prepares any further
    Cuts(Diagram diagram, Sizes sizes, Hardware hardware) {
        this.diagram = diagram;
        this.boxes = diagram.ordered();
        this.sizes = sizes;
        this.hardware = hardware;
    }

    /// The fewest bytes of any cut; empty where none fits.
    Optional<Long> fewestBytes() {
        return fewest(0);
    }

    /// The bytes of the cut that makes every box a kernel; empty where one does not fit.
    Optional<Long> unfused() {
        long sum = 0;
        for (int box = 0; box < boxes.size(); box++) {
            Optional<Long> own = part(1 << box);
            if (own.isEmpty()) {
                return Optional.empty();
            }
            sum += own.get();
        }
        return Optional.of(sum);
    }

    private Optional<Long> fewest(int done) {
        int all = (1 << boxes.size()) - 1;
        if (done == all) {
            return Optional.of(0L);
        }
        Optional<Long> known = rest.get(done);
        if (known != null) {
            return known;
        }
        Optional<Long> best = Optional.empty();
        int open = all & ~done;
        for (int part = open; part != 0; part = (part - 1) & open) {
            if ((part & Integer.lowestOneBit(open)) != 0 && isReady(part, done)) {
                best = less(best, sum(part(part), fewest(done | part)));
            }
        }
        rest.put(done, best);
        return best;
    }

    private static Optional<Long> sum(Optional<Long> a, Optional<Long> b) {
        return a.flatMap(x -> b.map(y -> x + y));
    }

    private static Optional<Long> less(Optional<Long> a, Optional<Long> b) {
        return Stream.of(a, b).flatMap(Optional::stream).min(Long::compare);
    }

    /// Whether all that the boxes read comes from them or from what is done.
    private boolean isReady(int part, int done) {
        for (int box = 0; box < boxes.size(); box++) {
            for (String wire :
                    (part >> box & 1) == 1 ? boxes.get(box).reads() : List.<String>of()) {
                Optional<Box> producer = diagram.producer(wire);
                if (producer.isPresent()
                        && ((part | done) >> boxes.indexOf(producer.get()) & 1) == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The fewest bytes of one kernel; empty where the boxes do not share a loop nest that fits.
    private Optional<Long> part(int part) {
        return parts.computeIfAbsent(
                part,
                _ ->
                        switch (RegionBuilder.build(merged(body(part)))) {
                            case RegionBuilder.Built(var regions) ->
                                    Tilings.best(regions, sizes, hardware)
                                            .map(Schedule::cost)
                                            .map(cost -> cost.globalBytes());
                            case RegionBuilder.Refused _ -> Optional.empty();
                        });
    }

    private Diagram body(int part) {
        List<Box> own = new ArrayList<>();
        Set<String> read = new LinkedHashSet<>();
        Set<String> written = new LinkedHashSet<>();
        for (int box = 0; box < boxes.size(); box++) {
            if ((part >> box & 1) == 1) {
                own.add(boxes.get(box));
                read.addAll(boxes.get(box).reads());
                boxes.get(box).outputs().stream().map(Port::wire).forEach(written::add);
            }
        }
        List<String> outputs =
                written.stream()
                        .filter(
                                wire ->
                                        diagram.outputs().contains(wire)
                                                || !own.containsAll(diagram.readers(wire)))
                        .toList();
        List<Wire> wires =
                diagram.wires().values().stream()
                        .filter(w -> read.contains(w.name()) || written.contains(w.name()))
                        .toList();
        return new Diagram(
                "part",
                diagram.axes().values(),
                wires,
                read.stream().filter(wire -> !written.contains(wire)).toList(),
                outputs,
                List.of(),
                own,
                List.of());
    }

    /// Maps merged into what reads them, as a kernel computes them.
    private static Diagram merged(Diagram body) {
        Diagram current = body;
        Optional<Diagram> next = merge(current);
        while (next.isPresent()) {
            current = next.get();
            next = merge(current);
        }
        return current;
    }

    private static Optional<Diagram> merge(Diagram body) {
        for (Rule rule : MERGES) {
            for (Box box : body.ordered()) {
                boolean fires =
                        !(rule instanceof CopyThroughMap)
                                || !body.readers(box.output().wire()).isEmpty();
                Optional<Rewrite> rewrite = fires ? rule.apply(body, box) : Optional.empty();
                if (rewrite.isPresent()) {
                    return rewrite.map(Rewrite::after);
                }
            }
        }
        return Optional.empty();
    }
}
