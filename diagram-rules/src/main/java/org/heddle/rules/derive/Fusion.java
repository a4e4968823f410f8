package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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
import org.heddle.rules.stream.RegionBuilder;

/// A diagram cut into kernels: from the outputs backwards, a block takes in a producer (with the producer's other readers) where the union is convex, shares one loop nest, and pays. Then
/// other cuts are searched for that save bytes ({@link Recutting}).
final class Fusion {
    /// Why a union is made that copies of large wires come with.
    static final String TOGETHER = "computed together with what needs it";

    /// Why a union is made that is better than its parts.
    static final String PAYS = "one loop nest, fewer bytes or less time than apart";

    /// Why a union is made that the search for other cuts has found.
    static final String CUT_OTHERWISE = "one loop nest, fewer bytes than any union of two leads to";

    /// How much longer a union may be predicted to take if it moves fewer bytes: bytes are counted exactly, time is modelled.
    private static final double WORTH_THE_BYTES = 1.25;

    /// How much longer it may take without arrays between kernels that are larger than what they are made of: they would have to be held, too.
    private static final double WORTH_THE_ARRAYS = 1.5;

    /// How many kernels are predicted in search of other cuts than those that unions lead to.
    private static final int MOST_FURTHER_PLANS = 100;

    private final Diagram prepared;
    private final Sizes sizes;
    private final Hardware hardware;
    private Blocks blocks;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Set<String>, Optional<Total>> known = new HashMap<>();
    private final Map<Shape, Optional<Total>> byShape = new HashMap<>();
    private int plans;

    /// Every box a block of its own.
    Fusion(Diagram prepared, Sizes sizes, Hardware hardware) {
        this.prepared = prepared;
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
            fusion.merge(boxes, TOGETHER);
        }
        List<Set<String>> units = fusion.blocks.inOrder();
        fusion.fuse();
        fusion.recut(units);
        return fusion;
    }

    Blocks blocks() {
        return blocks;
    }

    /// The unions, in order.
    List<Step> steps() {
        return steps;
    }

    /// Whether this cut, which computes large wires again, is better than one that stores them.
    boolean isBetterThan(Fusion other) {
        Optional<Total> own = Total.of(blocks.inOrder(), this::predicted);
        Optional<Total> theirs = Total.of(other.blocks.inOrder(), other::predicted);
        return own.isPresent()
                && (theirs.isEmpty() || own.get().paysAgainst(theirs.get(), WORTH_THE_ARRAYS));
    }

    private void fuse() {
        Optional<Set<String>> union = next();
        while (union.isPresent()) {
            merge(union.get(), PAYS);
            union = next();
        }
    }

    /// The first union of blocks that pays; empty where the cut is done.
    Optional<Set<String>> next() {
        for (Set<String> block : blocks.inOrder().reversed()) {
            Optional<Set<String>> union =
                    blocks.unions(block).stream().filter(this::pays).findFirst();
            if (union.isPresent()) {
                return union;
            }
        }
        return Optional.empty();
    }

    /// Cuts in another way where that saves bytes. The unions are told anew then: those that were found and still hold, and what makes the kernels of them.
    private void recut(List<Set<String>> units) {
        Blocks better = new Blocks(prepared);
        better.cut(blocks.inOrder());
        int allowed = plans + MOST_FURTHER_PLANS;
        new Recutting(
                        prepared,
                        sizes,
                        units,
                        boxes ->
                                plans < allowed
                                        ? predicted(boxes)
                                        : known.getOrDefault(boxes, Optional.empty()))
                .improve(better);
        List<Set<String>> kernels = better.inOrder();
        if (Set.copyOf(kernels).equals(Set.copyOf(blocks.inOrder()))) {
            return;
        }
        List<Step> unions = List.copyOf(steps);
        steps.clear();
        blocks = new Blocks(prepared);
        for (Step union : unions) {
            Set<String> boxes = new LinkedHashSet<>(union.where());
            if (kernels.stream().anyMatch(kernel -> kernel.containsAll(boxes))
                    && blocks.isConvex(boxes)) {
                merge(boxes, union.why());
            }
        }
        for (Set<String> kernel : kernels) {
            if (blocks.parts(kernel).size() > 1) {
                merge(kernel, CUT_OTHERWISE);
            }
        }
        fuse();
    }

    /// Makes one block of boxes.
    Step merge(Set<String> boxes, String why) {
        Diagram before = blocks.asDiagram();
        blocks.merge(boxes);
        Rewrite rewrite = new Rewrite(blocks.asDiagram(), List.copyOf(boxes), why);
        Step step = Step.of(KernelLaw.FUSE, rewrite, before, sizes);
        steps.add(step);
        return step;
    }

    /// Whether one kernel of these boxes is better than the blocks that they are in now.
    boolean pays(Set<String> union) {
        Optional<Total> together = predicted(union);
        Optional<Total> apart = Total.of(blocks.parts(union), this::predicted);
        return together.isPresent()
                && (apart.isEmpty() || together.get().paysAgainst(apart.get(), WORTH_THE_BYTES));
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
        plans++;
        return switch (RegionBuilder.build(Bodies.normalize(body).body(), sizes)) {
            case RegionBuilder.Built(var regions) ->
                    switch (Planner.plan(regions, sizes, hardware, Set.of())) {
                        case Planner.Planned(Plan found) -> Optional.of(found);
                        case Planner.Impossible _ -> Optional.empty();
                    };
            case RegionBuilder.Refused _ -> Optional.empty();
        };
    }
}
