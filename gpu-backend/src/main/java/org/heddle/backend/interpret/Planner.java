package org.heddle.backend.interpret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.size.Size;
import org.heddle.rules.bounds.Border;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.BlockList;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Starts;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.RegisterTile;
import org.heddle.rules.stream.Region;

/// Turns the nodes of a tile program into steps.
///
/// It relies on what the verifier checks, and fails where it notices that it does not hold.
final class Planner {
    private final TileProgram program;
    private final Space space;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Memory> arrays;
    private final AccessPlanner accesses;
    private final Set<Integer> open = new LinkedHashSet<>();
    private final Set<Expr> settled = new LinkedHashSet<>();
    private final int threads;
    private final List<ListedBlocks> lists;
    private int sweeps;

    private Planner(TileProgram program, Map<String, Memory> arrays, int threads) {
        this.program = program;
        this.space = new Space(program);
        this.accesses = new AccessPlanner(program, space);
        this.arrays = arrays;
        this.threads = threads;
        this.lists = program.lists();
        for (Tile tile : program.tiles()) {
            Slot slot = Slot.of(slots.size(), tile, space, accesses.bytes(tile));
            slots.put(tile.name(), slot);
        }
    }

    /// @param arrays those of wires and of lists
    /// @param threads of a group
    /// @throws IllegalArgumentException where the program is not one that the verifier accepts
    static Plan plan(TileProgram program, Map<String, Memory> arrays, int threads) {
        return new Planner(program, arrays, threads).plan();
    }

    private Plan plan() {
        List<Integer> grid = program.grid().stream().map(space::number).toList();
        open.addAll(grid);
        List<Step> body = steps(program.body());
        return new Plan(space, grid, List.copyOf(slots.values()), sweeps, body);
    }

