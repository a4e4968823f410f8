package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;
import org.heddle.rules.time.Need;
import org.heddle.rules.time.Pace;

/// What the steps of a nest do beside their operations, as a kernel of vectors does it: vectors taken up and put back, elements that fill no vector, blocks that are turned, steps begun.
///
/// ```
///   pointwise     for each row: vectors along the inner axis, the last one padded       VECTOR, PADDING
///   copy          whole vectors, then the rest of the row                               TAIL
///                 where the array's innermost axis is not the tile's: square blocks     TRANSPOSE, ELEMENT
///                 turned, the rest one by one
///   fold          as FoldHandling says                                                         PIECE, WAIT, COMBINE
///   every step    once for each block of the loops around it                            STEP
/// ```
final class Handling {
    private final Blocking sizes;
    private final int lanes;
    private final double specialPerSecond;
    private final Map<String, Tile> tiles = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /// @param settled conditions that hold in every block that is left
    /// @param sizes of the axes, whatever the extents
    Handling(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Plan plan,
            Set<Expr> settled,
            BlocksLeft left,
            Blocking sizes,
            Hardware hardware) {
        this.sizes = sizes;
        this.lanes = hardware.lanes(nest.widest());
        this.specialPerSecond = hardware.rate("special", nest.widest());
        nest.tiles().forEach(tile -> tiles.put(tile.name(), tile));
        Region region = nest.form().region();
        for (Nest.Placed p : placed) {
            Optional<LiveBlocks> blocks = left.by(p.guards());
            List<String> loops = p.loops();
            steps.add(new Step(sizes.positions(loops), blocks, new Begun()));
            switch (p.node()) {
                case Node.Load(Tile tile, Region.Read read, _) -> {
                    List<String> array = read.isPlain() ? read.axes() : List.of();
                    steps.add(step(tile, loops, blocks, copy(tile, array, plan)));
                }
                case Node.Store(String wire, Tile tile) ->
                        steps.add(
                                step(
                                        tile,
                                        loops,
                                        blocks,
                                        copy(tile, region.stage(wire).axes(), plan)));
                case Node.Fill(Tile tile, _) ->
                        steps.add(step(tile, loops, blocks, rows(tile, Set.of(), 0, plan)));
                case Node.Compute(Tile tile, Expr value, _) -> {
                    int specials = Counts.specials(Guard.assuming(value, settled));
                    steps.add(
                            step(
                                    tile,
                                    loops,
                                    blocks,
                                    rows(tile, value.arguments(), specials, plan)));
                }
                case Node.Fold fold ->
                        steps.add(
                                step(
                                        fold.tile(),
                                        loops,
                                        blocks,
                                        new FoldHandling(
                                                fold, plan, around(loops, fold), sizes, lanes)));
                case Node.Loop _ -> throw new IllegalStateException("loops are not placed");
            }
        }
    }

    /// The loops around a fold beside its own axes.
    private int[] around(List<String> loops, Node.Fold fold) {
        return sizes.positions(
                loops.stream()
                        .filter(axis -> !fold.tile().axes().contains(axis))
                        .filter(axis -> !fold.reduced().contains(axis))
                        .toList());
    }

    /// The same; empty where a machine takes no time for any of it.
    static Optional<Handling> asked(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Plan plan,
            Set<Expr> settled,
            BlocksLeft left,
            Blocking sizes,
            Hardware hardware) {
        return new Pace(hardware).isWithCounts()
                ? Optional.of(new Handling(nest, placed, plan, settled, left, sizes, hardware))
                : Optional.empty();
    }

    /// One kind of what a step does, for all of its blocks.
    @FunctionalInterface
    interface Part {
        /// Adds to the amounts, by {@link Need}.
        ///
        /// @param times how often it is done, beside what follows from its own axes
        void add(double times, Blocking blocking, Layouts.Pieces pieces, double[] amounts);
    }

    /// What a step does, with the loop axes that repeat it.
    private static final class Step {
        private final int[] repeated;
        private final Optional<LiveBlocks> left;
        private final Part part;

        Step(int[] repeated, Optional<LiveBlocks> left, Part part) {
            this.repeated = repeated;
            this.left = left;
            this.part = part;
        }

