package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;

/// All laws that a derivation can name, in one table: rewrites of diagrams first, then what makes kernels.
public final class Rules {
    private static final List<Rule> ALL =
            List.of(
                    new UnfoldDefinition(),
                    new SeparateMonoid(),
                    new ShiftLogarithms(),
                    new LogarithmOfMinimum(),
                    new SeparateLogarithms(),
                    new SeparateRoots(),
                    new ShiftExtrema(),
                    new WritePowers(),
                    new ShiftExponentials(),
                    new ShiftScans(),
                    new RankFirst(),
                    new JoinExponentials(),
                    new ScaleQuotients(),
                    new ScaleExtrema(),
                    new ComputeItemsOnce(),
                    new ReverseScan(),
                    new ReverseReduction(),
                    new InlineConstant(),
                    new ReadDirectly(),
                    new SelectElement(),
                    new ReadThroughMap(),
                    new DropDeadBox(),
                    new ShareEqualBoxes(),
                    new CopyThroughMap(),
                    new MergeMaps(),
                    new MergeMapIntoReduction());

    private static final List<KernelLaw> KERNEL =
            List.of(
                    KernelLaw.RECOMPUTE,
                    KernelLaw.FUSE,
                    KernelLaw.SPLIT,
                    KernelLaw.STREAM,
                    KernelLaw.GROUP);

    private Rules() {}

    /// The rewrites of diagrams.
    public static List<Rule> all() {
        return ALL;
    }

    /// Every law that a step can name.
    public static List<Law> laws() {
        List<Law> laws = new ArrayList<>(ALL);
        laws.addAll(KERNEL);
        return List.copyOf(laws);
    }
}
