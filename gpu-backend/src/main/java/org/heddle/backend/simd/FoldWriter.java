package org.heddle.backend.simd;

import java.util.List;
import java.util.Map;
import org.heddle.backend.simd.Value.Kind;
import org.heddle.model.diagram.Monoid;
import org.heddle.rules.nest.Node;
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
        FoldPiece piece = new FoldPiece(emission, fold, registers);
        piece.openResultLoops();
        if (registers.reducedLane() || !fold.tile().axes().contains(registers.lane())) {
            horizontal(piece, fresh);
        } else {
            vertical(piece, fresh);
        }
        piece.closeLoops();
    }

    /// Lanes along the result.
    private void vertical(FoldPiece piece, boolean fresh) {
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
        FoldOperands operands = new FoldOperands(emission, piece, vectors);
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
    private void horizontal(FoldPiece piece, boolean fresh) {
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

    private void lanes(FoldPiece piece, String unit) {
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

    private Value item(FoldPiece piece, String lane) {
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
}
