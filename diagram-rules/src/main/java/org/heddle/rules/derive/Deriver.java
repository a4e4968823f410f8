package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.ComputeItemsOnce;
import org.heddle.rules.law.DropDeadBox;
import org.heddle.rules.law.InlineConstant;
import org.heddle.rules.law.JoinExponentials;
import org.heddle.rules.law.LogarithmOfMinimum;
import org.heddle.rules.law.RankFirst;
import org.heddle.rules.law.ReadDirectly;
import org.heddle.rules.law.ReadThroughMap;
import org.heddle.rules.law.ReverseScan;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.law.ScaleExtrema;
import org.heddle.rules.law.ScaleQuotients;
import org.heddle.rules.law.SelectElement;
import org.heddle.rules.law.SeparateLogarithms;
import org.heddle.rules.law.SeparateMonoid;
import org.heddle.rules.law.SeparateRoots;
import org.heddle.rules.law.ShareEqualBoxes;
import org.heddle.rules.law.ShiftExponentials;
import org.heddle.rules.law.ShiftExtrema;
import org.heddle.rules.law.ShiftLogarithms;
import org.heddle.rules.law.ShiftScans;
import org.heddle.rules.law.UnfoldDefinition;
import org.heddle.rules.law.WritePowers;
import org.heddle.rules.pack.Pack;
import org.heddle.rules.pack.PatternRule;

/// Derives kernels from a diagram.
///
/// 1. Definitions are unfolded, sums of logarithms shifted, constants inlined, reindexings read directly, equal boxes shared, dead ones dropped; laws that are data are used where they save operations.
/// 2. Boxes are fused into blocks: from the outputs backwards, a block takes in a producer (with the producer's other readers) where the union is
///    convex, shares one loop nest, and is predicted to be faster than its parts, or to move fewer bytes and take hardly longer. Each union's best schedule is
///    searched for that. Then boxes near each other are cut in all ways, for one that moves fewer bytes in no longer a time. Where kernels would pass on wires that are larger than what they are made of, the same is tried with every kernel computing those itself; the
///    better of the two is kept.
/// 3. In every block maps are copied and merged into what reads them, the accumulators are derived, and block extents are chosen; a block that would leave units idle becomes two.
///
/// Every change is a {@link Step}; the derivation ends when no union of blocks pays.
public final class Deriver {
    private static final List<Rule> PREPARATION =
            List.of(
                    new UnfoldDefinition(),
                    new SeparateMonoid(),
                    new SelectElement(),
                    new ShiftLogarithms(),
                    new ComputeItemsOnce(),
                    new InlineConstant(),
                    new ReadDirectly(),
                    new ReadThroughMap(),
                    new LogarithmOfMinimum(),
                    new SeparateLogarithms(),
                    new SeparateRoots(),
                    new ShiftExtrema(),
                    new ScaleQuotients(),
                    new WritePowers(),
                    new ShiftExponentials(),
                    new ShiftScans(),
                    new JoinExponentials(),
                    new RankFirst(),
                    new ScaleExtrema(),
                    new ReverseScan(),
                    new DropDeadBox(),
                    new ShareEqualBoxes());

    private final Diagram source;
    private final Hardware hardware;
    private Sizes sizes;
    private final Simplification simplification;
    private final List<Step> steps = new ArrayList<>();

    private Deriver(Diagram source, Sizes sizes, Hardware hardware, List<PatternRule> laws) {
        this.source = source;
        this.sizes = sizes;
        this.hardware = hardware;
        this.simplification = new Simplification(laws, sizes);
    }

    /// Derives the kernels of a checked diagram, by the laws that ship with Heddle.
    ///
    /// @throws NoScheduleException where a box alone does not fit the hardware
    public static Derivation derive(Diagram diagram, Sizes sizes, Hardware hardware)
            throws NoScheduleException {
        return derive(diagram, sizes, hardware, List.of());
    }

