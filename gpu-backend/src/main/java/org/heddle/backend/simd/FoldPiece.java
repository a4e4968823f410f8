package org.heddle.backend.simd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.rules.nest.Node;
import org.heddle.rules.schedule.RegisterTile;

/// The loops and indices of one register piece.
final class FoldPiece {
    private final Emission emission;
    private final Numbers numbers;
    final Node.Fold fold;
    final RegisterTile registers;
    final String lane;
    final String rowAxis;
    private final List<String> axes;

    FoldPiece(Emission emission, Node.Fold fold, RegisterTile registers) {
        this.emission = emission;
        this.numbers = emission.numbers;
        this.fold = fold;
        this.registers = registers;
        this.lane = registers.lane();
        this.axes = fold.tile().axes();
        this.rowAxis =
                axes.stream()
                        .filter(axis -> !axis.equals(lane) && registers.extent(axis) > 1)
                        .findFirst()
                        .orElse("");
    }

    int rows() {
        return rowAxis.isEmpty() ? 1 : registers.extent(rowAxis);
    }

    /// The row's subscript where the loop over rows is not written out.
    String row() {
        return rows() > 1 ? "r" : "0";
    }

    void openResultLoops() {
        for (String axis : loops()) {
            int step = registers.extent(axis);
            String increment = step == 1 ? "++" + axis + "_0" : axis + "_0 += " + step;
            emission.code.open(
                    "for (int "
                            + axis
                            + "_0 = 0; "
                            + axis
                            + "_0 < "
                            + emission.valid(axis)
                            + "; "
                            + increment
                            + ")");
        }
        if (loops().isEmpty()) {
            emission.code.open("");
        }
    }

    void closeLoops() {
        for (int i = 0; i < Math.max(1, loops().size()); i++) {
            emission.code.close();
        }
    }

    /// Axes of the result that have more than one piece in some block.
    private List<String> loops() {
        return axes.stream().filter(axis -> !isOnePiece(axis)).toList();
    }

    private boolean isOnePiece(String axis) {
        String valid = emission.valid(axis);
        return valid.matches("[0-9]+")
                && !valid.equals("0")
                && Long.parseLong(valid) <= registers.extent(axis);
    }

    /// Index of every axis for row `r` and vector `v` of the piece.
    Map<String, String> index(String r, String v) {
        SequencedMap<String, String> index = new LinkedHashMap<>();
        for (String axis : axes) {
            String at = isOnePiece(axis) ? "0" : axis + "_0";
            if (axis.equals(rowAxis)) {
                at = plus(at, r);
            } else if (axis.equals(lane) && registers.extent(axis) > numbers.lanes()) {
                at =
                        plus(
                                at,
                                v.equals("v")
                                        ? "v * " + numbers.lanes()
                                        : Integer.toString(Integer.parseInt(v) * numbers.lanes()));
            }
            index.put(axis, at);
        }
        fold.reduced()
                .forEach(
                        axis ->
                                index.put(
                                        axis,
                                        emission.isSingle(axis) && !axis.equals(lane)
                                                ? "0"
                                                : axis));
        return index;
    }

    private static String plus(String at, String more) {
        return more.equals("0") ? at : at.equals("0") ? more : at + " + " + more;
    }

    void each(int vectors, String statement) {
        emission.code.line("#pragma unroll").head("for (int r = 0; r < " + rows() + "; ++r)");
        emission.code.line("#pragma unroll").head("for (int v = 0; v < " + vectors + "; ++v)");
        emission.code.line(
                vectors == 1 ? statement.replace("v * " + numbers.lanes(), "0") : statement);
        emission.code.end().end();
    }

    /// A statement for every row; its text must name the row as {@link #row} does.
    void eachRow(String statement) {
        if (rows() == 1) {
            emission.code.line(statement);
        } else {
            emission.code.line("#pragma unroll").head("for (int r = 0; r < " + rows() + "; ++r)");
            emission.code.line(statement);
            emission.code.end();
        }
    }
}
