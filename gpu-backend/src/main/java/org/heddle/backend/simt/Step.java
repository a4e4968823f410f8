package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Starts;

/// A step of the kernel being written.
///
/// ```
/// Step ::= Loop(axis, guard, body) | Action(node, fresh) | Barrier
/// ```
sealed interface Step {
    record Loop(String axis, Guard guard, List<Step> body) implements Step {
        public Loop {
            body = List.copyOf(body);
        }
    }

    /// Any node but a loop.
    ///
    /// @param fresh for a fold: starts from the unit, whatever the tile holds
    record Action(Node node, boolean fresh) implements Step {}

    /// All threads of the group wait for each other.
    record Barrier() implements Step {}

    /// The steps of a loop nest. A `Fill` whose next use is a fold in the same loop becomes part of that fold.
    static List<Step> of(List<Node> nodes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            switch (nodes.get(i)) {
                case Node.Loop(String axis, Guard guard, List<Node> body) ->
                        steps.add(new Loop(axis, guard, of(body)));
                case Node.Fill fill -> {
                    if (!Starts.isStart(nodes, i)) {
                        steps.add(new Action(fill, false));
                    }
                }
                case Node.Fold fold -> steps.add(new Action(fold, Starts.isStart(nodes, i)));
                case Node.Load _, Node.Store _, Node.Compute _ ->
                        steps.add(new Action(nodes.get(i), false));
            }
        }
        return steps;
    }
}
