package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.size.Size;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.DropDeadBox;
import org.heddle.rules.law.InlineConstant;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.law.Law;
import org.heddle.rules.law.ReadDirectly;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.law.ShareEqualBoxes;
import org.heddle.rules.law.ShiftLogarithms;
import org.heddle.rules.law.UnfoldDefinition;
import org.heddle.rules.schedule.Cost;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.schedule.Scheduler.Effort;
import org.heddle.rules.stream.RegionBuilder;

/// Derives kernels from a diagram.
///
/// 1. Definitions are unfolded, sums of logarithms shifted, constants inlined, reindexings read directly, equal boxes shared, dead ones dropped.
/// 2. Boxes are fused into blocks: from the outputs backwards, a block takes in a producer (with the producer's other readers) where the union is
///    convex, shares one loop nest, and is predicted to be faster than its parts, or to move fewer bytes and take hardly longer. Each union's best schedule is
///    searched for that.
/// 3. In every block maps are copied and merged into what reads them, the accumulators are derived, and block extents are chosen.
///
/// Every change is a {@link Step}; the derivation ends when no union of blocks pays.
public final class Deriver {
    /// Predicted times closer than this factor say nothing.
    private static final double EQUALLY_FAST = 1.02;

    /// How much longer a union may be predicted to take if it moves fewer bytes: bytes are counted exactly, time is modelled.
    private static final double WORTH_THE_BYTES = 1.25;

    private static final List<Rule> PREPARATION =
            List.of(
                    new UnfoldDefinition(),
                    new ShiftLogarithms(),
                    new InlineConstant(),
                    new ReadDirectly(),
                    new DropDeadBox(),
                    new ShareEqualBoxes());

    private final Diagram source;
    private final Sizes sizes;
    private final Hardware hardware;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Set<String>, Optional<Schedule>> known = new HashMap<>();

    private Deriver(Diagram source, Sizes sizes, Hardware hardware) {
        this.source = source;
        this.sizes = sizes;
        this.hardware = hardware;
    }

    /// Derives the kernels of a checked diagram.
    ///
    /// @throws NoScheduleException where a box alone does not fit the hardware
    public static Derivation derive(Diagram diagram, Sizes sizes, Hardware hardware)
            throws NoScheduleException {
        return new Deriver(diagram, sizes, hardware).derive();
    }

    private Derivation derive() throws NoScheduleException {
        Diagram prepared = prepare(source);
        Blocks blocks = new Blocks(prepared);
        fuse(blocks);
        Diagram fused = blocks.asDiagram();
        List<Kernel> kernels = new ArrayList<>();
        for (Set<String> block : blocks.inOrder()) {
            kernels.add(kernel(blocks, block, fused));
        }
        String stop =
                "no union of two kernels of at most "
                        + Blocks.MOST_BOXES
                        + " boxes is legal and predicted to be better ("
                        + kernels.size()
                        + (kernels.size() == 1 ? " kernel)" : " kernels)");
        return new Derivation(source, sizes, hardware, steps, fused, kernels, stop);
    }

    private Diagram prepare(Diagram diagram) {
        Diagram current = diagram;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Rule rule : PREPARATION) {
                Optional<Rewrite> rewrite = anywhere(rule, current);
                if (rewrite.isPresent()) {
                    current = record(rule, rewrite.get(), current);
                    changed = true;
                    break;
                }
            }
        }
        return current;
    }

    private static Optional<Rewrite> anywhere(Rule rule, Diagram diagram) {
        for (Box box : diagram.boxes()) {
            Optional<Rewrite> rewrite = rule.apply(diagram, box);
            if (rewrite.filter(Bodies::isSmall).isPresent()) {
                return rewrite;
            }
        }
        return Optional.empty();
    }

    private Diagram record(Law law, Rewrite rewrite, Diagram before) {
        Diagram after = rewrite.after();
        after.ordered();
        steps.add(
                new Step(
                        law.name(),
                        law.law(),
                        rewrite.where(),
                        rewrite.why(),
                        TopLevelBytes.at(before, sizes),
                        TopLevelBytes.at(after, sizes),
                        TopLevelBytes.symbolic(after),
                        before,
                        after));
        return after;
    }

    private void fuse(Blocks blocks) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Set<String> block : blocks.inOrder().reversed()) {
                Optional<Set<String>> union =
                        blocks.unions(block).stream()
                                .filter(candidate -> pays(blocks, candidate))
                                .findFirst();
                if (union.isPresent()) {
                    Diagram before = blocks.asDiagram();
                    blocks.merge(union.get());
                    Diagram after = blocks.asDiagram();
                    String why = "one loop nest, fewer bytes or less time than apart";
                    record(
                            KernelLaw.FUSE,
                            new Rewrite(after, List.copyOf(union.get()), why),
                            before);
                    changed = true;
                    break;
                }
            }
        }
    }

    private boolean pays(Blocks blocks, Set<String> union) {
        Optional<Schedule> together = schedule(blocks, union, Effort.COARSE);
        if (together.isEmpty()) {
            return false;
        }
        double seconds = 0;
        long bytes = 0;
        for (Set<String> part : blocks.parts(union)) {
            Optional<Schedule> alone = schedule(blocks, part, Effort.COARSE);
            if (alone.isEmpty()) {
                return true;
            }
            seconds += alone.get().cost().seconds();
            bytes += alone.get().cost().globalBytes();
        }
        Cost cost = together.get().cost();
        return cost.seconds() < seconds / EQUALLY_FAST
                || (cost.globalBytes() < bytes && cost.seconds() < WORTH_THE_BYTES * seconds);
    }

    private Optional<Schedule> schedule(Blocks blocks, Set<String> boxes, Effort effort) {
        Optional<Schedule> schedule = known.get(boxes);
        if (schedule == null) {
            schedule =
                    switch (RegionBuilder.build(Bodies.normalize(blocks.body(boxes)).body())) {
                        case RegionBuilder.Built(var regions) ->
                                switch (Scheduler.schedule(regions, sizes, hardware, effort)) {
                                    case Scheduler.Found(Schedule found) -> Optional.of(found);
                                    case Scheduler.NothingFits _ -> Optional.empty();
                                };
                        case RegionBuilder.Refused _ -> Optional.empty();
                    };
            known.put(boxes, schedule);
        }
        return schedule;
    }

    private Kernel kernel(Blocks blocks, Set<String> boxes, Diagram fused)
            throws NoScheduleException {
        Diagram body = blocks.body(boxes);
        Bodies.Normalized normalized = Bodies.normalize(body);
        long bytes = TopLevelBytes.at(fused, sizes);
        Size symbolic = TopLevelBytes.symbolic(fused);
        Diagram current = body;
        for (Bodies.Applied applied : normalized.steps()) {
            List<String> where = new ArrayList<>(List.of(body.name()));
            where.addAll(applied.rewrite().where());
            steps.add(
                    new Step(
                            applied.rule().name(),
                            applied.rule().law(),
                            where,
                            applied.rewrite().why(),
                            bytes,
                            bytes,
                            symbolic,
                            current,
                            applied.rewrite().after()));
            current = applied.rewrite().after();
        }
        Kernel kernel = KernelSteps.schedule(current, sizes, hardware);
        steps.addAll(KernelSteps.of(kernel, sizes));
        return kernel;
    }

    /// A kernel for which no schedule exists on the hardware.
    public static final class NoScheduleException extends Exception {
        private static final long serialVersionUID = 1L;

        NoScheduleException(String kernel, String reason) {
            super("kernel " + kernel + ": " + reason);
        }
    }
}
