package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.List;
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
/// to the axis. Global bytes are those of loads and stores. Local bytes are those between local memory and registers, as kernels of the hardware access it: {@link VectorAccesses}, {@link ThreadAccesses}.
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
        return all(
                nest,
                placed,
                new Counter(nest, pieces, settled, left, Accesses.of(nest, pieces.plan())));
    }

    /// The same with local memory accessed element by element, whatever kernels do: for what the levels of a machine ask at least.
    static Counts byElement(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Pieces pieces,
            Set<Expr> settled,
            BlocksLeft left) {
        return all(
                nest, placed, new Counter(nest, pieces, settled, left, new ThreadAccesses(nest)));
    }

    private static Counts all(Nest nest, List<Nest.Placed> placed, Counter counter) {
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
        Counter counter =
                new Counter(nest, pieces, settled, left, Accesses.of(nest, pieces.plan()));
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

    /// Special functions of an expression that differ from element to element.
    static int specials(Expr value) {
        return Counter.varying(value, true);
    }

    private static final class Counter {
        private static final int ENTRY = DType.I32.bytes();

        private final Region region;
        private final Layouts.Pieces pieces;
        private final Accesses accesses;
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

        Counter(
                Nest nest,
                Layouts.Pieces pieces,
                Set<Expr> settled,
                BlocksLeft blocks,
                Accesses accesses) {
            this.settled = settled;
            this.blocks = blocks;
            this.region = nest.form().region();
            this.pieces = pieces;
            this.accesses = accesses;
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
            lists.add(count("ends of " + axis, 2L * ENTRY, List.of(), placed.loops()));
            List<String> inside = new ArrayList<>(placed.loops());
            inside.add(axis);
            List<Guard> guards = new ArrayList<>(placed.guards());
            guards.add(placed.list().guard());
            left = blocks.by(guards);
            lists.add(count("blocks of " + axis, ENTRY, List.of(), inside));
        }

        void count(Nest.Placed placed) {
            List<String> loops = placed.loops();
            left = blocks.by(placed.guards());
            switch (placed.node()) {
                case Node.Load load -> {
                    for (String wire : load.wires()) {
                        int bytes = region.array(wire).dtype().bytes();
                        String what = "load " + wire;
                        globalRead.add(count(what, bytes, load.tile().axes(), loops));
                    }
                    local(accesses.load(load, around(loops)));
                }
                case Node.Store(String wire, Tile tile) -> {
                    int bytes = region.array(wire).dtype().bytes();
                    globalWrite.add(count("store " + wire, bytes, tile.axes(), loops));
                    local(accesses.store(tile, around(loops)));
                }
                case Node.Fill(Tile tile, _) -> {
                    if (!placed.isStart()) {
                        local(accesses.fill(tile, around(loops)));
                    }
                }
                case Node.Compute(Tile tile, Expr written, _) -> {
                    Expr value = Guard.assuming(written, settled);
                    local(accesses.compute(tile, value, around(loops)));
                    operations(tile.name(), value, 0, tile.axes(), loops);
                }
                case Node.Fold fold -> fold(fold, placed.isStart(), loops);
                case Node.Loop _ -> throw new IllegalStateException("loops are not placed");
            }
        }

        private Accesses.Around around(List<String> loops) {
            return new Accesses.Around(loops, left);
        }

        private void local(Accesses.Local local) {
            localRead.addAll(local.read());
            localWrite.addAll(local.written());
        }

        /// @param start whether it starts from the unit, whatever its tile holds
        private void fold(Node.Fold fold, boolean start, List<String> loops) {
            Expr item = Guard.assuming(fold.item(), settled);
            local(accesses.fold(fold, item, pieces.registers(fold), start, around(loops)));
            List<String> axes = new ArrayList<>(fold.tile().axes());
            axes.addAll(fold.reduced());
            operations(fold.tile().name(), item, 1, axes, loops);
        }

        private void operations(
                String what, Expr value, int more, List<String> axes, List<String> loops) {
            int specials = varying(value, true);
            int plain = varying(value, false) + more;
            if (specials > 0) {
                special.add(count(what, specials, axes, loops));
            }
            if (plain > 0) {
                flops.add(count(what, plain, axes, loops));
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

        private Count count(String what, long coefficient, List<String> axes, List<String> loops) {
            return around(loops).elements(what, coefficient, axes);
        }
    }
}
