package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.nest.Tile;

/// The operands of a vertical fold: what rows share is read before them.
final class FoldOperands {
    private final Emission emission;
    private final Numbers numbers;
    private final FoldPiece piece;
    private final int vectors;
    private final List<Tile> tiles = new ArrayList<>();

    FoldOperands(Emission emission, FoldPiece piece, int vectors) {
        this.emission = emission;
        this.numbers = emission.numbers;
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
                    "const " + numbers.scalar() + " " + tile.name() + "_s = " + value.text() + ";");
            return;
        }
        for (int v = 0; v < vectors; v++) {
            Value value =
                    emission.read(tile, piece.index(piece.row(), Integer.toString(v)), piece.lane);
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
