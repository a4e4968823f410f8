package org.heddle.rules.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heddle.rules.nest.Node;
import org.heddle.rules.time.Need;

/// What a fold does beside its operations.
///
/// ```
///   lanes along the result                           lanes along a reduced axis
///     acc[rows][vectors] ← result        PIECE         part[rows] ← unit
///     for each item                                    for each vector of items
///       acc ⊕= item                      WAIT            part ⊕= item               WAIT
///     result ← acc                                     result ⊕= lanes of part      COMBINE
/// ```
///
/// An accumulator takes in one item after the other, and the next only when the last one is in; so with few accumulators multiply-adds wait.
final class FoldHandling implements Handling.Part {
    /// Multiply-adds that are under way at once where none waits: two are begun a clock, and one takes four.
    private static final double UNDER_WAY = 8;

    private final Node.Fold fold;
    private final int number;
    private final Layouts.Plan plan;
    private final int[] repeated;
    private final int[] results;
    private final int[] reduced;
    private final int lanes;
    private final Map<Long, Shape> known = new HashMap<>();

    /// @param repeated axes of loops around it, beside its own
    /// @param sizes of the axes, whatever the extents
    FoldHandling(Node.Fold fold, Layouts.Plan plan, int[] repeated, Blocking sizes, int lanes) {
        this.fold = fold;
        this.number = plan.number(fold);
        this.plan = plan;
        this.repeated = repeated;
        this.results = sizes.positions(fold.tile().axes());
        this.reduced = sizes.positions(fold.reduced());
        this.lanes = lanes;
    }

    /// What follows from its register piece.
    private static final class Shape {
        private final int[] lengths;
        private final int[] steps;
        private final int accumulators;
        private final double idle;
        private final boolean isAcross;

        /// @param lengths of the piece along the result's axes
        /// @param steps lengths of what one turn of the innermost loop takes in, along the reduced axes
        /// @param accumulators that one turn changes
        /// @param idle of one turn, in multiply-adds
        /// @param isAcross whether its lanes are parts of one result
        Shape(int[] lengths, int[] steps, int accumulators, double idle, boolean isAcross) {
            this.lengths = lengths;
            this.steps = steps;
            this.accumulators = accumulators;
            this.idle = idle;
            this.isAcross = isAcross;
        }
    }

    @Override
    public void add(double times, Blocking blocking, Layouts.Pieces registers, double[] amounts) {
        Shape shape = known.computeIfAbsent(registers.code(number), this::shape);
        double begun = times;
        for (int axis : repeated) {
            begun *= blocking.blocks(axis);
        }
        double pieces = begun;
        for (int i = 0; i < results.length; i++) {
            pieces *= blocking.pieces(results[i], shape.lengths[i]);
        }
        double turns = pieces;
        for (int i = 0; i < reduced.length; i++) {
            turns *= blocking.pieces(reduced[i], shape.steps[i]);
            pieces *= blocking.blocks(reduced[i]);
        }
        amounts[Need.WAIT.place()] += turns * shape.idle;
        Need put = shape.isAcross ? Need.COMBINE : Need.PIECE;
        amounts[put.place()] += pieces * shape.accumulators;
    }

    private Shape shape(long code) {
        RegisterTile registers = plan.lanes().get(number).tile(code);
        List<String> own = fold.tile().axes();
        boolean isAcross = registers.reducedLane() || !own.contains(registers.lane());
        int[] lengths = own.stream().mapToInt(registers::extent).toArray();
        int vectors = isAcross ? 1 : Math.ceilDiv(registers.extent(registers.lane()), lanes);
        int rows = 1;
        for (String axis : own) {
            rows *= isAcross || !axis.equals(registers.lane()) ? registers.extent(axis) : 1;
        }
        int[] steps =
                fold.reduced().stream()
                        .mapToInt(axis -> axis.equals(registers.lane()) ? lanes : 1)
                        .toArray();
        int accumulators = rows * vectors;
        double begun = accumulators * (1 + Math.max(1, fold.item().operations())) / 2.0;
        return new Shape(lengths, steps, accumulators, Math.max(0, UNDER_WAY - begun), isAcross);
    }
}
