package org.heddle.backend.tile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Checks what must hold of a tile program before it is executed or written as text.
///
/// ```
/// capacity   all tiles of a group fit the local level                                                       S801
/// reads      expressions read tiles of the program that have only axes of the step                          S804
/// arrays     loads and stores meet an array of the region in all its axes                                   S803
/// outputs    every output element is stored once; groups share none                                         S805, S808
/// loops      no axis twice; a block is used in a loop over its axis                                         S806, S807
/// flow       a tile is written before it is read; a fold sees every item once        (TileFlow)              S802, S807, S809
/// ```
public final class TileVerifier {
    private final TileProgram program;
    private final Problems problems = new Problems();
    private final Map<String, Tile> tiles = new LinkedHashMap<>();

    private TileVerifier(TileProgram program) {
        this.program = program;
        program.tiles().forEach(tile -> tiles.put(tile.name(), tile));
    }

    /// All problems of a program; none where it may be executed.
    public static List<Diagnostic> verify(TileProgram program) {
        return new TileVerifier(program).verify();
    }

    private List<Diagnostic> verify() {
        TileCapacity.check(program).ifPresent(problems::add);
        grid();
        outputs();
        loops(program.body(), program.grid());
        for (Nest.Placed placed : program.nest().placed()) {
            node(placed);
        }
        new TileFlow(program, tiles, this::error).check();
        return problems.list();
    }

    private void grid() {
        for (String axis : program.grid()) {
            for (String output : program.region().outputs()) {
                if (!program.region().stage(output).axes().contains(axis)) {
                    problems.error(
                            Code.S808,
                            "kernel "
                                    + program.name()
                                    + ": groups along "
                                    + axis
                                    + " all write output "
                                    + output
                                    + program.region().stage(output).axes()
                                    + ", which lacks it",
                            where());
                }
            }
        }
    }

    private void outputs() {
        for (String output : program.region().outputs()) {
            long stores =
                    program.nest().placed().stream()
                            .filter(
                                    p ->
                                            p.node() instanceof Node.Store(String wire, _)
                                                    && wire.equals(output))
                            .count();
            if (stores != 1) {
                problems.error(
                        Code.S805,
                        "kernel "
                                + program.name()
                                + ": output "
                                + output
                                + " is stored "
                                + stores
                                + " times, not once",
                        where());
            }
        }
    }

    private void loops(List<Node> nodes, List<String> around) {
        for (Node node : nodes) {
            if (node instanceof Node.Loop(String axis, Guard guard, List<Node> body)) {
                if (around.contains(axis)) {
                    error(
                            Code.S806,
                            node,
                            "there is one over " + axis + " around it, or groups along it");
                }
                List<String> inside = new ArrayList<>(around);
                inside.add(axis);
                guard(node, guard, inside);
                loops(body, inside);
            }
        }
    }

    /// A guard looks at blocks that are at hand, and no loop that stores may skip any.
    private void guard(Node loop, Guard guard, List<String> inside) {
        guard.axes().stream()
                .filter(axis -> program.isCut(axis) && !inside.contains(axis))
                .forEach(
                        axis ->
                                error(
                                        Code.S804,
                                        loop,
                                        "its guard looks at the block of "
                                                + axis
                                                + ", but only "
                                                + inside
                                                + " have one here"));
        guard.reads().values().stream()
                .filter(read -> !program.region().reads().containsValue(read))
                .forEach(
                        read ->
                                error(
                                        Code.S804,
                                        loop,
                                        "its guard knows " + read + ", which no step reads"));
        boolean stores =
                program.nest().placed().stream()
                        .anyMatch(
                                p -> p.node() instanceof Node.Store && p.guards().contains(guard));
        if (guard.skips() && stores) {
            error(Code.S805, loop, "it skips blocks of an output");
        }
    }

    private void node(Nest.Placed placed) {
        Node node = placed.node();
        switch (node) {
            case Node.Load(Tile tile, Region.Read read, var positions) -> {
                known(node, tile);
                positions.values().forEach(position -> known(node, position));
                positions.forEach((index, position) -> position(node, index, position));
                load(node, tile, read);
                inLoops(node, tile.axes(), placed.loops());
            }
            case Node.Store(String wire, Tile tile) -> {
                known(node, tile);
                store(node, wire, tile, placed.loops());
                inLoops(node, tile.axes(), placed.loops());
            }
            case Node.Fill(Tile tile, _) -> {
                known(node, tile);
                inLoops(node, tile.axes(), placed.loops());
            }
            case Node.Compute(Tile tile, Expr value, _) -> {
                known(node, tile);
                expression(node, value, tile.axes());
                inLoops(node, tile.axes(), placed.loops());
            }
            case Node.Fold fold -> {
                known(node, fold.tile());
                List<String> axes = new ArrayList<>(fold.tile().axes());
                axes.addAll(fold.reduced());
                expression(node, fold.item(), axes);
                inLoops(node, axes, placed.loops());
                fold.reduced().stream()
                        .filter(fold.tile().axes()::contains)
                        .forEach(
                                axis ->
                                        error(
                                                Code.S804,
                                                node,
                                                "it reduces " + axis + ", an axis of its result"));
                fold.reduced().stream()
                        .filter(program.grid()::contains)
                        .forEach(
                                axis ->
                                        error(
                                                Code.S808,
                                                node,
                                                "it reduces "
                                                        + axis
                                                        + ", of which a group has one block only"));
            }
            case Node.Loop _ -> throw new IllegalStateException("loops are not placed");
        }
    }

