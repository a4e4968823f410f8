package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.stream.StreamForm;

/// The loop nest of one kernel.
///
/// @param grid axes whose blocks are independent groups, each axis of every output
/// @param cut axes other than those of the grid that may have several blocks, and so have a loop
/// @param body what one group does
public record Nest(
        StreamForm form, List<String> grid, Set<String> cut, List<Tile> tiles, List<Node> body) {
    public Nest {
        grid = List.copyOf(grid);
        cut = Collections.unmodifiableSet(new LinkedHashSet<>(cut));
        tiles = List.copyOf(tiles);
        body = List.copyOf(body);
    }

    /// A node and the axes of the loops around it, the grid's first.
    ///
    /// @param guards those of the loops around that skip blocks
    /// @param isStart whether it is a fold that starts from its unit, or the fill that this makes idle
    public record Placed(Node node, List<String> loops, List<Guard> guards, boolean isStart) {
        public Placed {
            loops = List.copyOf(loops);
            guards = List.copyOf(guards);
        }
    }

    /// Every node but loops, in program order, with the loops around it.
    public List<Placed> placed() {
        List<Placed> found = new ArrayList<>();
        walk(body, grid, List.of(), found::add);
        return found;
    }

    /// The lists of blocks that loops go through, in program order.
    public List<BlockList.Placed> lists() {
        return BlockList.of(this);
    }

    /// The same where only some inputs are there before the first kernel starts: what the others hold skips nothing.
    ///
    /// @param wires inputs whose elements are known then
    public Nest given(Set<String> wires) {
        return new Nest(form, grid, cut, tiles, given(body, wires));
    }

    private static List<Node> given(List<Node> nodes, Set<String> wires) {
        return nodes.stream()
                .map(
                        node ->
                                node
                                                instanceof
                                                Node.Loop(
                                                        String axis,
                                                        Guard guard,
                                                        List<Node> inner)
                                        ? new Node.Loop(
                                                axis, guard.given(wires), given(inner, wires))
                                        : node)
                .toList();
    }

    /// The loops around what is in a loop over an axis.
    static List<String> with(List<String> loops, String axis) {
        List<String> around = new ArrayList<>(loops);
        around.add(axis);
        return around;
    }

    /// The guards that skip blocks around what is in a loop.
    static List<Guard> with(List<Guard> guards, Guard guard) {
        List<Guard> around = new ArrayList<>(guards);
        if (guard.skips()) {
            around.add(guard);
        }
        return around;
    }

    private static void walk(
            List<Node> nodes, List<String> loops, List<Guard> guards, Consumer<Placed> visit) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            switch (node) {
                case Node.Loop(String axis, Guard guard, List<Node> inner) -> {
                    walk(inner, with(loops, axis), with(guards, guard), visit);
                }
                case Node.Load _, Node.Store _, Node.Fill _, Node.Compute _, Node.Fold _ ->
                        visit.accept(new Placed(node, loops, guards, Starts.isStart(nodes, i)));
            }
        }
    }

    /// The widest type that a tile holds, which a kernel of vectors computes in.
    public DType widest() {
        return tiles.stream().anyMatch(tile -> tile.dtype() == DType.F64) ? DType.F64 : DType.F32;
    }

    /// The same nest where what is computed after the loops takes the place of what it is computed from, if no later step reads that.
    public Nest reusing() {
        return Reuse.of(this);
    }

    /// The same nest where some axes have no elements: loops and folds over them do nothing, and what only they would have used is not made.
    ///
    /// @param axes loop axes without elements
    /// @param arrays inputs without elements: a computed read of them gives its fill
    public Nest without(Set<String> axes, Set<String> arrays) {
        return axes.isEmpty() && arrays.isEmpty() ? this : Pruning.prune(this, axes, arrays);
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("grid ").append(String.join(", ", grid)).append('\n');
        print(body, "  ", text);
        return text.toString();
    }

    private static String guarded(Guard guard) {
        String full =
                guard.holds().values().stream()
                        .distinct()
                        .map(Expr::toString)
                        .collect(Collectors.joining("; "));
        return (guard.skips() ? " where " + guard.test() : "")
                + (full.isEmpty() ? "" : "   -- full where " + full);
    }

    private static void print(List<Node> nodes, String indent, StringBuilder text) {
        for (Node node : nodes) {
            text.append(indent);
            switch (node) {
                case Node.Loop(String axis, Guard guard, List<Node> inner) -> {
                    text.append("for ").append(axis).append(guarded(guard)).append('\n');
                    print(inner, indent + "  ", text);
                    continue;
                }
                case Node.Load(Tile tile, var read, _) ->
                        text.append(tile).append(" ← load ").append(read);
                case Node.Store(String wire, Tile tile) ->
                        text.append(wire).append(" ← store ").append(tile);
                case Node.Fill(Tile tile, double value) ->
                        text.append(tile).append(" ← ").append(Expr.num(value));
                case Node.Compute(Tile tile, var value, var role) ->
                        text.append(tile)
                                .append(" ← ")
                                .append(value)
                                .append(role == Node.Role.VALUE ? "" : "   -- " + role);
                case Node.Fold(Tile tile, var monoid, var item, var reduced, _) ->
                        text.append(tile)
                                .append(' ')
                                .append(monoid.text())
                                .append("= over ")
                                .append(reduced)
                                .append(": ")
                                .append(item);
            }
            text.append('\n');
        }
    }
}