        void add(Blocking blocking, Layouts.Pieces pieces, double[] amounts) {
            double times = BlocksLeft.share(left, blocking);
            for (int axis : repeated) {
                times *= blocking.blocks(axis);
            }
            part.add(times, blocking, pieces, amounts);
        }
    }

    private Step step(Tile tile, List<String> loops, Optional<LiveBlocks> left, Part part) {
        List<String> outside =
                part instanceof FoldHandling
                        ? List.of()
                        : loops.stream().filter(axis -> !tile.axes().contains(axis)).toList();
        return new Step(sizes.positions(outside), left, part);
    }

    /// What all steps do.
    ///
    /// @param pieces what folds keep in registers
    void add(Blocking blocking, Layouts.Pieces pieces, double[] amounts) {
        for (Step step : steps) {
            step.add(blocking, pieces, amounts);
        }
    }

    private static final class Begun implements Part {
        @Override
        public void add(double times, Blocking blocking, Layouts.Pieces pieces, double[] amounts) {
            amounts[Need.STEP.place()] += times;
        }
    }

    private Part rows(Tile tile, Set<String> arguments, int specials, Layouts.Plan plan) {
        Optional<String> inner = plan.inner(tile);
        int alike = 1;
        int across = 0;
        for (String name : arguments) {
            Tile operand = tiles.get(name);
            if (operand != null && inner.isPresent() && operand.axes().contains(inner.get())) {
                if (plan.inner(operand).equals(inner)) {
                    alike++;
                } else {
                    across++;
                }
            }
        }
        int vectors = alike;
        int gathered = across;
        int[] outer = others(tile, inner);
        int along = inner.map(sizes::position).orElse(-1);
        return (times, blocking, pieces, amounts) -> {
            double rows = times * elements(outer, blocking);
            double all = along < 0 ? rows : rows * blocking.pieces(along, lanes);
            amounts[Need.VECTOR.place()] += all * vectors;
            amounts[Need.ELEMENT.place()] += all * gathered * lanes;
            if (along >= 0 && specials > 0) {
                double empty = all * lanes - rows * blocking.size(along);
                amounts[Need.PADDING.place()] += specials * empty / specialPerSecond;
            }
        };
    }

    /// @param array the array's axes, innermost last; none where its positions are computed
    private Part copy(Tile tile, List<String> array, Layouts.Plan plan) {
        Optional<String> inner = plan.inner(tile);
        if (array.isEmpty() || inner.isEmpty()) {
            int[] all = sizes.positions(tile.axes());
            return (times, blocking, pieces, amounts) ->
                    amounts[Need.ELEMENT.place()] += times * elements(all, blocking);
        }
        int near = sizes.position(inner.get());
        int far = sizes.position(array.getLast());
        int[] others =
                sizes.positions(
                        tile.axes().stream()
                                .filter(axis -> !axis.equals(inner.get()))
                                .filter(axis -> !axis.equals(array.getLast()))
                                .toList());
        return near == far ? straight(near, others) : turned(near, far, others);
    }

    private Part straight(int near, int[] others) {
        return (times, blocking, pieces, amounts) ->
                amounts[Need.TAIL.place()] +=
                        times
                                * elements(others, blocking)
                                * (blocking.pieces(near, lanes) - blocking.wholes(near, lanes));
    }

    private Part turned(int near, int far, int[] others) {
        return (times, blocking, pieces, amounts) -> {
            double rest = times * elements(others, blocking);
            double all = rest * blocking.size(near) * blocking.size(far);
            boolean isShort =
                    blocking.extent(near) < lanes || blocking.extent(far) < lanes || lanes == 1;
            double blocks =
                    isShort ? 0 : rest * blocking.wholes(near, lanes) * blocking.wholes(far, lanes);
            amounts[Need.TRANSPOSE.place()] += blocks;
            amounts[Need.ELEMENT.place()] += all - blocks * lanes * lanes;
        };
    }

    private int[] others(Tile tile, Optional<String> inner) {
        return sizes.positions(
                tile.axes().stream().filter(axis -> !inner.equals(Optional.of(axis))).toList());
    }

    private static double elements(int[] axes, Blocking blocking) {
        double elements = 1;
        for (int axis : axes) {
            elements *= blocking.size(axis);
        }
        return elements;
    }
}
