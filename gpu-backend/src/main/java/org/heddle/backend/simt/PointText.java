package org.heddle.backend.simt;

import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Writes steps that treat every element alone.
final class PointText {
    private final Emission emission;
    private final Spread spread;

    PointText(Emission emission, Spread spread) {
        this.emission = emission;
        this.spread = spread;
    }

    void fill(Node.Fill fill) {
        Tile tile = fill.tile();
        emission.code()
                .comment(
                        Emission.notation(tile)
                                + " ← "
                                + Expr.num(fill.value())
                                + ": "
                                + tile.meaning());
        write(fill, tile, Set.of(), Emission.literal(tile.dtype(), fill.value()));
    }

    void compute(Node.Compute compute) {
        Tile tile = compute.tile();
        Set<String> reads = compute.value().arguments();
        String note =
                switch (compute.role()) {
                    case VALUE ->
                            tile.meaning().equals(tile.name())
                                            || tile.meaning().equals(compute.value().toString())
                                    ? ""
                                    : "   (" + tile.meaning() + ")";
                    case BEFORE -> "   (" + tile.meaning() + ")";
                    case REBASE -> "   (rebased: the state it was accumulated under has moved)";
                    case FINISH -> "   (the result, from its running values)";
                };
        emission.code().comment(Emission.notation(tile) + " ← " + compute.value() + note);
        ExprText expressions = emission.expressions(tile, reads);
        write(
                compute,
                tile,
                reads,
                expressions.as(tile.dtype(), expressions.write(compute.value())).text());
    }

    private void write(Node node, Tile tile, Set<String> reads, String value) {
        Runnable statement =
                () -> emission.code().line(emission.element(tile.name()) + " = " + value + ";");
        boolean held = emission.plan.isHeld(tile.name());
        switch (emission.plan.mapping(node)) {
            case Mapping.Linear linear -> spread.linear(linear, statement);
            case Mapping.Pieces pieces -> {
                Spread.Edge edge =
                        !held
                                ? Spread.Edge.VALID
                                : reads.isEmpty() ? Spread.Edge.IGNORE : Spread.Edge.INSIDE;
                boolean registers = held || reads.stream().anyMatch(emission.plan::isHeld);
                spread.pieces(pieces, registers, () -> spread.elements(pieces, edge, statement));
            }
            case Mapping.Team _ ->
                    throw new IllegalStateException("a pointwise step has no items to share");
        }
    }
}
