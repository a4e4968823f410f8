package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.size.Size;
import org.heddle.rules.bounds.BlockRanges;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// The {@link Cost} of a nest at many extents, its register pieces and what holds in all its blocks being the same: axes are positions, and what extents do not change is found once.
final class Pricing {
    /// The part of the shorter of computing and transferring that the longer one does not hide.
    private static final double EXPOSED = 0.25;

    /// How much more than its share of the global bandwidth one unit draws while others idle. A multiprocessor of an H200 draws about 42 bytes per clock, its share is 20; a
    /// core of two saturates the memory alone.
    private static final double SHARES = 2;

    private final Hardware hardware;
    private final Layouts.Pieces pieces;
    private final Counts counts;
    private final int[] grid;
    private final Tally globalRead;
    private final Tally globalWrite;
    private final Tally localRead;
    private final Tally localWrite;
    private final Tally flops;
    private final Tally special;
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private final double flopsPerSecond;
    private final double specialPerSecond;

    /// @param placed the steps of the nest
    /// @param settled conditions that hold in every block that is left
    /// @param data what inputs hold, where that is known
    /// @param sizes of the axes, whatever the extents
    /// @throws ArithmeticException where a count exceeds a long
    Pricing(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Pieces pieces,
            Set<Expr> settled,
            Optional<BlockRanges> data,
            Blocking sizes,
            Hardware hardware) {
        this.hardware = hardware;
        this.pieces = pieces;
        this.counts = Counts.of(nest, placed, pieces, settled, data);
        this.grid = sizes.positions(nest.grid());
        this.globalRead = new Tally(counts.globalRead(), sizes);
        this.globalWrite = new Tally(counts.globalWrite(), sizes);
        this.localRead = new Tally(counts.localRead(), sizes);
        this.localWrite = new Tally(counts.localWrite(), sizes);
        this.flops = new Tally(counts.flops(), sizes);
        this.special = new Tally(counts.special(), sizes);
        this.flopsPerSecond = hardware.rate("fma", nest.widest());
        this.specialPerSecond = hardware.rate("special", nest.widest());
        placed.forEach(p -> add(p, nest.form().region(), sizes));
    }

