package org.heddle.backend.interpret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.interpret.Access.Turn;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Padding;
import org.heddle.rules.schedule.RegisterTile;

/// Finds in which loops steps access local memory: those that kernels have on the program's hardware.
///
/// Kernels of vectors read an operand in the innermost loop over one of its own axes. Kernels of threads read every operand once, but a fold once for each register piece.
final class AccessPlanner {
    private final TileProgram program;
    private final Space space;
    private final boolean isOfVectors;
    private final int lanes;
    private final Map<String, Tile> tiles = new LinkedHashMap<>();

    AccessPlanner(TileProgram program, Space space) {
        this.program = program;
        this.space = space;
        Hardware hardware = program.schedule().hardware();
        this.isOfVectors = hardware.execution() == Hardware.Execution.SIMD;
        this.lanes = Padding.lanes(program.nest().widest(), hardware);
        program.tiles().forEach(tile -> tiles.put(tile.name(), tile));
    }

    /// Bytes of an element in local memory: vectors hold the type that the kernel computes in.
    int bytes(Tile tile) {
        DType held = isOfVectors && !tile.isPositions() ? program.nest().widest() : tile.dtype();
        return held.bytes();
    }

    /// Positions that a load looks at.
    List<Access> load(Node.Load load) {
        List<Access> accesses = new ArrayList<>();
        for (Tile position : load.positions().values()) {
            List<Turn> turns =
                    (isOfVectors ? around(load.tile().axes(), position) : position.axes())
                            .stream().map(this::each).toList();
            accesses.add(new Access(turns, bytes(position), false));
        }
        return accesses;
    }

    /// The result, and what the value is made of.
    List<Access> compute(Tile tile, Expr value) {
        List<Access> accesses = new ArrayList<>();
        List<String> loops = isOfVectors ? inMemory(tile) : tile.axes();
        for (String name : value.arguments()) {
            accesses.add(pointwise(operand(name), loops, false));
        }
        accesses.add(pointwise(tile, loops, true));
        return accesses;
    }

    /// @param loops of the step, outermost first
    private Access pointwise(Tile tile, List<String> loops, boolean isWrite) {
        List<Turn> turns = new ArrayList<>();
        if (!isOfVectors) {
            tile.axes().forEach(axis -> turns.add(each(axis)));
        } else {
            for (String axis : around(loops, tile)) {
                turns.add(axis.equals(loops.getLast()) ? vectors(tile, axis) : each(axis));
            }
        }
        return new Access(turns, bytes(tile), isWrite);
    }

    /// A fold's result, before unless it starts from the unit, and after; and its operands.
    List<Access> fold(Node.Fold fold, Expr item, boolean start) {
        RegisterTile registers = program.registers(fold);
        List<String> items = new ArrayList<>(fold.reduced());
        if (items.remove(registers.lane())) {
            items.add(registers.lane());
        }
        List<Access> accesses = new ArrayList<>();
        for (String name : item.arguments()) {
            Tile tile = operand(name);
            List<Turn> turns = pieces(fold, tile, registers);
            List<String> own = new ArrayList<>(items);
            own.retainAll(tile.axes());
            for (String axis : isOfVectors ? around(items, tile) : own) {
                boolean vector = isOfVectors && axis.equals(registers.lane());
                turns.add(vector ? vectors(tile, axis) : each(axis));
            }
            accesses.add(new Access(turns, bytes(tile), false));
        }
        Tile result = fold.tile();
        if (!start) {
            accesses.add(new Access(pieces(fold, result, registers), bytes(result), false));
        }
        accesses.add(new Access(pieces(fold, result, registers), bytes(result), true));
        return accesses;
    }

    /// Loops over the pieces of a fold's result, in each of which a tile is accessed along the axes that it has.
    private List<Turn> pieces(Node.Fold fold, Tile tile, RegisterTile registers) {
        List<Turn> turns = new ArrayList<>();
        for (String axis : fold.tile().axes()) {
            int piece = registers.extent(axis);
            int number = space.number(axis);
            if (!tile.axes().contains(axis)) {
                turns.add(new Turn(number, piece, 1));
            } else if (!isOfVectors) {
                turns.add(each(axis));
            } else if (axis.equals(registers.lane()) && piece == lanes) {
                turns.add(vectors(tile, axis));
            } else {
                turns.add(new Turn(number, piece, piece));
            }
        }
        return turns;
    }

    private Turn each(String axis) {
        return Turn.each(space.number(axis));
    }

    /// A loop over the vectors along an axis. A tile across them that has room for one element there is accessed element by element.
    private Turn vectors(Tile tile, String axis) {
        boolean across = !program.layouts().inner(tile).orElse("").equals(axis);
        boolean one = across && program.extent(axis) == 1;
        return new Turn(space.number(axis), lanes, one ? 1 : lanes);
    }

    /// The loops around the access of an operand, the innermost being one over an axis of its own.
    private static List<String> around(List<String> loops, Tile operand) {
        int count = 0;
        for (int i = 0; i < loops.size(); i++) {
            if (operand.axes().contains(loops.get(i))) {
                count = i + 1;
            }
        }
        return loops.subList(0, count);
    }

    /// A tile's axes, the one along which neighbours lie last.
    private List<String> inMemory(Tile tile) {
        String inner = program.layouts().inner(tile).orElse("");
        List<String> axes = new ArrayList<>(tile.axes());
        if (axes.remove(inner)) {
            axes.add(inner);
        }
        return axes;
    }

    private Tile operand(String name) {
        Tile tile = tiles.get(name);
        if (tile == null) {
            throw new IllegalArgumentException("no tile '" + name + "'");
        }
        return tile;
    }
}
