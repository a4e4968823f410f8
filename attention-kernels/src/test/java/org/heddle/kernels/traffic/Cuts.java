package org.heddle.kernels.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Fn;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.CopyThroughMap;
import org.heddle.rules.law.DropDeadBox;
import org.heddle.rules.law.MergeMapIntoReduction;
import org.heddle.rules.law.MergeMaps;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stream.RegionBuilder;

/// All ways to cut a diagram into kernels, each a set of boxes that reads from itself and from what is done.
///
/// ```
///  done ── part, with the fewest bytes of all its tilings ──► done ∪ part ── … ──► all
/// ```
///
/// Sets of boxes that are done are gone through from the smallest; of the cuts that lead to one the cheapest is kept. A kernel whose interface alone, with that of the rest, is not below the
/// best that is known is not looked into.
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
    private final Map<Integer, Tried> parts = new HashMap<>();
    private final Map<Integer, Long> crossing = new HashMap<>();

    /// A kernel that was looked for.
    ///
    /// @param below what it had to move less than
    private record Tried(long below, Optional<Long> bytes) {}

    /// @param diagram of boxes that no law prepares any further
    Cuts(Diagram diagram, Sizes sizes, Hardware hardware) {
        this.diagram = diagram;
        this.boxes = diagram.ordered();
        this.sizes = sizes;
        this.hardware = hardware;
    }

    /// The fewest bytes of any cut that moves less than is known; else what is known.
    long fewestBytes(long known) {
        int all = (1 << boxes.size()) - 1;
        TreeMap<Integer, Long> fewest = new TreeMap<>(Map.of(0, 0L));
        long best = known;
        while (!fewest.isEmpty()) {
            int done = fewest.firstKey();
            long before = fewest.pollFirstEntry().getValue();
            int open = all & ~done;
            for (int part = open; part != 0; part = (part - 1) & open) {
                long room = best - before - crossing(open & ~part);
                if (crossing(part) < room && isReady(part, done)) {
                    int after = done | part;
                    part(part, room).ifPresent(own -> fewest.merge(after, before + own, Math::min));
                    best = Math.min(best, fewest.getOrDefault(all, best));
                }
            }
        }
        return best;
    }

    /// Whether a kernel for every box moves less than is known.
    boolean unfusedIsBelow(long known) {
        long sum = 0;
        for (int box = 0; box < boxes.size(); box++) {
            Optional<Long> own = part(1 << box, known);
            if (own.isEmpty()) {
                return false;
            }
            sum += own.get();
        }
        return sum < known;
    }

    /// Bytes of what boxes write for others, and of what they read from others if they read all of it.
    private long crossing(int part) {
        return crossing.computeIfAbsent(
                part,
                _ -> {
                    Diagram body = body(part);
                    Stream<String> inputs =
                            body.inputs().stream().filter(wire -> isReadWhole(body, wire));
                    return Stream.concat(inputs, body.outputs().stream())
                            .mapToLong(wire -> sizes.bytes(diagram.wire(wire)))
                            .sum();
                });
    }

    /// Whether every element is read, whatever blocks a loop may skip.
    private static boolean isReadWhole(Diagram body, String wire) {
        return body.boxes().stream().noneMatch(box -> dependsOnIndex(box.op()))
                && body.readers(wire).stream()
                        .flatMap(box -> box.inputs().stream())
                        .filter(port -> port.wire().equals(wire) && port.isPlain())
                        .anyMatch(port -> Set.copyOf(port.axes()).size() == port.axes().size());
    }

    private static boolean dependsOnIndex(Op op) {
        return switch (op) {
            case Op.Map(Fn fn) -> dependsOnIndex(fn);
            case Op.Reduce(_, Fn item) -> dependsOnIndex(item);
            case Op.Scan(_, Fn item, _, _, _) -> dependsOnIndex(item);
            case Op.Contract _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    private static boolean dependsOnIndex(Fn fn) {
        return fn.results().stream().anyMatch(result -> !result.indexAxes().isEmpty());
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

    /// The fewest bytes of one kernel; empty where the boxes do not share a loop nest that fits and moves less than a bound.
    private Optional<Long> part(int part, long below) {
        Tried tried = parts.get(part);
        if (tried == null || (tried.bytes().isEmpty() && tried.below() < below)) {
            tried =
                    new Tried(
                            below,
                            switch (RegionBuilder.build(merged(body(part)), sizes)) {
                                case RegionBuilder.Built(var regions) ->
                                        Tilings.best(regions, below, sizes, hardware)
                                                .map(Schedule::cost)
                                                .map(cost -> cost.globalBytes());
                                case RegionBuilder.Refused _ -> Optional.empty();
                            });
            parts.put(part, tried);
        }
        return tried.bytes();
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
                                || box.writes().stream()
                                        .anyMatch(wire -> !body.readers(wire).isEmpty());
                Optional<Rewrite> rewrite = fires ? rule.apply(body, box) : Optional.empty();
                if (rewrite.isPresent()) {
                    return rewrite.map(Rewrite::after);
                }
            }
        }
        return Optional.empty();
    }
}
