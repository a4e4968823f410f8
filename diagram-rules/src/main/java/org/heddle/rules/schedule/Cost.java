package org.heddle.rules.schedule;

import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.size.Size;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// What a schedule is predicted to cost.
///
/// ```
///   busy    = imbalance · longer(arithmetic, local traffic)
///   seconds = launch + longer(busy, global traffic)          longer(a, b) = max(a, b) + a quarter of min(a, b)
/// ```
///
/// Of the global bandwidth, groups that are fewer than half of the units draw only a part.
///
/// @param localMemoryBytes bytes of all tiles of one group, with their {@link Padding}
/// @param groups number of groups
/// @param seconds predicted time of one launch
/// @param filledSeconds the same if as many groups did that work as fill the units
/// @param bound what the time is bound by
public record Cost(
        long globalReadBytes,
        long globalWriteBytes,
        long localReadBytes,
        long localWriteBytes,
        long localMemoryBytes,
        long groups,
        long flops,
        long specialOperations,
        double seconds,
        double filledSeconds,
        String bound) {

    /// The part of the shorter of computing and transferring that the longer one does not hide.
    private static final double EXPOSED = 0.25;

    /// How much more than its share of the global bandwidth one unit draws while others idle. A multiprocessor of an H200 draws about 42 bytes per clock, its share is 20; a
    /// core of two saturates the memory alone.
    private static final double SHARES = 2;

    /// What {@link #bound} is where transfers take longest.
    private static final String GLOBAL = "global bandwidth";

    /// Whether transfers from and to global memory take longest.
    boolean waitsForTransfers() {
        return bound.equals(GLOBAL);
    }

    public long globalBytes() {
        return Math.addExact(globalReadBytes, globalWriteBytes);
    }

    /// Evaluates the cost of a nest.
    ///
    /// @param placed the steps of the nest
    /// @throws ArithmeticException where a count exceeds a long
    static Cost of(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts layouts,
            Counts counts,
            Blocking blocking,
            Hardware hardware) {
        DType dtype = nest.widest();
        long groups = 1;
        for (String axis : nest.grid()) {
            groups = Math.multiplyExact(groups, blocking.blocks(axis));
        }
        long flops = Counts.total(counts.flops(), blocking);
        long special = Counts.total(counts.special(), blocking);
        long globalRead = Counts.total(counts.globalRead(), blocking);
        long globalWrite = Counts.total(counts.globalWrite(), blocking);
        long localRead = Counts.total(counts.localRead(), blocking);
        long localWrite = Counts.total(counts.localWrite(), blocking);
        double issued =
                Math.max((double) flops, issuedFlops(placed, layouts, counts, blocking, hardware));
        double arithmetic =
                issued / hardware.rate("fma", dtype) + special / hardware.rate("special", dtype);
        double local = (double) (localRead + localWrite) / hardware.local().bytesPerSecond();
        double whole =
                busyGlobalBytes(nest, placed, counts, blocking, hardware)
                        / hardware.global().bytesPerSecond();
        double global = whole / drawn(groups, hardware);
        double waves = Math.ceil((double) groups / hardware.units());
        double imbalance = groups == 0 ? 1 : waves * hardware.units() / groups;
        double even = longer(arithmetic, local);
        double busy = imbalance * even;
        double seconds = hardware.launchSeconds() + longer(busy, global);
        double filled = hardware.launchSeconds() + longer(even, whole);
        String bound =
                global > busy ? GLOBAL : arithmetic >= local ? "arithmetic" : "local bandwidth";
        return new Cost(
                globalRead,
                globalWrite,
                localRead,
                localWrite,
                layouts.padding().bytes(),
                groups,
                flops,
                special,
                seconds,
                filled,
                bound);
    }

    private static double longer(double a, double b) {
        return Math.max(a, b) + EXPOSED * Math.min(a, b);
    }

    /// The part of the global bandwidth that so many groups can draw.
    private static double drawn(long groups, Hardware hardware) {
        return groups == 0 ? 1 : Math.min(1, SHARES * groups / hardware.units());
    }

    /// Global bytes with every run of neighbouring elements rounded up to whole transfers.
    private static double busyGlobalBytes(
            Nest nest,
            List<Nest.Placed> placed,
            Counts counts,
            Blocking blocking,
            Hardware hardware) {
        double busy = 0;
        for (Nest.Placed p : placed) {
            switch (p.node()) {
                case Node.Load(Tile tile, Region.Read read) -> {
                    for (String wire : read.touched()) {
                        busy +=
                                busyBytes(
                                        nest,
                                        wire,
                                        neighbours(read),
                                        tile,
                                        p.loops(),
                                        counts.left(p.guards(), blocking),
                                        blocking,
                                        hardware);
                    }
                }
                case Node.Store(String wire, Tile tile) ->
                        busy +=
                                busyBytes(
                                        nest,
                                        wire,
                                        nest.form().region().stage(wire).axes(),
                                        tile,
                                        p.loops(),
                                        counts.left(p.guards(), blocking),
                                        blocking,
                                        hardware);
                case Node.Loop _, Node.Fill _, Node.Compute _, Node.Fold _ -> {}
            }
        }
        return busy;
    }

    /// The loop axes along which a read meets the array's elements in their order, innermost last: all of a plain read, at most one of a computed one.
    private static List<String> neighbours(Region.Read read) {
        if (read.isPlain()) {
            return read.axes();
        }
        return read.port().subscripts().getLast() instanceof Subscript.Affine(var factors, _)
                ? factors.entrySet().stream()
                        .filter(factor -> factor.getValue().equals(Size.ONE))
                        .map(Map.Entry::getKey)
                        .limit(1)
                        .toList()
                : List.of();
    }

    /// @param axes the loop axes along which neighbours are met, innermost last
    private static double busyBytes(
            Nest nest,
            String wire,
            List<String> axes,
            Tile tile,
            List<String> loops,
            double left,
            Blocking blocking,
            Hardware hardware) {
        int element = nest.form().region().array(wire).dtype().bytes();
        double bytes = element;
        for (String axis : tile.axes()) {
            bytes *= blocking.size(axis);
        }
        for (String axis : loops) {
            bytes *= tile.axes().contains(axis) ? 1 : blocking.blocks(axis);
        }
        bytes *= left;
        double run = element;
        for (String axis : axes.reversed()) {
            run *= blocking.extent(axis);
            if (blocking.extent(axis) < blocking.size(axis)) {
                break;
            }
        }
        return hardware.global().busyBytes(bytes, run);
    }

    /// Arithmetic of folds with their register pieces padded to full size, as it is issued.
    private static double issuedFlops(
            List<Nest.Placed> placed,
            Layouts layouts,
            Counts counts,
            Blocking blocking,
            Hardware hardware) {
        double sum = 0;
        for (Nest.Placed p : placed) {
            if (p.node() instanceof Node.Fold fold) {
                RegisterTile registers = layouts.registers(fold);
                Expr item = Guard.assuming(fold.item(), counts.settled());
                double items = 1 + Math.max(1, item.operations());
                for (String axis : fold.tile().axes()) {
                    int piece = registers.extent(axis);
                    items *= (double) blocking.pieces(axis, piece) * piece;
                }
                for (String axis : fold.reduced()) {
                    int lanes =
                            axis.equals(registers.lane()) ? hardware.lanes(fold.tile().dtype()) : 1;
                    items *= (double) blocking.pieces(axis, lanes) * lanes;
                }
                for (String axis : p.loops()) {
                    if (!fold.tile().axes().contains(axis) && !fold.reduced().contains(axis)) {
                        items *= blocking.blocks(axis);
                    }
                }
                sum += items * counts.left(p.guards(), blocking);
            }
        }
        return sum;
    }
}
