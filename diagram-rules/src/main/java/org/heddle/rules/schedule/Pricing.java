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
    private final double localPerSecond;
    private final double near;
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
        this.localPerSecond = hardware.local().bytesPerSecond();
        this.near = hardware.constant(TimeConstant.NEAR);
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
    static List<String> neighbours(Region.Read read) {
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
            local = Math.addExact(local, fold.longest.reads().least(largest));
            local = Math.addExact(local, fold.longest.writes().least(largest));
            issued += fold.longest.leastFlops(largest);
        }
        double[] amounts = new double[NEEDS];
        amounts[Need.ARITHMETIC.place()] =
                Math.max((double) flops.least(largest), issued) / flopsPerSecond;
        amounts[Need.SPECIAL.place()] = special.least(largest) / specialPerSecond;
        amounts[Need.LOCAL.place()] = (double) local / localPerSecond;
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
        Done done = done(blocking, pieces);
        long memory = plan.memory(blocking, pieces);
        Work work = work(blocking, pieces, done, globalSeconds(blocking, blocking), memory, groups);
        double even = pace.even(work);
        double busy = pace.imbalance((double) groups) * even;
        double whole = pace.global(work);
        double global = whole / pace.drawn((double) groups);
        return new Cost(
                globalRead.at(blocking),
                globalWrite.at(blocking),
                done.localRead(),
                done.localWritten(),
                memory,
                groups,
                done.flops(),
                done.special(),
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
        return work(
                blocking,
                pieces,
                done(blocking, pieces),
                globalSeconds(blocking, all),
                plan.memory(all, pieces),
                groups);
    }

    /// @param global seconds of transfers from and to global memory
    /// @param memory bytes of a group's tiles
    private Work work(
            Blocking blocking,
            Layouts.Pieces pieces,
            Done done,
            double global,
            long memory,
            long groups) {
        double[] amounts = new double[NEEDS];
        handling.ifPresent(own -> own.add(blocking, pieces, amounts));
        double local = (double) done.localRead() + (double) done.localWritten();
        amounts[Need.ARITHMETIC.place()] =
                Math.max((double) done.flops(), done.issued()) / flopsPerSecond;
        amounts[Need.SPECIAL.place()] = done.special() / specialPerSecond;
        amounts[Need.LOCAL.place()] = local / localPerSecond;
        amounts[Need.BEYOND.place()] = amounts[Need.LOCAL.place()] * beyond(memory);
        amounts[Need.GLOBAL.place()] = global;
        amounts[Need.GROUP.place()] = (double) groups;
        return Work.of(amounts);
    }

    /// What groups do within their unit.
    ///
    /// @param localRead bytes between local memory and registers
    /// @param issued operations of folds, of whole register pieces
    private record Done(
            long localRead, long localWritten, double issued, long flops, long special) {}

    private Done done(Blocking blocking, Layouts.Pieces pieces) {
        long read = localRead.at(blocking);
        long written = localWrite.at(blocking);
        double issued = 0;
        for (Folding fold : folds) {
            Folded folded = fold.at(pieces);
            read = Math.addExact(read, folded.reads().at(blocking));
            written = Math.addExact(written, folded.writes().at(blocking));
            issued += folded.issuedFlops(blocking);
        }
        return new Done(read, written, issued, flops.at(blocking), special.at(blocking));
    }

    /// The part of a group's tiles that the nearest cache of a unit has no room for.
    private double beyond(long memory) {
        return near == 0 ? 0 : Math.max(0, 1 - near / (double) Math.max(1, memory));
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
        private long lastCode;
        private Optional<Folded> last = Optional.empty();

        Folding(int number, Node.Fold fold, Nest.Placed placed) {
            this.number = number;
            this.fold = fold;
            this.placed = placed;
            this.item = Guard.assuming(fold.item(), settled);
            this.perItem = 1 + Math.max(1, item.operations());
            this.longest = folded(plan.lanes().get(number).longest());
        }

        /// With the piece that extents have; neighbouring ones mostly have the same.
        Folded at(Layouts.Pieces pieces) {
            long code = pieces.code(number);
            if (last.isEmpty() || code != lastCode) {
                last = Optional.of(known.computeIfAbsent(code, this::coded));
                lastCode = code;
            }
            return last.get();
        }

        private Folded coded(long code) {
            return folded(plan.lanes().get(number).tile(code));
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
}
