package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.schedule.Plan;
import org.heddle.rules.schedule.Planner;
import org.heddle.rules.schedule.Scheduler.Effort;
import org.heddle.rules.stream.RegionBuilder;

/// A diagram cut into kernels: from the outputs backwards, a block takes in a producer (with the producer's other readers) where the union is convex, shares one loop nest, and pays.
final class Fusion {
    /// Predicted times closer than this factor say nothing.
    private static final double EQUALLY_FAST = 1.02;

    /// How much longer a union may be predicted to take if it moves fewer bytes: bytes are counted exactly, time is modelled.
    private static final double WORTH_THE_BYTES = 1.25;

    /// How much longer it may take without arrays between kernels that are larger than what they are made of: they would have to be held, too.
    private static final double WORTH_THE_ARRAYS = 1.5;

    private final Sizes sizes;
    private final Hardware hardware;
    private final Blocks blocks;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Set<String>, Optional<Total>> known = new HashMap<>();
    private final Map<Shape, Optional<Total>> byShape = new HashMap<>();

    private Fusion(Diagram prepared, Sizes sizes, Hardware hardware) {
        this.sizes = sizes;
        this.hardware = hardware;
        this.blocks = new Blocks(prepared);
    }

    /// @param prepared a diagram without composite boxes
    static Fusion of(Diagram prepared, Sizes sizes, Hardware hardware) {
        return of(prepared, List.of(), sizes, hardware);
    }

    /// @param together sets of boxes that are one block from the beginning
    static Fusion of(Diagram prepared, List<Set<String>> together, Sizes sizes, Hardware hardware) {
        Fusion fusion = new Fusion(prepared, sizes, hardware);
        for (Set<String> boxes : together) {
            fusion.merge(boxes, "computed together with what needs it");
        }
        fusion.fuse();
        return fusion;
    }

    Blocks blocks() {
        return blocks;
    }

    /// The unions, in order.
    List<Step> steps() {
        return steps;
    }

    /// Bytes and time predicted for all kernels.
    private record Total(long bytes, double seconds) {
        /// Whether it is faster than the other, or moves fewer bytes and takes hardly longer.
        boolean paysAgainst(Total other, double worth) {
            return seconds < other.seconds / EQUALLY_FAST
                    || (bytes < other.bytes && seconds < worth * other.seconds);
        }
    }

    /// Whether this cut, which computes large wires again, is better than one that stores them.
    boolean isBetterThan(Fusion other) {
        Optional<Total> own = total(blocks.inOrder());
        Optional<Total> theirs = other.total(other.blocks.inOrder());
        return own.isPresent()
                && (theirs.isEmpty() || own.get().paysAgainst(theirs.get(), WORTH_THE_ARRAYS));
    }

    private void fuse() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Set<String> block : blocks.inOrder().reversed()) {
                Optional<Set<String>> union =
                        blocks.unions(block).stream().filter(this::pays).findFirst();
                if (union.isPresent()) {
                    merge(union.get(), "one loop nest, fewer bytes or less time than apart");
                    changed = true;
                    break;
                }
            }
        }
    }

    private void merge(Set<String> boxes, String why) {
        Diagram before = blocks.asDiagram();
        blocks.merge(boxes);
        Rewrite rewrite = new Rewrite(blocks.asDiagram(), List.copyOf(boxes), why);
        steps.add(Step.of(KernelLaw.FUSE, rewrite, before, sizes));
    }

    private boolean pays(Set<String> union) {
        Optional<Total> together = total(List.of(union));
        Optional<Total> apart = total(blocks.parts(union));
        return together.isPresent()
                && (apart.isEmpty() || together.get().paysAgainst(apart.get(), WORTH_THE_BYTES));
    }

    private Optional<Total> total(List<Set<String>> parts) {
        Total sum = new Total(0, 0);
        for (Set<String> part : parts) {
            Optional<Total> own = predicted(part);
            if (own.isEmpty()) {
                return Optional.empty();
            }
            sum = new Total(sum.bytes() + own.get().bytes(), sum.seconds() + own.get().seconds());
        }
        return Optional.of(sum);
    }

    /// What one kernel costs; empty where the boxes cannot be one.
    private Optional<Total> predicted(Set<String> boxes) {
        Optional<Total> found = known.get(boxes);
        if (found == null) {
            Diagram body = blocks.body(boxes);
            Shape shape = Shape.of(body, sizes);
            found = byShape.get(shape);
            if (found == null) {
                found = planned(body).map(p -> new Total(p.globalBytes(), p.seconds()));
                byShape.put(shape, found);
            }
            known.put(boxes, found);
        }
        return found;
    }

    private Optional<Plan> planned(Diagram body) {
        return switch (RegionBuilder.build(Bodies.normalize(body).body())) {
            case RegionBuilder.Built(var regions) ->
                    switch (Planner.plan(regions, sizes, hardware, Effort.COARSE, Set.of())) {
                        case Planner.Planned(Plan found) -> Optional.of(found);
                        case Planner.Impossible _ -> Optional.empty();
                    };
            case RegionBuilder.Refused _ -> Optional.empty();
        };
    }
}