    private List<Step> steps(List<Node> nodes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            boolean start = Starts.isStart(nodes, i);
            if (!start || !(nodes.get(i) instanceof Node.Fill)) {
                steps.add(step(nodes.get(i), start));
            }
        }
        return steps;
    }

    /// @param start whether a fold starts from its unit
    private Step step(Node node, boolean start) {
        return switch (node) {
            case Node.Loop(String axis, Guard guard, List<Node> body) -> {
                int number = space.number(axis);
                if (open.contains(number)) {
                    throw new IllegalArgumentException(
                            "a loop over " + axis + " inside a loop over " + axis);
                }
                List<String> around = open.stream().map(space::name).toList();
                open.add(number);
                settled.addAll(guard.settled(program.sizes()::of, program::extent));
                List<Step> inner = steps(body);
                settled.removeAll(guard.holds().keySet());
                open.remove(number);
                yield guard.isListed()
                        ? listed(BlockList.of(axis, guard, around), inner)
                        : new Step.Loop(
                                number,
                                guard.mayHaveItems().stream().map(this::test).toList(),
                                inner);
            }
            case Node.Load load -> {
                Tile tile = load.tile();
                Region.Read read = load.read();
                Slot slot = inReach(tile);
                if (!read.isPlain()) {
                    Map<Port, Slot> held = new LinkedHashMap<>();
                    load.positions()
                            .forEach((index, position) -> held.put(index, inReach(position)));
                    yield new Step.Gather(
                            slot, address(read.port(), tile.axes(), held), accesses.load(load));
                }
                yield new Step.Load(
                        slot, new View(array(read.wire()), space.numbers(read.axes()), slot));
            }
            case Node.Store(String wire, Tile tile) -> {
                Slot slot = inReach(tile);
                List<String> axes = program.region().stage(wire).axes();
                yield new Step.Store(slot, new View(array(wire), space.numbers(axes), slot));
            }
            case Node.Fill(Tile tile, double value) ->
                    new Step.Fill(inReach(tile), value, accesses.compute(tile, Expr.num(value)));
            case Node.Compute(Tile tile, Expr value, Node.Role _) -> {
                Slot slot = inReach(tile);
                List<Operand> operands = operands(value, slot, slot.axes(), extents(slot.axes()));
                yield new Step.Compute(
                        sweeps++,
                        slot.axes(),
                        operands,
                        compile(value, slot, slot.axes()),
                        accesses.compute(tile, Guard.assuming(value, settled)));
            }
            case Node.Fold fold -> fold(fold, start);
        };
    }

    private Step listed(BlockList list, List<Step> body) {
        ListedBlocks listed =
                lists.stream().filter(l -> l.list().equals(list)).findFirst().orElseThrow();
        return new Step.Listed(
                space.number(list.axis()),
                list.rows().stream().map(space::number).toList(),
                array(listed.rowsArray()),
                array(listed.listArray()),
                listed.bits(),
                threads * DType.I32.bytes(),
                body);
    }

    /// @param axes along which indices are given
    /// @param held tiles of positions
    private Address address(Port port, List<String> axes, Map<Port, Slot> held) {
        List<Address.Position> positions = new ArrayList<>();
        for (Subscript subscript : port.subscripts()) {
            positions.add(
                    switch (subscript) {
                        case Subscript.Gather(Port index) -> {
                            Slot tile = held.get(index);
                            yield tile == null
                                    ? new Address.Gathered(address(index, axes, held))
                                    : new Address.Held(tile, within(tile, axes));
                        }
                        case Subscript.Affine(var factors, Size offset) ->
                                new Address.Affine(
                                        axes.stream()
                                                .map(axis -> factors.getOrDefault(axis, Size.ZERO))
                                                .map(this::number)
                                                .toList(),
                                        number(offset));
                    });
        }
        return new Address(array(port.wire()), positions, port.fill());
    }

    private List<Integer> within(Slot tile, List<String> axes) {
        return tile.axes().stream().map(axis -> axes.indexOf(space.name(axis))).toList();
    }

    private long number(Size size) {
        return size.at(program.sizes()::of);
    }

    /// A condition on the borders of blocks; blocks reach as far as their extent, also at the end of an axis.
    private Step.BlockTest test(Expr condition) {
        List<String> names = List.copyOf(condition.arguments());
        List<Border.Index> borders = names.stream().map(Border::index).toList();
        int[] axes = borders.stream().mapToInt(border -> space.number(border.axis())).toArray();
        org.heddle.model.eval.Scalar compiled =
                Scalars.compile(condition, names, List.of(), program.sizes()::of);
        return place -> {
            double[] values = new double[axes.length];
            for (int i = 0; i < axes.length; i++) {
                long first = place.start(axes[i]);
                values[i] = borders.get(i).isLast() ? first + space.extent(axes[i]) - 1 : first;
            }
            return compiled.at(values, new long[0]) != 0;
        };
    }

    private Step fold(Node.Fold fold, boolean start) {
        Slot slot = inReach(fold.tile());
        List<Integer> axes = new ArrayList<>(slot.axes());
        fold.reduced().forEach(axis -> axes.add(reachable(space.number(axis))));
        RegisterTile registers = program.registers(fold);
        int[] most = extents(axes);
        List<Integer> pieces = new ArrayList<>();
        for (String axis : fold.tile().axes()) {
            int piece = Math.min(registers.extent(axis), most[pieces.size()]);
            most[pieces.size()] = piece;
            pieces.add(piece);
        }
        return new Step.Fold(
                sweeps++,
                List.copyOf(axes),
                operands(fold.item(), slot, axes, most),
                compile(fold.item(), slot, axes),
                fold.monoid(),
                start,
                pieces,
                accesses.fold(fold, Guard.assuming(fold.item(), settled), start));
    }

    private int[] extents(List<Integer> axes) {
        return axes.stream().mapToInt(space::extent).toArray();
    }

    private List<Operand> operands(Expr value, Slot result, List<Integer> axes, int[] most) {
        List<Operand> operands = new ArrayList<>();
        value.arguments().forEach(name -> operands.add(new Operand(slot(name), axes, most)));
        operands.add(new Operand(result, axes, most));
        return operands;
    }

    private Scalar compile(Expr value, Slot result, List<Integer> axes) {
        List<String> files = List.copyOf(value.arguments());
        for (String axis : value.indexAxes()) {
            if (!axes.contains(space.number(axis))) {
                throw new IllegalArgumentException(
                        "#" + axis + " in a step that does not run along it: " + value);
            }
        }
        return new ExprCompiler(
                        files::indexOf,
                        axis -> axes.indexOf(space.number(axis)),
                        axis -> program.sizes().of(axis),
                        result.dtype())
                .compile(value);
    }

    private Slot inReach(Tile tile) {
        Slot slot = slot(tile.name());
        slot.axes().forEach(this::reachable);
        return slot;
    }

    /// The axis, where all its blocks are met here: there is a loop around, or a single block.
    private int reachable(int axis) {
        if (!space.isWhole(axis) && !open.contains(axis)) {
            throw new IllegalArgumentException(
                    "a block of axis " + space.name(axis) + " is used outside of a loop over it");
        }
        return axis;
    }

    private Slot slot(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("no tile '" + name + "'");
        }
        return slot;
    }

    private Memory array(String wire) {
        Memory memory = arrays.get(wire);
        if (memory == null) {
            throw new IllegalArgumentException("no array '" + wire + "'");
        }
        return memory;
    }
}
