package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.backend.simd.Value.Real;
import org.heddle.backend.simd.Value.Truth;
import org.heddle.rules.nest.Node;

/// Writes folds. A register piece of the result is loaded, the items go by, the piece is stored.
///
/// ```
///   lanes along the result:          lanes along a reduced axis:
///     acc[rows][vectors]               part[rows], one partial result per lane
///     for k: acc ⊕= item               for x += lanes: part ⊕= item, the last vector masked
///                                      result ⊕= part.s0 ⊕ part.s1 ⊕ …
/// ```
///
/// An operand is read where the innermost of its reduced axes is gone through, and stays in registers in the loops inside ({@link FoldOperands}).
final class FoldWriter {
    private final Emission emission;
    private final Numbers numbers;

    FoldWriter(Emission emission) {
        this.emission = emission;
        this.numbers = emission.numbers;
    }

    /// @param fresh whether the accumulator is known to be the unit, so that it need not be read
    void fold(Node.Fold fold, boolean fresh) {
        emission.code.comment(
                fold.tile().name()
                        + " "
                        + fold.monoid().text()
                        + "= over "
                        + String.join(", ", fold.reduced())
                        + ": "
                        + fold.item()
                        + "   (part of "
                        + fold.wire()
                        + ")");
        emission.loops.inFullAndOthers(fold.item(), () -> pieces(fold, fresh));
    }

    private void pieces(Node.Fold fold, boolean fresh) {
        Piece piece = new Piece(emission, fold);
        piece.open();
        if (piece.isAlongResult()) {
            vertical(piece, fresh);
        } else {
            horizontal(piece, fresh);
        }
        piece.close();
    }

    /// Lanes along the result.
    private void vertical(Piece piece, boolean fresh) {
        Node.Fold fold = piece.fold();
        Combination combination =
                new Combination(numbers, fold.monoid(), emission.known(fold.item()));
        Map<String, Index> result = piece.index(piece.row(), piece.vector());
        String acc = accumulator(piece.row(), piece.vector());
        emission.code.line(
                numbers.vector() + " acc[" + piece.rows() + "][" + piece.vectors() + "];");
        Real start = fresh ? combination.unit() : emission.read(fold.tile(), result, piece.lane());
        piece.each(List.of(acc + " = " + numbers.inLanes(start) + ";"));
        FoldOperands operands = new FoldOperands(emission, piece, fold.reduced());
        items(
                fold.reduced(),
                operands,
                () ->
                        operands.eachRow(
                                piece.index(piece.row(), Index.ZERO),
                                () -> {
                                    for (int v = 0; v < piece.vectors(); v++) {
                                        Real target =
                                                Real.simple(
                                                        accumulator(piece.row(), Index.of(v)),
                                                        true);
                                        Map<String, Index> index =
                                                piece.index(piece.row(), Index.of(v));
                                        VectorExpr expressions = operands.expressions(v, index);
                                        emission.code.line(
                                                target.text()
                                                        + " = "
                                                        + combination.accumulate(
                                                                target, expressions)
                                                        + ";");
                                    }
                                }));
        if (emission.holdsOne(fold.tile(), piece.lane())) {
            String only = accumulator(piece.row(), Index.ZERO);
            piece.eachRow(emission.write(fold.tile(), result, piece.lane(), only));
        } else {
            piece.each(emission.write(fold.tile(), result, piece.lane(), acc));
        }
    }

    /// Loops over items one by one; what is inside reads the operands that have the last of these axes.
    private void items(List<String> axes, FoldOperands operands, Runnable inside) {
        for (int depth = 0; depth < axes.size(); depth++) {
            operands.declare(depth);
            emission.openLoop(axes.get(depth));
        }
        inside.run();
        axes.reversed().forEach(emission::closeLoop);
    }

    private String accumulator(Index row, Index vector) {
        return "acc[" + emission.text(row) + "][" + emission.text(vector) + "]";
    }

