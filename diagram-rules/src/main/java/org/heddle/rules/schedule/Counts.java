package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.BlockList;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// What a nest moves and computes, as exact sums of products over its axes.
///
/// A step inside loops is repeated once per block of every loop around it that does not cut one of its own axes; along its own axes the blocks add up
/// to the axis. Global bytes are those of loads and stores. Local bytes are those between local memory and registers: a fold reads
/// each operand once per register piece of the result axes that the operand lacks, and reads and writes its accumulator once per block of items; a pointwise step
/// reads each operand and writes its result once, and so does a load from computed positions that are in tiles.
///
/// @param globalRead bytes from global to local memory, per read, and those of lists of blocks
/// @param globalWrite bytes from local to global memory, per store
/// @param flops additions, multiplications, comparisons; a multiply-add is two
/// @param special evaluations of special functions
/// @param lists bytes of lists of blocks, which are among those read; each thread of a group asks for them by itself, and is counted once here
/// @param settled conditions that hold in every block that is left, and so are not counted as operations
public record Counts(
        List<Count> globalRead,
        List<Count> globalWrite,
        List<Count> localRead,
        List<Count> localWrite,
        List<Count> flops,
        List<Count> special,
        List<Count> lists,
        Set<Expr> settled) {
    public Counts {
        lists = List.copyOf(lists);
        settled = Set.copyOf(settled);
        globalRead = List.copyOf(globalRead);
        globalWrite = List.copyOf(globalWrite);
        localRead = List.copyOf(localRead);
        localWrite = List.copyOf(localWrite);
        flops = List.copyOf(flops);
        special = List.copyOf(special);
    }

    /// Counts a nest.
    ///
    /// @param settled conditions that hold in every block that is left
    /// @param left what guards leave
    static Counts of(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Pieces pieces,
            Set<Expr> settled,
            BlocksLeft left) {
        Counter counter = new Counter(nest, pieces, settled, left);
        placed.forEach(counter::count);
        nest.lists().forEach(counter::list);
        return counter.done();
    }

    /// Only the lists of blocks.
    public Counts ofLists() {
        List<Count> none = List.of();
        return new Counts(lists, none, none, none, none, none, lists, settled);
    }

    /// Counts one step of a nest.
    static Counts ofStep(
            Nest nest,
            Nest.Placed step,
            Layouts.Pieces pieces,
            Set<Expr> settled,
            BlocksLeft left) {
        Counter counter = new Counter(nest, pieces, settled, left);
        counter.count(step);
        return counter.done();
    }

    /// The sum of counts for given sizes and extents.
    public static long total(List<Count> counts, Blocking blocking) {
        long sum = 0;
        for (Count count : counts) {
            sum = Math.addExact(sum, count.at(blocking));
        }
        return sum;
    }

    /// The sum of counts as an expression.
    public static Size symbolic(List<Count> counts, Region region, List<String> grid) {
        Size sum = Size.ZERO;
        for (Count count : counts) {
            sum = sum.plus(count.symbolic(region, grid));
        }
        return sum;
    }

    /// Bytes of a tile, as an expression: axes that are one block count with their size, others with their label.
    public static Size bytes(Nest nest, Tile tile) {
        Size bytes = Size.of(tile.dtype().bytes());
        for (String axis : tile.axes()) {
            boolean labelled = nest.grid().contains(axis) || nest.cut().contains(axis);
            String symbol =
                    labelled ? Count.label(nest.grid(), axis) : nest.form().region().sizeAxis(axis);
            bytes = bytes.times(Size.symbol(symbol));
        }
        return bytes;
    }

    /// Bytes of all tiles of one group, as an expression: as {@link #bytes} has them. Padding is left out.
    public static Size localMemory(Nest nest) {
        Size sum = Size.ZERO;
        for (Tile tile : nest.tiles()) {
            Size bytes = bytes(nest, tile);
            sum = sum.plus(bytes);
        }
        return sum;
    }

    /// Global bytes in both directions.
    public long globalBytes(Blocking blocking) {
        return Math.addExact(total(globalRead, blocking), total(globalWrite, blocking));
    }

    public long localBytes(Blocking blocking) {
        return Math.addExact(total(localRead, blocking), total(localWrite, blocking));
    }

    /// Bytes of operands that a fold reads, once per register piece along the axes of its result that they lack.
    ///
    /// @param tiles by name
    static List<Count> operandReads(
            Node.Fold fold,
            RegisterTile registers,
            Map<String, Tile> tiles,
            List<String> loops,
            Optional<LiveBlocks> left) {
        List<Count> reads = new ArrayList<>();
        for (String name : fold.item().arguments()) {
            Tile operand = tile(tiles, name);
            Map<String, Integer> pieced = new LinkedHashMap<>();
            for (String axis : fold.tile().axes()) {
                if (!operand.axes().contains(axis)) {
                    pieced.put(axis, registers.extent(axis));
                }
            }
            List<String> around = new ArrayList<>(loops);
            around.removeAll(pieced.keySet());
            around.removeAll(operand.axes());
            int bytes = operand.dtype().bytes();
            reads.add(new Count("fold reads " + name, bytes, operand.axes(), around, pieced, left));
        }
        return reads;
    }

    private static Tile tile(Map<String, Tile> tiles, String name) {
        Tile tile = tiles.get(name);
        if (tile == null) {
            throw new IllegalStateException("no tile " + name);
        }
        return tile;
    }

    /// Special functions of an expression that differ from element to element.
    static int specials(Expr value) {
        return Counter.varying(value, true);
    }

    private static final class Counter {
        private static final int ENTRY = DType.I32.bytes();

        private final Region region;
        private final Layouts.Pieces pieces;
        private final Map<String, Tile> tiles = new LinkedHashMap<>();
        private final BlocksLeft blocks;
        private Optional<LiveBlocks> left = Optional.empty();
        private final List<Count> globalRead = new ArrayList<>();
        private final List<Count> globalWrite = new ArrayList<>();
        private final List<Count> localRead = new ArrayList<>();
        private final List<Count> localWrite = new ArrayList<>();
        private final List<Count> flops = new ArrayList<>();
        private final List<Count> special = new ArrayList<>();
        private final List<Count> lists = new ArrayList<>();
        private final Set<Expr> settled;

        Counter(Nest nest, Layouts.Pieces pieces, Set<Expr> settled, BlocksLeft blocks) {
            this.settled = settled;
            this.blocks = blocks;
            this.region = nest.form().region();
            this.pieces = pieces;
            nest.tiles().forEach(tile -> tiles.put(tile.name(), tile));
        }

        Counts done() {
            globalRead.addAll(lists);
            return new Counts(
                    globalRead, globalWrite, localRead, localWrite, flops, special, lists, settled);
        }

        /// Where a row of a list begins and ends, then each of its entries.
        void list(BlockList.Placed placed) {
            String axis = placed.list().axis();
            left = blocks.by(placed.guards());
            lists.add(count("ends of " + axis, 2L * ENTRY, List.of(), placed.loops(), Map.of()));
            List<String> inside = new ArrayList<>(placed.loops());
            inside.add(axis);
            List<Guard> guards = new ArrayList<>(placed.guards());
            guards.add(placed.list().guard());
            left = blocks.by(guards);
            lists.add(count("blocks of " + axis, ENTRY, List.of(), inside, Map.of()));
        }

        void count(Nest.Placed placed) {
            List<String> loops = placed.loops();
            left = blocks.by(placed.guards());
            switch (placed.node()) {
                case Node.Load load -> {
                    Tile tile = load.tile();
                    for (String wire : load.wires()) {
                        int bytes = region.array(wire).dtype().bytes();
                        globalRead.add(count("load " + wire, bytes, tile.axes(), loops, Map.of()));
                    }
                    for (Tile position : load.positions().values()) {
                        localRead.add(
                                count(
                                        "read " + position.name(),
                                        position.dtype().bytes(),
                                        position.axes(),
                                        loops,
                                        Map.of()));
                    }
                    localWrite.add(
                            count(
                                    "load " + tile.name(),
                                    tile.dtype().bytes(),
                                    tile.axes(),
                                    loops,
                                    Map.of()));
                }
                case Node.Store(String wire, Tile tile) -> {
                    int bytes = region.array(wire).dtype().bytes();
                    globalWrite.add(count("store " + wire, bytes, tile.axes(), loops, Map.of()));
                    localRead.add(
                            count(
                                    "store " + tile.name(),
                                    tile.dtype().bytes(),
                                    tile.axes(),
                                    loops,
                                    Map.of()));
                }
                case Node.Fill(Tile tile, _) -> {
                    if (!placed.isStart()) {
                        localWrite.add(
                                count(
                                        "fill " + tile.name(),
                                        tile.dtype().bytes(),
                                        tile.axes(),
                                        loops,
                                        Map.of()));
                    }
                }
                case Node.Compute(Tile tile, Expr value, _) -> compute(tile, value, loops);
                case Node.Fold fold -> fold(fold, placed.isStart(), loops);
                case Node.Loop _ -> throw new IllegalStateException("loops are not placed");
            }
        }

        private void compute(Tile tile, Expr value, List<String> loops) {
            for (String name : value.arguments()) {
                Tile operand = tile(tiles, name);
                localRead.add(
                        count(
                                "read " + name,
                                operand.dtype().bytes(),
                                operand.axes(),
                                loops,
                                Map.of()));
            }
            localWrite.add(
                    count(
                            "write " + tile.name(),
                            tile.dtype().bytes(),
                            tile.axes(),
                            loops,
                            Map.of()));
            operations(tile.name(), value, 0, tile.axes(), loops);
        }

        /// @param start whether it starts from the unit, whatever its tile holds
        private void fold(Node.Fold fold, boolean start, List<String> loops) {
            Tile result = fold.tile();
            localRead.addAll(operandReads(fold, pieces.registers(fold), tiles, loops, left));
            int bytes = result.dtype().bytes();
            if (!start) {
                localRead.add(
                        count(
                                "fold reads " + result.name(),
                                bytes,
                                result.axes(),
                                loops,
                                Map.of()));
            }
            localWrite.add(
                    count("fold writes " + result.name(), bytes, result.axes(), loops, Map.of()));
            List<String> axes = new ArrayList<>(result.axes());
            axes.addAll(fold.reduced());
            operations(result.name(), fold.item(), 1, axes, loops);
        }

        private void operations(
                String what, Expr written, int more, List<String> axes, List<String> loops) {
            Expr value = Guard.assuming(written, settled);
            int specials = varying(value, true);
            int plain = varying(value, false) + more;
            if (specials > 0) {
                special.add(count(what, specials, axes, loops, Map.of()));
            }
            if (plain > 0) {
                flops.add(count(what, plain, axes, loops, Map.of()));
            }
        }

        /// Operations that differ from element to element; division by a constant is a multiplication.
        private static int varying(Expr e, boolean specials) {
            if (!(e instanceof Expr.Call(Fun fun, List<Expr> args)) || isConstant(e)) {
                return 0;
            }
            boolean isSpecial = fun.isSpecial() && !(fun == Fun.DIV && isConstant(args.get(1)));
            int count = isSpecial == specials ? 1 : 0;
            for (Expr arg : args) {
                count += varying(arg, specials);
            }
            return count;
        }

        private static boolean isConstant(Expr e) {
            return e.arguments().isEmpty() && e.indexAxes().isEmpty();
        }

        private Count count(
                String what,
                long coefficient,
                List<String> axes,
                List<String> loops,
                Map<String, Integer> pieced) {
            Set<String> repeated = new LinkedHashSet<>(loops);
            axes.forEach(repeated::remove);
            return new Count(what, coefficient, axes, List.copyOf(repeated), pieced, left);
        }
    }
}
