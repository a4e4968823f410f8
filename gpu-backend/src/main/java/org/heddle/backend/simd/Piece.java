package org.heddle.backend.simd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.backend.simd.Index.Variable;
import org.heddle.rules.nest.Node;
import org.heddle.rules.schedule.RegisterTile;

/// The part of a fold's result that is in registers: its loops and indices. Rows run along one axis of the result, vectors along another.
final class Piece {
    private final Emission emission;
    private final RegisterTile registers;
    private final Node.Fold fold;
    private final String rowAxis;

    Piece(Emission emission, Node.Fold fold) {
        this.emission = emission;
        this.fold = fold;
        this.registers = emission.program.registers(fold);
        this.rowAxis =
                fold.tile().axes().stream()
                        .filter(
                                axis ->
                                        !axis.equals(registers.lane())
                                                && registers.extent(axis) > 1)
                        .findFirst()
                        .orElse("");
    }

    Node.Fold fold() {
        return fold;
    }

    /// The axis along the lanes.
    String lane() {
        return registers.lane();
    }

    /// Whether the lanes run along the result.
    boolean isAlongResult() {
        return !registers.reducedLane() && fold.tile().axes().contains(lane());
    }

    /// The axis of which a piece has several rows; empty text for none.
    String rowAxis() {
        return rowAxis;
    }

    int rows() {
        return rowAxis.isEmpty() ? 1 : registers.extent(rowAxis);
    }

    int vectors() {
        return vectors(registers, emission.numbers.lanes());
    }

    static int vectors(RegisterTile registers, int lanes) {
        return Math.max(1, registers.extent(registers.lane()) / lanes);
    }

    /// The row, as a variable `r` where there are several.
    Index row() {
        return rows() == 1 ? Index.ZERO : Index.of(Variable.counter("r", rows(), 1));
    }

    /// The vector, as a variable `v` where there are several.
    Index vector() {
        return vectors() == 1 ? Index.ZERO : Index.of(Variable.counter("v", vectors(), 1));
    }

    void open() {
        for (String axis : loops()) {
            int step = registers.extent(axis);
            String first = first(axis);
            String next = step == 1 ? "++" + first : first + " += " + step;
            emission.code.open(
                    "for (int "
                            + first
                            + " = 0; "
                            + first
                            + " < "
                            + emission.length(axis).text()
                            + "; "
                            + next
                            + ")");
        }
        if (loops().isEmpty()) {
            emission.code.open("");
        }
    }

    void close() {
        for (int i = 0; i < Math.max(1, loops().size()); i++) {
            emission.code.close();
        }
    }

    /// Axes of the result that have more than one piece in some block, or none.
    private List<String> loops() {
        return fold.tile().axes().stream().filter(axis -> !isOnePiece(axis)).toList();
    }

    private boolean isOnePiece(String axis) {
        Length length = emission.length(axis);
        return length.isBelow(registers.extent(axis) + 1L) && !length.isBelow(1);
    }

    private String first(String axis) {
        return emission.names.axis(axis) + "_0";
    }

    /// Index of every axis in a row and a vector of the piece, reduced axes as their loops have them.
    Map<String, Index> index(Index row, Index vector) {
        Map<String, Index> index = new LinkedHashMap<>();
        int lanes = emission.numbers.lanes();
        for (String axis : fold.tile().axes()) {
            int extent = registers.extent(axis);
            Index at =
                    isOnePiece(axis)
                            ? Index.ZERO
                            : Index.of(
                                    Variable.counter(
                                            first(axis), emission.layouts.padded(axis), extent));
            if (axis.equals(rowAxis)) {
                at = at.plus(row);
            } else if (axis.equals(lane())) {
                at = at.plus(vector.times(lanes));
            }
            index.put(axis, at);
        }
        for (String axis : fold.reduced()) {
            index.put(
                    axis,
                    emission.isSingle(axis)
                            ? Index.ZERO
                            : emission.element(axis, axis.equals(lane()) ? lanes : 1));
        }
        return index;
    }

    /// Writes statements for every row.
    void eachRow(List<String> statements) {
        emission.repeat(rowCounter(), statements);
    }

    /// Writes statements for every row and vector.
    void each(List<String> statements) {
        SequencedMap<String, Integer> counters = rowCounter();
        if (vectors() > 1) {
            counters.put("v", vectors());
        }
        emission.repeat(counters, statements);
    }

    private SequencedMap<String, Integer> rowCounter() {
        SequencedMap<String, Integer> counters = new LinkedHashMap<>();
        if (rows() > 1) {
            counters.put("r", rows());
        }
        return counters;
    }
}