    private void add(Nest.Placed p, Region region, Blocking sizes) {
        Optional<LiveBlocks> left = counts.left(p.guards());
        switch (p.node()) {
            case Node.Load(Tile tile, Region.Read read) -> {
                for (String wire : read.touched()) {
                    DType dtype = region.array(wire).dtype();
                    transfers.add(
                            Transfer.of(dtype, neighbours(read), tile, p.loops(), left, sizes));
                }
            }
            case Node.Store(String wire, Tile tile) -> {
                DType dtype = region.array(wire).dtype();
                List<String> axes = region.stage(wire).axes();
                transfers.add(Transfer.of(dtype, axes, tile, p.loops(), left, sizes));
            }
            case Node.Fold fold -> {
                double operations = Guard.assuming(fold.item(), counts.settled()).operations();
                issues.add(
                        Issue.of(
                                fold, 1 + Math.max(1, operations), pieces, p.loops(), left, sizes));
            }
            case Node.Loop _, Node.Fill _, Node.Compute _ -> {}
        }
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

    Counts counts() {
        return counts;
    }

    /// Global bytes at any extents between two are not below this.
    ///
    /// @throws ArithmeticException where they exceed a long
    long leastBytes(Blocking smallest, Blocking largest) {
        return Math.addExact(
                globalRead.least(smallest, largest), globalWrite.least(smallest, largest));
    }

    /// The cost at given extents.
    ///
    /// @throws ArithmeticException where a count exceeds a long
    Cost at(Blocking blocking) {
        long groups = 1;
        for (int axis : grid) {
            groups = Math.multiplyExact(groups, blocking.blocks(axis));
        }
        long flop = flops.at(blocking);
        long specials = special.at(blocking);
        long read = localRead.at(blocking);
        long written = localWrite.at(blocking);
        double arithmetic =
                Math.max((double) flop, issuedFlops(blocking)) / flopsPerSecond
                        + specials / specialPerSecond;
        double local = (double) (read + written) / hardware.local().bytesPerSecond();
        double whole = busyGlobalBytes(blocking) / hardware.global().bytesPerSecond();
        double global = whole / drawn(groups);
        double waves = Math.ceil((double) groups / hardware.units());
        double imbalance = groups == 0 ? 1 : waves * hardware.units() / groups;
        double even = longer(arithmetic, local);
        double busy = imbalance * even;
        return new Cost(
                globalRead.at(blocking),
                globalWrite.at(blocking),
                read,
                written,
                pieces.padding().bytes(blocking),
                groups,
                flop,
                specials,
                hardware.launchSeconds() + longer(busy, global),
                hardware.launchSeconds() + longer(even, whole),
                global > busy
                        ? Cost.GLOBAL
                        : arithmetic >= local ? "arithmetic" : "local bandwidth");
    }

    private static double longer(double a, double b) {
        return Math.max(a, b) + EXPOSED * Math.min(a, b);
    }

    /// The part of the global bandwidth that so many groups can draw.
    private double drawn(long groups) {
        return groups == 0 ? 1 : Math.min(1, SHARES * groups / hardware.units());
    }

    /// Global bytes with every run of neighbouring elements rounded up to whole transfers.
    private double busyGlobalBytes(Blocking blocking) {
        double busy = 0;
        for (Transfer transfer : transfers) {
            busy += hardware.global().busyBytes(transfer.bytes(blocking), transfer.run(blocking));
        }
        return busy;
    }

    /// Arithmetic of folds with their register pieces padded to full size, as it is issued.
    private double issuedFlops(Blocking blocking) {
        double sum = 0;
        for (Issue issue : issues) {
            sum += issue.flops(blocking);
        }
        return sum;
    }

    private static double share(Optional<LiveBlocks> left, Blocking blocking) {
        return left.isEmpty() ? 1 : left.get().share(blocking);
    }

    private static int[] outside(List<String> loops, List<String> own, Blocking sizes) {
        return sizes.positions(loops.stream().filter(axis -> !own.contains(axis)).toList());
    }

    /// A load or a store.
    ///
    /// @param once bytes of what is transferred once
    /// @param repeated loop axes that repeat it
    /// @param inwards the loop axes along which neighbours are met, innermost first
    private record Transfer(
            int element, double once, int[] repeated, int[] inwards, Optional<LiveBlocks> left) {
        /// @param axes the loop axes along which neighbours are met, innermost last
        static Transfer of(
                DType dtype,
                List<String> axes,
                Tile tile,
                List<String> loops,
                Optional<LiveBlocks> left,
                Blocking sizes) {
            double once = dtype.bytes();
            for (String axis : tile.axes()) {
                once *= sizes.size(axis);
            }
            return new Transfer(
                    dtype.bytes(),
                    once,
                    outside(loops, tile.axes(), sizes),
                    sizes.positions(axes.reversed()),
                    left);
        }

        double bytes(Blocking blocking) {
            double bytes = once;
            for (int axis : repeated) {
                bytes *= blocking.blocks(axis);
            }
            return bytes * share(left, blocking);
        }

        /// Bytes that are neighbours.
        double run(Blocking blocking) {
            double run = element;
            for (int axis : inwards) {
                run *= blocking.extent(axis);
                if (blocking.extent(axis) < blocking.size(axis)) {
                    break;
                }
            }
            return run;
        }
    }

    /// The arithmetic of a fold.
    ///
    /// @param perItem operations of an item
    /// @param axes of its items
    /// @param lengths of its register piece along these axes; items are computed in whole pieces
    /// @param repeated loop axes that repeat it
    private record Issue(
            double perItem, int[] axes, int[] lengths, int[] repeated, Optional<LiveBlocks> left) {
        static Issue of(
                Node.Fold fold,
                double perItem,
                Layouts.Pieces pieces,
                List<String> loops,
                Optional<LiveBlocks> left,
                Blocking sizes) {
            RegisterTile registers = pieces.registers(fold);
            List<String> axes = new ArrayList<>(fold.tile().axes());
            axes.addAll(fold.reduced());
            int[] lengths = new int[axes.size()];
            for (int i = 0; i < lengths.length; i++) {
                String axis = axes.get(i);
                boolean isResult = i < fold.tile().axes().size();
                lengths[i] =
                        isResult
                                ? registers.extent(axis)
                                : axis.equals(registers.lane())
                                        ? pieces.lanes(fold.tile().dtype())
                                        : 1;
            }
            return new Issue(
                    perItem, sizes.positions(axes), lengths, outside(loops, axes, sizes), left);
        }

        double flops(Blocking blocking) {
            double items = perItem;
            for (int i = 0; i < axes.length; i++) {
                items *= (double) blocking.pieces(axes[i], lengths[i]) * lengths[i];
            }
            for (int axis : repeated) {
                items *= blocking.blocks(axis);
            }
            return items * share(left, blocking);
        }
    }
}
