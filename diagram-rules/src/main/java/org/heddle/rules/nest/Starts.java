package org.heddle.rules.nest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a reduction starts: the fold that first touches a tile after its unit was filled in needs neither the fill nor what it left, since the running values in registers start from the
/// unit.
///
/// ```
///   S[q, x] ← 0                                               S[q, x] = sum over [d]: Q * K
///   S[q, x] sum= over [d]: Q * K
/// ```
///
/// Both are steps of one sequence: where a loop goes by between them, the fold takes up what is there.
public final class Starts {
    private Starts() {}

    /// Whether a step is a fold that starts from its unit, whatever its tile holds, or a fill that is part of such a fold.
    ///
    /// @param nodes the steps among which it is
    /// @param at its place among them
    public static boolean isStart(List<Node> nodes, int at) {
        return switch (nodes.get(at)) {
            case Node.Fill fill ->
                    next(fill.tile(), nodes.subList(at + 1, nodes.size())) instanceof Node.Fold fold
                            && starts(fill, fold);
            case Node.Fold fold ->
                    next(fold.tile(), nodes.subList(0, at).reversed()) instanceof Node.Fill fill
                            && starts(fill, fold);
            case Node.Load _, Node.Store _, Node.Compute _, Node.Loop _ -> false;
        };
    }

    /// The first step that touches a tile.
    private static @Nullable Node next(Tile tile, List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.touched().contains(tile.name()))
                .findFirst()
                .orElse(null);
    }

    private static boolean starts(Node.Fill fill, Node.Fold fold) {
        return fold.tile().name().equals(fill.tile().name())
                && Double.compare(fold.monoid().unit(), fill.value()) == 0;
    }
}