    private void known(Node node, Tile tile) {
        if (!tile.equals(tiles.get(tile.name()))) {
            error(Code.S804, node, tile + " is not a tile of the program");
        }
    }

    private void position(Node node, Port index, Tile position) {
        if (!position.isPositions() || !index.runsAlong().equals(Set.copyOf(position.axes()))) {
            error(Code.S804, node, position + " does not hold the positions " + index);
        }
    }

    private void load(Node node, Tile tile, Region.Read read) {
        if (!meetsItsArray(node, read.port())) {
            return;
        }
        if (!Set.copyOf(tile.axes()).equals(Set.copyOf(read.axes()))
                || tile.axes().stream().distinct().count() != tile.axes().size()) {
            error(
                    Code.S803,
                    node,
                    "the tile is to have each of the axes " + Set.copyOf(read.axes()) + " once");
        }
        if (read.isPlain()) {
            sizes(node, read);
        }
    }

    /// Whether the arrays of a port, those of its positions included, are inputs and have as many axes as it has positions.
    private boolean meetsItsArray(Node node, Port port) {
        if (!program.region().isInput(port.wire())) {
            error(
                    Code.S803,
                    node,
                    port.wire()
                            + " is no input of the kernel, which has "
                            + program.region().inputs());
            return false;
        }
        Region.Array array = program.region().array(port.wire());
        if (array.axes().size() != port.subscripts().size()) {
            error(Code.S803, node, port.wire() + " has the axes " + array.axes());
            return false;
        }
        return port.subscripts().stream()
                .allMatch(
                        s ->
                                switch (s) {
                                    case Subscript.Affine _ -> true;
                                    case Subscript.Gather(Port index) -> meetsItsArray(node, index);
                                });
    }

    private void sizes(Node node, Region.Read read) {
        Region.Array array = program.region().array(read.wire());
        for (int i = 0; i < array.axes().size(); i++) {
            long size = program.sizes().of(array.axes().get(i));
            String axis = read.axes().get(i);
            if (program.size(axis) != size) {
                error(
                        Code.S803,
                        node,
                        "axis "
                                + axis
                                + " has size "
                                + program.size(axis)
                                + ", the array has "
                                + size);
            }
        }
    }

    private void store(Node node, String wire, Tile tile, List<String> loops) {
        if (!program.isOutput(wire)) {
            error(
                    Code.S803,
                    node,
                    wire + " is no output of the kernel, which has " + program.region().outputs());
            return;
        }
        List<String> axes = program.region().stage(wire).axes();
        if (!Set.copyOf(axes).equals(Set.copyOf(tile.axes()))) {
            error(Code.S803, node, wire + " has the axes " + axes);
            return;
        }
        loops.stream()
                .filter(axis -> !axes.contains(axis))
                .forEach(
                        axis ->
                                error(
                                        Code.S805,
                                        node,
                                        "it is in a loop or grid over "
                                                + axis
                                                + ", which writes every element again and again"));
    }

    private void expression(Node node, Expr value, List<String> axes) {
        for (String name : value.arguments()) {
            Tile operand = tiles.get(name);
            if (operand == null) {
                error(Code.S804, node, "there is no tile " + name);
            } else if (!axes.containsAll(operand.axes())) {
                error(Code.S804, node, "it runs along " + axes + ", but reads " + operand);
            }
        }
        value.indexAxes().stream()
                .filter(axis -> !axes.contains(axis))
                .forEach(
                        axis ->
                                error(
                                        Code.S804,
                                        node,
                                        "it runs along " + axes + ", but reads #" + axis));
    }

    private void inLoops(Node node, List<String> axes, List<String> loops) {
        for (String axis : axes) {
            if (program.isCut(axis) && !loops.contains(axis)) {
                error(
                        Code.S807,
                        node,
                        "axis "
                                + axis
                                + " is cut into blocks of "
                                + program.extent(axis)
                                + " and there is no loop over it around");
            }
        }
    }

    private void error(Code code, Node node, String message) {
        problems.error(
                code,
                "kernel " + program.name() + ", " + NodeText.of(node) + ": " + message,
                where());
    }

    private Location where() {
        return Location.at(Location.step(program.name()));
    }
}