    /// The same by further laws, which come before the others.
    ///
    /// @param more laws of packs
    /// @throws NoScheduleException where a box alone does not fit the hardware
    public static Derivation derive(
            Diagram diagram, Sizes sizes, Hardware hardware, List<PatternRule> more)
            throws NoScheduleException {
        List<PatternRule> laws = new ArrayList<>(more);
        laws.addAll(Pack.standard().rules());
        return new Deriver(diagram, sizes, hardware, laws).derive();
    }

    private Derivation derive() throws NoScheduleException {
        Blocks blocks = cut(prepare(source));
        Diagram result = blocks.asDiagram();
        List<Kernel> kernels = new ArrayList<>();
        Diagram unsplit = result;
        for (Set<String> block : blocks.inOrder()) {
            KernelSteps.Scheduled scheduled = kernels(blocks.body(block), result);
            kernels.addAll(scheduled.kernels());
            result = scheduled.result();
            sizes = scheduled.sizes();
        }
        List<Again> again = Rereading.of(unsplit, kernels, sizes, hardware);
        return new Derivation(
                source, sizes, hardware, steps, result, kernels, again, stopReason(kernels.size()));
    }

    /// Why there are no more steps.
    static String stopReason(int kernels) {
        return "no union of two kernels of at most "
                + Blocks.MOST_BOXES
                + " boxes is legal and predicted to be better ("
                + kernels
                + (kernels == 1 ? " kernel)" : " kernels)");
    }

    /// The kernels, with large wires stored, or computed again where they are needed if that is better.
    private Blocks cut(Diagram prepared) {
        Fusion stored = Fusion.of(prepared, sizes, hardware);
        Optional<Recomputation.Result> again = Recomputation.of(prepared, stored, sizes);
        if (again.isPresent()) {
            Recomputation.Result result = again.get();
            Fusion recomputed = Fusion.of(result.diagram(), result.together(), sizes, hardware);
            if (recomputed.isBetterThan(stored)) {
                steps.addAll(result.steps());
                steps.addAll(recomputed.steps());
                return recomputed.blocks();
            }
        }
        steps.addAll(stored.steps());
        return stored.blocks();
    }

    private Diagram prepare(Diagram diagram) {
        Diagram current = diagram;
        Optional<Found> next = next(current, simplification);
        while (next.isPresent()) {
            Rule rule = next.get().rule();
            Rewrite rewrite = next.get().rewrite();
            rewrite.after().ordered();
            steps.add(Step.of(rule, rewrite, current, sizes));
            simplification.used(rule, rewrite.after());
            current = rewrite.after();
            next = next(current, simplification);
        }
        return current;
    }

    /// A law with a place.
    record Found(Rule rule, Rewrite rewrite) {}

    /// The next law of preparation; of those that are data only where no other fires.
    static Optional<Found> next(Diagram current, Simplification simplification) {
        for (Rule rule : PREPARATION) {
            Optional<Rewrite> rewrite = anywhere(rule, current);
            if (rewrite.isPresent()) {
                return rewrite.map(found -> new Found(rule, found));
            }
        }
        return simplification.next(current);
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

    private KernelSteps.Scheduled kernels(Diagram body, Diagram whole) throws NoScheduleException {
        Bodies.Normalized normalized = Bodies.normalize(body);
        Diagram current = body;
        for (Bodies.Applied applied : normalized.steps()) {
            steps.add(Step.inside(applied.rule(), applied.rewrite(), current, whole, sizes));
            current = applied.rewrite().after();
        }
        KernelSteps.Scheduled scheduled = KernelSteps.schedule(current, whole, sizes, hardware);
        steps.addAll(scheduled.steps());
        return scheduled;
    }

    /// A kernel for which no schedule exists on the hardware.
    public static final class NoScheduleException extends Exception {
        private static final long serialVersionUID = 1L;

        NoScheduleException(String kernel, String reason) {
            super("kernel " + kernel + ": " + reason);
        }
    }
}
