package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.size.Size;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.TimeConstant;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.search.Least;
import org.heddle.rules.stream.Region;
import org.heddle.rules.time.Need;
import org.heddle.rules.time.Pace;
import org.heddle.rules.time.Work;

/// The {@link Cost} of a nest at many extents, what holds in all its blocks being the same: axes are positions, what extents do not change is found once, and what follows from the register
/// piece of a fold once for each piece. Time is that of equal groups, in closed form: {@link Pace#seconds}.
final class Pricing {
    private static final int NEEDS = Need.values().length;

    private final Nest nest;
    private final Layouts.Plan plan;
    private final Set<Expr> settled;
    private final BlocksLeft left;
    private final Blocking sizes;
    private final Hardware hardware;
    private final int[] grid;
    private final Tally globalRead;
    private final Tally globalWrite;
    private final Tally localRead;
    private final Tally localWrite;
    private final Tally flops;
    private final Tally special;
    private final List<Transfer> transfers = new ArrayList<>();
    private final List<Folding> folds = new ArrayList<>();
    private final Accesses accesses;
    private final double flopsPerSecond;
    private final double specialPerSecond;
    private final Feeding feeding;
    private final Pace pace;
    private final Optional<Handling> handling;

    /// @param placed the steps of the nest
    /// @param settled conditions that hold in every block that is left
    /// @param left what guards leave
    /// @param sizes of the axes, whatever the extents
    /// @param handling what steps do beside their operations; empty where that takes no time
    /// @throws ArithmeticException where a count exceeds a long
    Pricing(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Plan plan,
            Set<Expr> settled,
            BlocksLeft left,
            Blocking sizes,
            Hardware hardware,
            Optional<Handling> handling) {
        this.nest = nest;
        this.plan = plan;
        this.settled = settled;
        this.left = left;
        this.sizes = sizes;
        this.hardware = hardware;
        this.accesses = Accesses.of(nest, plan);
        Counts counts = Counts.of(nest, placed, plan.pieces(sizes), settled, left);
        Counts beside = Counts.of(nest, besideFolds(placed), plan.pieces(sizes), settled, left);
        this.grid = sizes.positions(nest.grid());
        this.globalRead = new Tally(counts.globalRead(), sizes);
        this.globalWrite = new Tally(counts.globalWrite(), sizes);
        this.localRead = new Tally(beside.localRead(), sizes);
        this.localWrite = new Tally(beside.localWrite(), sizes);
        this.flops = new Tally(counts.flops(), sizes);
        this.special = new Tally(counts.special(), sizes);
        this.flopsPerSecond = hardware.rate("fma", nest.widest());
        this.specialPerSecond = hardware.rate("special", nest.widest());
        this.feeding = Feeding.of(nest.form().region(), sizes, hardware);
        this.pace = new Pace(hardware);
        this.handling = handling;
        placed.forEach(this::add);
    }

    private static List<Nest.Placed> besideFolds(List<Nest.Placed> placed) {
        return placed.stream().filter(p -> !(p.node() instanceof Node.Fold)).toList();
    }

    private void add(Nest.Placed p) {
        Region region = nest.form().region();
        switch (p.node()) {
            case Node.Load load -> {
                for (String wire : load.wires()) {
                    transfers.add(transfer(wire, neighbours(load.read()), load.tile(), p));
                }
            }
            case Node.Store(String wire, Tile tile) ->
                    transfers.add(transfer(wire, region.stage(wire).axes(), tile, p));
            case Node.Fold fold -> folds.add(new Folding(plan.number(fold), fold, p));
            case Node.Loop _, Node.Fill _, Node.Compute _ -> {}
        }
    }

    /// @param axes the loop axes along which neighbours are met, innermost last
    private Transfer transfer(String wire, List<String> axes, Tile tile, Nest.Placed p) {
        int element = nest.form().region().array(wire).dtype().bytes();
        double once = element;
        for (String axis : tile.axes()) {
            once *= sizes.size(axis);
        }
        return new Transfer(
                element,
                once,
                outside(p.loops(), tile.axes()),
                sizes.positions(axes.reversed()),
                left.by(p.guards()));
    }