    /// Lanes along a reduced axis, or none.
    private void horizontal(Piece piece, boolean fresh) {
        Node.Fold fold = piece.fold();
        Combination combination =
                new Combination(numbers, fold.monoid(), emission.known(fold.item()));
        boolean vector = fold.reduced().contains(piece.lane());
        Real part = Real.simple("part[" + emission.text(piece.row()) + "]", vector);
        emission.code.line(
                (vector ? numbers.vector() : numbers.scalar()) + " part[" + piece.rows() + "];");
        String unit = vector ? numbers.inLanes(combination.unit()) : combination.unit().text();
        piece.eachRow(List.of(part.text() + " = " + unit + ";"));
        List<String> outer =
                fold.reduced().stream().filter(axis -> !axis.equals(piece.lane())).toList();
        List<String> all = new ArrayList<>(outer);
        if (vector) {
            all.add(piece.lane());
        }
        FoldOperands operands = new FoldOperands(emission, piece, all);
        Map<String, Index> index = piece.index(piece.row(), Index.ZERO);
        items(
                outer,
                operands,
                () -> {
                    if (vector) {
                        operands.declare(outer.size());
                        lanes(piece, combination, operands, part, index);
                    } else {
                        accumulate(combination, operands, part, index);
                    }
                });
        String target = emission.element(fold.tile(), index);
        Real whole =
                vector
                        ? Real.simple(
                                "reduce_" + fold.monoid().text() + "(" + part.text() + ")", false)
                        : part;
        String value =
                fresh ? whole.text() : combination.combine(Real.simple(target, false), whole);
        piece.eachRow(List.of(target + " = " + value + ";"));
    }

    private void accumulate(
            Combination combination, FoldOperands operands, Real part, Map<String, Index> index) {
        operands.eachRow(
                index,
                () -> {
                    VectorExpr expressions = operands.expressions(0, index);
                    String next = combination.accumulate(part, expressions);
                    emission.code.line(part.text() + " = " + next + ";");
                });
    }

    private void lanes(
            Piece piece,
            Combination combination,
            FoldOperands operands,
            Real part,
            Map<String, Index> index) {
        int lanes = numbers.lanes();
        String lane = piece.lane();
        String name = emission.names.axis(lane);
        Length length = emission.length(lane);
        if (!length.isBelow(lanes)) {
            index.put(lane, emission.element(lane, lanes));
            emission.code.open(
                    "for (int "
                            + name
                            + " = 0; "
                            + name
                            + " < "
                            + length.wholes(lanes)
                            + "; "
                            + name
                            + " += "
                            + lanes
                            + ")");
            accumulate(combination, operands, part, index);
            emission.code.close();
        }
        if (length.known().isPresent() && !length.isMultipleOf(lanes)) {
            long whole = length.known().getAsLong() / lanes * lanes;
            index.put(lane, Index.of(whole));
            emission.code.open("");
            String limit = Long.toString(length.known().getAsLong() - whole);
            masked(piece, combination, operands, part, index, limit);
            emission.code.close();
        } else if (length.known().isEmpty()) {
            index.put(lane, emission.element(lane, lanes));
            emission.code.open("if (" + length.text() + " % " + lanes + " != 0)");
            emission.code.line("const int " + name + " = " + length.wholes(lanes) + ";");
            masked(piece, combination, operands, part, index, length.text() + " - " + name);
            emission.code.close();
        }
    }

    /// The last vector: lanes from a limit on have the unit.
    private void masked(
            Piece piece,
            Combination combination,
            FoldOperands operands,
            Real part,
            Map<String, Index> index,
            String limit) {
        operands.eachRow(
                index,
                () -> {
                    Real item = operands.expressions(0, index).real(piece.fold().item());
                    Truth mask = numbers.mask("lane_index < " + limit, false);
                    Real valid =
                            Real.simple(
                                    "select("
                                            + numbers.inLanes(combination.unit())
                                            + ", "
                                            + numbers.inLanes(item)
                                            + ", "
                                            + mask.text()
                                            + ")",
                                    true);
                    emission.code.line(
                            part.text() + " = " + combination.combine(part, valid) + ";");
                });
    }
}
