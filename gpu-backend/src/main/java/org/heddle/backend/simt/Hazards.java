package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Puts barriers where threads depend on each other, and nowhere else.
///
/// ```
///   earlier access          later access           barrier
///   write                   read or write          yes, unless each element is touched by the same thread both times
///   read                    write                  likewise
///   read                    read                   no
/// ```
///
/// Accesses since the last barrier are carried along the steps; around the end of a loop into its next turn until nothing changes.
final class Hazards {
    private final Plan plan;

    /// An access to a tile in shared memory.
    ///
    /// @param own whether every thread touches only elements that the mapping gives it
    private record Access(String tile, boolean write, boolean own, Mapping mapping) {
        boolean conflicts(Access later) {
            return tile.equals(later.tile)
                    && (write || later.write)
                    && !(own && later.own && mapping.equals(later.mapping));
        }
    }

    /// Accesses of one step, in one or two parts with a barrier of the step's own between them.
    private record Accesses(Set<Access> first, Set<Access> second) {}

    Hazards(Plan plan) {
        this.plan = plan;
    }

    /// The steps with the barriers they need.
    List<Step> withBarriers(List<Step> steps) {
        return insert(steps, new LinkedHashSet<>());
    }

    /// @param pending accesses since the last barrier; on return, those at the end of the steps
    private List<Step> insert(List<Step> steps, Set<Access> pending) {
        List<Step> result = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Action action -> {
                    Accesses accesses = accesses(action);
                    if (needsBarrier(pending, accesses.first())) {
                        result.add(new Step.Barrier());
                        pending.clear();
                    }
                    pending.addAll(accesses.first());
                    if (!accesses.second().isEmpty()) {
                        pending.clear();
                        pending.addAll(accesses.second());
                    }
                    result.add(action);
                }
                case Step.Loop(String axis, Guard guard, List<Step> body) -> {
                    Set<Access> before = new LinkedHashSet<>(pending);
                    result.add(new Step.Loop(axis, guard, loop(body, pending)));
                    if (guard.skips()) {
                        pending.addAll(before);
                    }
                    if (plan.dialect.barrierAfterLoops() && !step.equals(steps.getLast())) {
                        result.add(new Step.Barrier());
                        pending.clear();
                    }
                }
                case Step.Barrier _ -> {
                    pending.clear();
                    result.add(step);
                }
            }
        }
        return result;
    }

    /// Every loop of a nest has at least two turns, but for one that skips blocks: what is pending at the end of one is pending at the start of the next.
    private List<Step> loop(List<Step> body, Set<Access> pending) {
        Set<Access> entry = new LinkedHashSet<>(pending);
        while (true) {
            Set<Access> state = new LinkedHashSet<>(entry);
            List<Step> withBarriers = insert(body, state);
            if (!entry.addAll(state)) {
                pending.clear();
                pending.addAll(state);
                return withBarriers;
            }
        }
    }

    private static boolean needsBarrier(Set<Access> pending, Set<Access> accesses) {
        return pending.stream().anyMatch(earlier -> accesses.stream().anyMatch(earlier::conflicts));
    }

    private Accesses accesses(Step.Action action) {
        Node node = action.node();
        Mapping mapping = plan.mapping(node);
        Set<Access> first = new LinkedHashSet<>();
        Set<Access> second = new LinkedHashSet<>();
        switch (node) {
            case Node.Load(Tile tile, _, var positions) -> {
                positions.values().forEach(held -> add(first, held, false, tile, mapping));
                add(first, tile, true, tile, mapping);
            }
            case Node.Store(_, Tile tile) -> add(first, tile, false, tile, mapping);
            case Node.Fill(Tile tile, _) -> add(first, tile, true, tile, mapping);
            case Node.Compute(Tile tile, var value, _) -> {
                value.arguments()
                        .forEach(
                                name ->
                                        add(
                                                first,
                                                plan.storage(name).tile(),
                                                false,
                                                tile,
                                                mapping));
                add(first, tile, true, tile, mapping);
            }
            case Node.Fold fold -> {
                fold.item()
                        .arguments()
                        .forEach(name -> first.add(new Access(name, false, false, mapping)));
                boolean exchanges =
                        mapping instanceof Mapping.Team team && team.size() > plan.shuffleWidth;
                if (exchanges) {
                    first.add(new Access(TeamText.PARTIAL, true, false, mapping));
                    second.add(new Access(TeamText.PARTIAL, false, false, mapping));
                }
                add(exchanges ? second : first, fold.tile(), true, fold.tile(), mapping);
            }
            case Node.Loop _ -> throw new IllegalArgumentException("a loop is no action");
        }
        first.removeIf(access -> isHeld(access.tile()));
        second.removeIf(access -> isHeld(access.tile()));
        return new Accesses(first, second);
    }

    private boolean isHeld(String tile) {
        return !tile.equals(TeamText.PARTIAL) && plan.isHeld(tile);
    }

    /// A tile with all the axes of the step is touched by each element's own thread; one with fewer by several threads.
    private static void add(
            Set<Access> accesses, Tile tile, boolean write, Tile over, Mapping mapping) {
        boolean own = new HashSet<>(tile.axes()).equals(new HashSet<>(over.axes()));
        accesses.add(new Access(tile.name(), write, own, mapping));
    }
}
