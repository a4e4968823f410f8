package org.heddle.rules.nest;

import java.util.List;

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

    /// Whether a fill is part of the fold that comes after it.
    ///
    /// @param nodes the steps among which it is
    public static boolean isStart(Node.Fill fill, List<Node> nodes) {
        boolean after = false;
        for (Node node : nodes) {
            if (after && node.touched().contains(fill.tile().name())) {
                return node instanceof Node.Fold fold && starts(fill, fold);
            }
            after |= node == fill;
        }
        return false;
    }

    /// Whether a fold starts from its unit, whatever its tile holds.
    ///
    /// @param nodes the steps among which it is
    public static boolean isStart(Node.Fold fold, List<Node> nodes) {
        boolean filled = false;
        for (Node node : nodes) {
            if (node == fold) {
                return filled;
            }
            if (node.touched().contains(fold.tile().name())) {
                filled = node instanceof Node.Fill fill && starts(fill, fold);
            }
        }
        return false;
    }

    private static boolean starts(Node.Fill fill, Node.Fold fold) {
        return fold.tile().name().equals(fill.tile().name())
                && Double.compare(fold.monoid().unit(), fill.value()) == 0;
    }
}
