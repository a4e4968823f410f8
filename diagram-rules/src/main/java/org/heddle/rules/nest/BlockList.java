package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.rules.bounds.Guard;

/// A list, for each combination of blocks around a loop, of the blocks that the loop goes through: where that depends on what inputs hold, the host finds it before the kernel
/// starts.
///
/// ```
///   for x where doc_q.least <= doc_x.most and doc_x.least <= doc_q.most        rows: q, h
///
///   starts   0     2     5  …          of row (block of q) · blocks along h + (block of h), and after the last row
///   blocks   0, 1, 0, 1, 2, …          each with a bit for every condition that holds in the whole block
/// ```
///
/// @param axis of the loop
/// @param guard of the loop
/// @param rows the other axes that the guard looks at, in the order of the loops around
public record BlockList(String axis, Guard guard, List<String> rows) {
    public BlockList {
        rows = List.copyOf(rows);
    }

    /// Where a list is read: the loop, and what is around it.
    ///
    /// @param loops axes of the loops around, the grid's first
    /// @param guards those of the loops around that skip blocks
    public record Placed(BlockList list, List<String> loops, List<Guard> guards) {
        public Placed {
            loops = List.copyOf(loops);
            guards = List.copyOf(guards);
        }
    }

    /// The list of a loop; the guard is one that is listed.
    ///
    /// @param loops axes of the loops around, the grid's first
    public static BlockList of(String axis, Guard guard, List<String> loops) {
        Set<String> rows = new LinkedHashSet<>(loops);
        rows.retainAll(guard.axes());
        return new BlockList(axis, guard, List.copyOf(rows));
    }

    /// The lists that the loops of a nest go through, in program order; two loops may share one.
    static List<Placed> of(Nest nest) {
        List<Placed> found = new ArrayList<>();
        find(nest.body(), nest.grid(), List.of(), found);
        return found;
    }

    private static void find(
            List<Node> nodes, List<String> loops, List<Guard> guards, List<Placed> found) {
        for (Node node : nodes) {
            if (node instanceof Node.Loop(String axis, Guard guard, List<Node> body)) {
                if (guard.isListed()) {
                    found.add(new Placed(of(axis, guard, loops), loops, guards));
                }
                find(body, Nest.with(loops, axis), Nest.with(guards, guard), found);
            }
        }
    }
}
