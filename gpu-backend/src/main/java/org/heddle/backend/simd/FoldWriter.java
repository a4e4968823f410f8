package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.backend.simd.Value.Kind;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.RegisterTile;

/// Writes folds. A register piece of the result is loaded, the items go by, the piece is stored.
///
/// ```
///   lanes along the result:          lanes along a reduced axis:
///     acc[rows][vectors]               part[rows], one partial result per lane
///     for k: acc ⊕= item               for x += lanes: part ⊕= item, the last vector masked
///                                      result ⊕= part[0] ⊕ part[1] ⊕ …
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
        RegisterTile registers = emission.program.registers(fold);
        emission.code.comment(
                fold.tile().name()
                        + " "
                        + fold.monoid().text()
                        + "= over "
                        + String.join(", ", fold.reduced())
                        + ": "
                        + Emission.notation(fold.item())
                        + "   (part of "
                        + fold.wire()
                        + ")");
        Piece piece = new Piece(fold, registers);
        piece.openResultLoops();
        if (registers.reducedLane() || !fold.tile().axes().contains(registers.lane())) {
            horizontal(piece, fresh);
        } else {
            vertical(piece, fresh);
        }
        piece.closeLoops();
    }

    /// Lanes along the result.
    private void vertical(Piece piece, boolean fresh) {
        int vectors = Math.max(1, piece.registers.extent(piece.lane) / numbers.lanes());
        String acc = "acc[r][v]";
        emission.code.line(numbers.vector() + " acc[" + piece.rows() + "][" + vectors + "];");
        String unit =
                numbers.broadcast(Value.real(numbers.literal(piece.fold.monoid().unit()), false));
        Map<String, String> result = piece.index("r", "v");
        piece.each(
                vectors,
                acc + " = " + (fresh ? unit : emission.vector(piece.fold.tile(), result)) + ";");
        List<String> reduced = piece.fold.reduced();
        reduced.forEach(emission::openLoop);
        Operands operands = new Operands(piece, vectors);
        operands.declareShared();
        if (piece.rows() > 1) {
            emission.code
                    .line("#pragma unroll")
                    .open("for (int r = 0; r < " + piece.rows() + "; ++r)");
        }
        operands.declareRow();
        for (int v = 0; v < vectors; v++) {
            String target = "acc[" + piece.row() + "][" + v + "]";
            emission.code.line(
                    target + " = " + accumulate(piece.fold, target, operands.at(v), true) + ";");
        }
        if (piece.rows() > 1) {
            emission.code.close();
        }
        reduced.reversed().forEach(emission::closeLoop);
        piece.each(vectors, emission.vector(piece.fold.tile(), result) + " = " + acc + ";");
    }

    /// Lanes along a reduced axis.
    private void horizontal(Piece piece, boolean fresh) {
        Node.Fold fold = piece.fold;
        Monoid.Scalar monoid = fold.monoid();
        String unit = numbers.literal(monoid.unit());
        String partial = "part[" + piece.row() + "]";
        boolean vector = fold.reduced().contains(piece.lane);
        String type = vector ? numbers.vector() : numbers.scalar();
        String wide = vector ? numbers.broadcast(Value.real(unit, false)) : unit;
        emission.code.line(type + " part[" + piece.rows() + "];");
        piece.eachRow(partial + " = " + wide + ";");
        List<String> outer =
                fold.reduced().stream().filter(axis -> !axis.equals(piece.lane)).toList();
        outer.forEach(emission::openLoop);
        if (vector) {
            lanes(piece, wide);
        } else {
            piece.eachRow(
                    partial + " = " + accumulate(fold, partial, item(piece, ""), false) + ";");
        }
        outer.reversed().forEach(emission::closeLoop);
        Map<String, String> result = piece.index(piece.row(), "0");
        String target = emission.element(fold.tile(), result);
        String part = vector ? "reduce_" + monoid.text() + "(" + partial + ")" : partial;
        piece.eachRow(target + " = " + (fresh ? part : combine(monoid, target, part, false)) + ";");
    }

    private void lanes(Piece piece, String unit) {
        Node.Fold fold = piece.fold;
        String lane = piece.lane;
        String valid = emission.valid(lane);
        int lanes = numbers.lanes();
        boolean constant = valid.matches("[0-9]+");
        String full =
                constant
                        ? Long.toString(Long.parseLong(valid) / lanes * lanes)
                        : valid + " / " + lanes + " * " + lanes;
        Value item = item(piece, lane);
        String partial = "part[" + piece.row() + "]";
        if (!full.equals("0")) {
            emission.code.open(
                    "for (int "
                            + lane
                            + " = 0; "
                            + lane
                            + " < "
                            + full
                            + "; "
                            + lane
                            + " += "
                            + lanes
                            + ")");
            piece.eachRow(partial + " = " + accumulate(fold, partial, item, true) + ";");
            emission.code.close();
        }
        if (!constant || Long.parseLong(valid) % lanes != 0) {
            emission.code.open(constant ? "" : "if (" + valid + " % " + lanes + " != 0)");
            emission.code.line("const int " + lane + " = " + full + ";");
            String mask = numbers.mask("lane_index < " + valid + " - " + lane);
            Value masked =
                    Value.real(
                            "select(" + unit + ", " + vectorText(item) + ", " + mask + ")", true);
            piece.eachRow(
                    partial + " = " + combine(fold.monoid(), partial, masked.text(), true) + ";");
            emission.code.close();
        }
    }

    private String vectorText(Value value) {
        return value.vector() ? value.text() : numbers.broadcast(value);
    }

    private Value item(Piece piece, String lane) {
        Map<String, String> index = piece.index(piece.row(), "0");
        return numbers.toReal(
                emission.expressions(
                                name -> emission.read(emission.tile(name), index, lane),
                                index,
                                lane)
                        .write(piece.fold.item()));
    }

    /// `target ⊕ item`, as a multiply-add where the item is a product.
    private String accumulate(Node.Fold fold, String target, Value item, boolean vector) {
        return combine(fold.monoid(), target, vector ? vectorText(item) : item.text(), vector);
    }

    private String accumulate(Node.Fold fold, String target, List<Value> factors, boolean vector) {
        if (factors.size() == 2) {
            return "fma("
                    + vectorText(factors.get(0))
                    + ", "
                    + vectorText(factors.get(1))
                    + ", "
                    + target
                    + ")";
        }
        return accumulate(fold, target, factors.getFirst(), vector);
    }

    private String combine(Monoid.Scalar monoid, String a, String b, boolean vector) {
        return switch (monoid) {
            case SUM -> a + " + " + (b.contains(" ") && !b.contains("(") ? "(" + b + ")" : b);
            case PROD -> a + " * (" + b + ")";
            case MAX -> "max_nan(" + a + ", " + b + ")";
            case MIN -> "min_nan(" + a + ", " + b + ")";
            case AND -> logical(a, " & ", b, vector);
            case OR -> logical(a, " | ", b, vector);
        };
    }

    private String logical(String a, String sign, String b, boolean vector) {
        Value truth =
                new Value(
                        "("
                                + a
                                + " != "
                                + numbers.literal(0)
                                + ")"
                                + sign
                                + "(("
                                + b
                                + ") != "
                                + numbers.literal(0)
                                + ")",
                        Kind.TRUTH,
                        vector);
        return numbers.toReal(truth).text();
    }

    /// The loops and indices of one register piece.
    private final class Piece {
        final Node.Fold fold;
        final RegisterTile registers;
        final String lane;
        private final String rowAxis;
        private final List<String> axes;

        Piece(Node.Fold fold, RegisterTile registers) {
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
                                            : Integer.toString(
                                                    Integer.parseInt(v) * numbers.lanes()));
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
                emission.code
                        .line("#pragma unroll")
                        .head("for (int r = 0; r < " + rows() + "; ++r)");
                emission.code.line(statement);
                emission.code.end();
            }
        }
    }

    /// The operands of a vertical fold: what rows share is read before them.
    private final class Operands {
        private final Piece piece;
        private final int vectors;
        private final List<Tile> tiles = new ArrayList<>();

        Operands(Piece piece, int vectors) {
            this.piece = piece;
            this.vectors = vectors;
            piece.fold.item().arguments().forEach(name -> tiles.add(emission.tile(name)));
        }

        private boolean varies(Tile tile, String axis) {
            return tile.axes().contains(axis);
        }

        void declareShared() {
            tiles.stream().filter(tile -> !varies(tile, piece.rowAxis)).forEach(this::declare);
        }

        void declareRow() {
            tiles.stream().filter(tile -> varies(tile, piece.rowAxis)).forEach(this::declare);
        }

        private void declare(Tile tile) {
            if (!varies(tile, piece.lane)) {
                Value value = emission.read(tile, piece.index(piece.row(), "0"), piece.lane);
                emission.code.line(
                        "const "
                                + numbers.scalar()
                                + " "
                                + tile.name()
                                + "_s = "
                                + value.text()
                                + ";");
                return;
            }
            for (int v = 0; v < vectors; v++) {
                Value value =
                        emission.read(
                                tile, piece.index(piece.row(), Integer.toString(v)), piece.lane);
                emission.code.line(
                        "const "
                                + numbers.vector()
                                + " "
                                + tile.name()
                                + "_"
                                + v
                                + " = "
                                + value.text()
                                + ";");
            }
        }

        /// The item's factors (one for an item that is no product) for vector `v`.
        List<Value> at(int v) {
            Map<String, String> index = piece.index(piece.row(), Integer.toString(v));
            VectorExpr expressions =
                    emission.expressions(
                            name -> {
                                Tile tile = emission.tile(name);
                                boolean vector = varies(tile, piece.lane);
                                return Value.real(tile.name() + (vector ? "_" + v : "_s"), vector);
                            },
                            index,
                            piece.lane);
            boolean product =
                    piece.fold.monoid() == Monoid.Scalar.SUM
                            && piece.fold.item() instanceof Expr.Call(Fun fun, _)
                            && fun == Fun.MUL;
            if (product && piece.fold.item() instanceof Expr.Call(_, List<Expr> args)) {
                return args.stream().map(arg -> expressions.real(arg, false)).toList();
            }
            return List.of(expressions.real(piece.fold.item(), true));
        }
    }
}
