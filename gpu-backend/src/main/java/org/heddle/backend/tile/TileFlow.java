package org.heddle.backend.tile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Follows the values of tiles through the loops of a program.
///
/// A loop over an axis moves on to another block of it, so a tile with that axis holds nothing at the start of every turn. After a loop only what held a
/// value before it does so: a loop may have no turns. An accumulator is to see every item once: the loops opened since it was filled are loops over
/// axes that its folds reduce, and every reduced axis of several blocks has its loop among them, unless a block is the one item that a recurrence takes in. A correction
/// changes what an accumulator holds and fills no tile, also where what it makes of the accumulator has a tile of its own.
final class TileFlow {
    /// Where a problem goes.
    @FunctionalInterface
    interface Report {
        void problem(Code code, Node node, String message);
    }

    private final TileProgram program;
    private final Map<String, Tile> tiles;
    private final Report report;
    private final Map<String, String> writtenIn = new LinkedHashMap<>();

    /// What holds a value, by tile name: the loops that were opened since it was last written as a whole.
    private record Live(Map<String, Set<String>> since) {
        Live entering(String axis, Map<String, Tile> tiles) {
            Map<String, Set<String>> inside = new LinkedHashMap<>();
            since.forEach(
                    (name, loops) -> {
                        if (!tiles.get(name).axes().contains(axis)) {
                            Set<String> more = new LinkedHashSet<>(loops);
                            more.add(axis);
                            inside.put(name, more);
                        }
                    });
            return new Live(inside);
        }

        void write(Tile tile) {
            since.put(tile.name(), new LinkedHashSet<>());
        }
    }

    TileFlow(TileProgram program, Map<String, Tile> tiles, Report report) {
        this.program = program;
        this.tiles = tiles;
        this.report = report;
    }

    void check() {
        nodes(program.body(), new Live(new LinkedHashMap<>()), "");
    }

    private void nodes(List<Node> nodes, Live live, String loop) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Loop(String axis, _, List<Node> body) -> {
                    nodes(body, live.entering(axis, tiles), axis);
                    live.since().keySet().removeIf(name -> tiles.get(name).axes().contains(axis));
                }
                case Node.Load(Tile tile, _, var positions) -> {
                    positions.values().forEach(position -> read(node, position.name(), live));
                    write(tile, live, loop);
                }
                case Node.Fill(Tile tile, _) -> write(tile, live, loop);
                case Node.Store(_, Tile tile) -> read(node, tile.name(), live);
                case Node.Compute(Tile tile, Expr value, Node.Role role) -> {
                    value.arguments().forEach(name -> read(node, name, live));
                    if (role == Node.Role.REBASE) {
                        read(node, tile.name(), live);
                    } else if (!value.arguments().contains(tile.name())) {
                        write(tile, live, loop);
                    }
                }
                case Node.Fold fold -> {
                    fold.item().arguments().forEach(name -> read(node, name, live));
                    fold(fold, live);
                }
            }
        }
    }

    private void write(Tile tile, Live live, String loop) {
        if (tiles.containsKey(tile.name())) {
            live.write(tile);
            writtenIn.put(tile.name(), loop);
        }
    }

    private void read(Node node, String name, Live live) {
        if (live.since().containsKey(name) || !tiles.containsKey(name)) {
            return;
        }
        String loop = writtenIn.get(name);
        if (loop == null) {
            report.problem(Code.S802, node, "nothing was written to " + tiles.get(name));
        } else {
            report.problem(
                    Code.S807,
                    node,
                    tiles.get(name)
                            + " was written in "
                            + (loop.isEmpty()
                                    ? "another turn of a loop"
                                    : "a loop over " + loop + " that is over"));
        }
    }

    private void fold(Node.Fold fold, Live live) {
        read(fold, fold.tile().name(), live);
        Set<String> since = live.since().get(fold.tile().name());
        if (since == null) {
            return;
        }
        for (String axis : since) {
            if (!fold.reduced().contains(axis)) {
                report.problem(
                        Code.S809,
                        fold,
                        "a loop over "
                                + axis
                                + " since the tile was filled repeats it with the same items");
            }
        }
        for (String axis : fold.reduced()) {
            if (program.isCut(axis) && !since.contains(axis) && !isOneItem(fold, axis)) {
                report.problem(
                        Code.S809,
                        fold,
                        "the tile is filled for every block of "
                                + axis
                                + ", so it sees one block only");
            }
        }
    }

    /// Whether the block is the one item that a state takes in next: a sum over it drops the axis.
    private boolean isOneItem(Node.Fold fold, String axis) {
        return program.extent(axis) == 1
                && program.region().stages().stream()
                        .anyMatch(
                                stage ->
                                        stage instanceof Region.Recurrence r
                                                && r.wire().equals(fold.wire())
                                                && r.over().contains(axis));
    }
}
