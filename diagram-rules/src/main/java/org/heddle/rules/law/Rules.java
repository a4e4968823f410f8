package org.heddle.rules.law;

import java.util.List;

/// All rules, in one table.
public final class Rules {
    private static final List<Rule> ALL =
            List.of(
                    new UnfoldDefinition(),
                    new DropDeadBox(),
                    new ShareEqualBoxes(),
                    new CopyThroughMap(),
                    new MergeMaps(),
                    new MergeMapIntoReduction());

    private Rules() {}

    public static List<Rule> all() {
        return ALL;
    }
}