    private int[] outside(List<String> loops, List<String> own) {
        return sizes.positions(loops.stream().filter(axis -> !own.contains(axis)).toList());
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

    /// What the cost at any extents between two is not below: as many groups as of the smallest blocks, transfers and operations as of the longest, register pieces as long as they get.
    ///
    /// @throws ArithmeticException where a count exceeds a long
    Least least(Blocking smallest, Blocking largest) {
        long bytes = Math.addExact(globalRead.least(largest), globalWrite.least(largest));
        long groups = groups(smallest);
        long local = Math.addExact(localRead.least(largest), localWrite.least(largest));
        double issued = 0;
        for (Folding fold : folds) {
            local = Math.addExact(local, fold.longest.reads.least(largest));
            local = Math.addExact(local, fold.longest.writes.least(largest));
            issued += fold.longest.leastFlops(largest);
        }
        double[] amounts = new double[NEEDS];
        amounts[Need.ARITHMETIC.place()] =
                Math.max((double) flops.least(largest), issued) / flopsPerSecond;
        amounts[Need.SPECIAL.place()] = special.least(largest) / specialPerSecond;
        amounts[Need.LOCAL.place()] = (double) local / hardware.local().bytesPerSecond();
        amounts[Need.GLOBAL.place()] = feeding.seconds((double) bytes);
        amounts[Need.GROUP.place()] = (double) groups(largest);
        Work work = Work.of(amounts);
        double imbalance = groups == 0 ? 1 : Math.max(1, (double) hardware.units() / groups);
        return new Least(
                bytes,
                pace.launchSeconds()
                        + pace.longer(
                                imbalance * pace.even(work),
                                pace.global(work) / pace.drawn((double) groups)));
    }

    private long groups(Blocking blocking) {
        long groups = 1;
        for (int axis : grid) {
            groups = Math.multiplyExact(groups, blocking.blocks(axis));
        }
        return groups;
    }

    /// The cost at given extents.
    ///
    /// @throws ArithmeticException where a count exceeds a long
    Cost at(Blocking blocking) {
        long groups = groups(blocking);
        Layouts.Pieces pieces = plan.pieces(blocking);
        Work work = work(blocking, pieces, blocking, groups);
        long read = localRead.at(blocking);
        long written = localWrite.at(blocking);
        for (Folding fold : folds) {
            Folded folded = fold.at(pieces);
            read = Math.addExact(read, folded.reads.at(blocking));
            written = Math.addExact(written, folded.writes.at(blocking));
        }
        double even = pace.even(work);
        double busy = pace.imbalance((double) groups) * even;
        double whole = pace.global(work);
        double global = whole / pace.drawn((double) groups);
        return new Cost(
                globalRead.at(blocking),
                globalWrite.at(blocking),
                read,
                written,
                plan.memory(blocking, pieces),
                groups,
                flops.at(blocking),
                special.at(blocking),
                pace.launchSeconds() + pace.longer(busy, global),
                pace.launchSeconds() + pace.longer(even, whole),
                global > busy
                        ? Cost.GLOBAL
                        : pace.computing(work) >= pace.local(work)
                                ? "arithmetic"
                                : "local bandwidth");
    }

    /// What groups ask of the machine.
    ///
    /// @param blocking of these groups
    /// @param pieces what folds keep in registers
    /// @param all of all groups, by which neighbours are found
    /// @param groups how many these are
    Work work(Blocking blocking, Layouts.Pieces pieces, Blocking all, long groups) {
        double issued = 0;
        double local = (double) localRead.at(blocking) + (double) localWrite.at(blocking);
        for (Folding fold : folds) {
            Folded folded = fold.at(pieces);
            local += (double) folded.reads.at(blocking) + (double) folded.writes.at(blocking);
            issued += folded.issuedFlops(blocking);
        }
        double[] amounts = new double[NEEDS];
        handling.ifPresent(own -> own.add(blocking, pieces, amounts));
        amounts[Need.ARITHMETIC.place()] =
                Math.max((double) flops.at(blocking), issued) / flopsPerSecond;
        amounts[Need.SPECIAL.place()] = special.at(blocking) / specialPerSecond;
        amounts[Need.LOCAL.place()] = local / hardware.local().bytesPerSecond();
        amounts[Need.BEYOND.place()] = amounts[Need.LOCAL.place()] * beyond(all, pieces);
        amounts[Need.GLOBAL.place()] = globalSeconds(blocking, all);
        amounts[Need.GROUP.place()] = (double) groups;
        return Work.of(amounts);
    }

    /// The part of a group's tiles that the nearest cache of a unit has no room for.
    private double beyond(Blocking all, Layouts.Pieces pieces) {
        double near = hardware.constant(TimeConstant.NEAR);
        return near == 0
                ? 0
                : Math.max(0, 1 - near / (double) Math.max(1, plan.memory(all, pieces)));
    }

    /// Seconds of all transfers with all of the bandwidth.
    private double globalSeconds(Blocking blocking, Blocking all) {
        double seconds = 0;
        for (Transfer transfer : transfers) {
            seconds += feeding.seconds(transfer.bytes(blocking), transfer.run(all));
        }
        return seconds;
    }

    /// A fold, whatever its register piece.
    private final class Folding {
        private final int number;
        private final Node.Fold fold;
        private final Nest.Placed placed;
        private final Expr item;
        private final double perItem;
        private final Folded longest;
        private final Map<Long, Folded> known = new HashMap<>();

        Folding(int number, Node.Fold fold, Nest.Placed placed) {
            this.number = number;
            this.fold = fold;
            this.placed = placed;
            this.item = Guard.assuming(fold.item(), settled);
            this.perItem = 1 + Math.max(1, item.operations());
            this.longest = folded(plan.lanes().get(number).longest());
        }

        Folded at(Layouts.Pieces pieces) {
            return known.computeIfAbsent(
                    pieces.code(number), code -> folded(plan.lanes().get(number).tile(code)));
        }

        private Folded folded(RegisterTile registers) {
            Optional<LiveBlocks> blocks = left.by(placed.guards());
            Accesses.Local local =
                    accesses.fold(
                            fold,
                            item,
                            registers,
                            placed.isStart(),
                            new Accesses.Around(placed.loops(), blocks));
            List<String> axes = new ArrayList<>(fold.tile().axes());
            int results = axes.size();
            axes.addAll(fold.reduced());
            int[] lengths = new int[axes.size()];
            for (int i = 0; i < lengths.length; i++) {
                String axis = axes.get(i);
                lengths[i] =
                        i < results
                                ? registers.extent(axis)
                                : axis.equals(registers.lane())
                                        ? hardware.lanes(fold.tile().dtype())
                                        : 1;
            }
            return new Folded(
                    new Tally(local.read(), sizes),
                    new Tally(local.written(), sizes),
                    perItem,
                    sizes.positions(axes),
                    lengths,
                    outside(placed.loops(), axes),
                    blocks);
        }
    }

    /// A fold with its register piece.
    private static final class Folded {
        private final Tally reads;
        private final Tally writes;
        private final double perItem;
        private final int[] axes;
        private final int[] lengths;
        private final int[] repeated;
        private final Optional<LiveBlocks> left;

        /// @param reads from local memory
        /// @param writes to local memory
        /// @param perItem operations of an item
        /// @param axes of its items
        /// @param lengths of its piece along these axes; items are computed in whole pieces
        /// @param repeated loop axes that repeat it
        Folded(
                Tally reads,
                Tally writes,
                double perItem,
                int[] axes,
                int[] lengths,
                int[] repeated,
                Optional<LiveBlocks> left) {
            this.reads = reads;
            this.writes = writes;
            this.perItem = perItem;
            this.axes = axes;
            this.lengths = lengths;
            this.repeated = repeated;
            this.left = left;
        }

        /// Operations as they are issued: of pieces padded to full size.
        double issuedFlops(Blocking blocking) {
            double items = perItem;
            for (int i = 0; i < axes.length; i++) {
                items *= (double) blocking.pieces(axes[i], lengths[i]) * lengths[i];
            }
            for (int axis : repeated) {
                items *= blocking.blocks(axis);
            }
            return items * BlocksLeft.share(left, blocking);
        }

        /// Operations at any extents up to these are not below this; 0 where loops skip blocks.
        double leastFlops(Blocking largest) {
            double items = left.isEmpty() ? perItem : 0;
            for (int axis : axes) {
                items *= largest.size(axis);
            }
            for (int axis : repeated) {
                items *= largest.blocks(axis);
            }
            return items;
        }
    }
}
