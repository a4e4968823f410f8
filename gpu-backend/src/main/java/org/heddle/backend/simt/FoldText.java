package org.heddle.backend.simt;

import java.util.List;
import org.heddle.backend.simt.Mapping.Pieces;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Writes a fold of which each thread keeps pieces of the result in registers while the items go by.
final class FoldText {
    private final Emission emission;
    private final Axes axes;
    private final Spread spread;

    FoldText(Emission emission, Spread spread) {
        this.emission = emission;
        this.axes = emission.axes;
        this.spread = spread;
    }

    void fold(Node.Fold fold, Pieces pieces, boolean fresh) {
        Tile tile = fold.tile();
        boolean held = emission.plan.isHeld(tile.name());
        String name = held ? tile.name() : emission.plan.claim(tile.name() + "_piece");
        String result = held ? emission.element(tile.name()) : name + emission.inPiece(pieces);
        spread.pieces(
                pieces,
                held,
                () -> {
                    if (!held) {
                        emission.code()
                                .line(
                                        Dialect.type(tile.dtype())
                                                + " "
                                                + name
                                                + emission.pieceBrackets(pieces)
                                                + ";");
                    }
                    start(fold, pieces, held, fresh, result);
                    items(fold, pieces, result);
                    if (!held) {
                        spread.elements(
                                pieces,
                                Spread.Edge.VALID,
                                () ->
                                        emission.code()
                                                .line(
                                                        emission.element(tile.name())
                                                                + " = "
                                                                + result
                                                                + ";"));
                    }
                });
    }

    private void start(Node.Fold fold, Pieces pieces, boolean held, boolean fresh, String result) {
        Tile tile = fold.tile();
        if (fresh) {
            String unit = Emission.literal(tile.dtype(), fold.monoid().unit());
            spread.elements(
                    pieces,
                    Spread.Edge.IGNORE,
                    () -> emission.code().line(result + " = " + unit + ";"));
        } else if (!held) {
            spread.elements(
                    pieces,
                    Spread.Edge.CLAMP,
                    () ->
                            emission.code()
                                    .line(result + " = " + emission.element(tile.name()) + ";"));
        }
    }

    private void items(Node.Fold fold, Pieces pieces, String result) {
        List<String> reduced = axes.indexed(fold.reduced());
        for (String axis : reduced) {
            if (axis.equals(reduced.getLast()) && pieces.elements() > 1) {
                emission.code().line("#pragma unroll 4");
            }
            String name = axes.name(axis);
            emission.code()
                    .open(
                            "for (int "
                                    + name
                                    + " = 0; "
                                    + name
                                    + " < "
                                    + axes.count(axis)
                                    + "; ++"
                                    + name
                                    + ")");
        }
        ExprText expressions = emission.expressions(fold.tile(), fold.item().arguments());
        String next =
                emission.accumulate(fold.monoid(), fold.tile(), result, fold.item(), expressions);
        spread.elements(
                pieces, Spread.Edge.CLAMP, () -> emission.code().line(result + " = " + next + ";"));
        reduced.forEach(_ -> emission.code().close());
    }
}
