package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.backend.simd.Value.Real;
import org.heddle.backend.simd.Value.Truth;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Writes folds. A register piece of the result is loaded, the items go by, the piece is stored.
///
/// ```
///   lanes along the result:          lanes along a reduced axis:
///     acc[rows][vectors]               part[rows], one partial result per lane
///     for k: acc ⊕= item               for x += lanes: part ⊕= item, the last vector masked
///                                      result ⊕= part.s0 ⊕ part.s1 ⊕ …
/// ```
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
        fold.reduced().forEach(emission::openLoop);
        items(piece, combination);
        fold.reduced().reversed().forEach(emission::closeLoop);
        if (emission.holdsOne(fold.tile(), piece.lane())) {
            String only = accumulator(piece.row(), Index.ZERO);
            piece.eachRow(emission.write(fold.tile(), result, piece.lane(), only));
        } else {
            piece.each(emission.write(fold.tile(), result, piece.lane(), acc));
        }
    }

    private void items(Piece piece, Combination combination) {
        List<Tile> perRow = new ArrayList<>();
        for (String name : piece.fold().item().arguments()) {
            Tile tile = emission.tile(name);
            if (tile.axes().contains(piece.rowAxis())) {
                perRow.add(tile);
            } else {
                declare(tile, piece);
            }
        }
        if (piece.rows() > 1) {
            emission.code
                    .line("#pragma unroll")
                    .open("for (int r = 0; r < " + piece.rows() + "; ++r)");
        }
        perRow.forEach(tile -> declare(tile, piece));
        for (int v = 0; v < piece.vectors(); v++) {
            Real target = Real.simple(accumulator(piece.row(), Index.of(v)), true);
            VectorExpr expressions = declared(piece, v);
            emission.code.line(
                    target.text() + " = " + combination.accumulate(target, expressions) + ";");
        }
        if (piece.rows() > 1) {
            emission.code.close();
        }
    }

    private String accumulator(Index row, Index vector) {
        return "acc[" + emission.text(row) + "][" + emission.text(vector) + "]";
    }

    /// Reads an operand into registers: a number, or the vectors of the piece.
    private void declare(Tile tile, Piece piece) {
        if (!tile.axes().contains(piece.lane())) {
            Real value = emission.read(tile, piece.index(piece.row(), Index.ZERO), piece.lane());
            emission.code.line(
                    "const "
                            + numbers.scalar()
                            + " "
                            + emission.names.shared(tile)
                            + " = "
                            + value.text()
                            + ";");
            return;
        }
        for (int v = 0; v < piece.vectors(); v++) {
            Real value = emission.read(tile, piece.index(piece.row(), Index.of(v)), piece.lane());
            emission.code.line(
                    "const "
                            + numbers.vector()
                            + " "
                            + emission.names.vector(tile, v)
                            + " = "
                            + numbers.inLanes(value)
                            + ";");
        }
    }

    /// Expressions over operands that were declared, for one vector of the piece.
    private VectorExpr declared(Piece piece, int v) {
        return emission.expressions(
                name -> {
                    Tile tile = emission.tile(name);
                    boolean vector = tile.axes().contains(piece.lane());
                    return Real.simple(
                            vector ? emission.names.vector(tile, v) : emission.names.shared(tile),
                            vector);
                },
                piece.index(piece.row(), Index.of(v)),
                piece.lane());
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
        outer.forEach(emission::openLoop);
        Map<String, Index> index = piece.index(piece.row(), Index.ZERO);
        if (vector) {
            lanes(piece, combination, part, index);
        } else {
            VectorExpr expressions = emission.expressions(index, "");
            piece.eachRow(
                    List.of(part.text() + " = " + combination.accumulate(part, expressions) + ";"));
        }
        outer.reversed().forEach(emission::closeLoop);
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

    private void lanes(Piece piece, Combination combination, Real part, Map<String, Index> index) {
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
            VectorExpr expressions = emission.expressions(index, lane);
            piece.eachRow(
                    List.of(part.text() + " = " + combination.accumulate(part, expressions) + ";"));
            emission.code.close();
        }
        if (length.known().isPresent() && !length.isMultipleOf(lanes)) {
            long whole = length.known().getAsLong() / lanes * lanes;
            index.put(lane, Index.of(whole));
            masked(
                    piece,
                    combination,
                    part,
                    index,
                    Long.toString(length.known().getAsLong() - whole));
        } else if (length.known().isEmpty()) {
            index.put(lane, emission.element(lane, lanes));
            emission.code.open("if (" + length.text() + " % " + lanes + " != 0)");
            emission.code.line("const int " + name + " = " + length.wholes(lanes) + ";");
            masked(piece, combination, part, index, length.text() + " - " + name);
            emission.code.close();
        }
    }

    /// The last vector: lanes from a limit on have the unit.
    private void masked(
            Piece piece,
            Combination combination,
            Real part,
            Map<String, Index> index,
            String limit) {
        Real item = emission.expressions(index, piece.lane()).real(piece.fold().item());
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
        piece.eachRow(List.of(part.text() + " = " + combination.combine(part, valid) + ";"));
    }
}
