package org.heddle.backend.simd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Writes fills and pointwise steps: loops over the rows of a tile, vectors along its inner axis.
final class ComputeWriter {
    private final Emission emission;

    ComputeWriter(Emission emission) {
        this.emission = emission;
    }

    void fill(Node.Fill fill) {
        Tile tile = fill.tile();
        emission.code.comment(tile.name() + " ← " + Expr.num(fill.value()) + ": " + tile.meaning());
        String value = emission.numbers.literal(fill.value());
        TileLayout layout = emission.layouts.of(tile);
        if (layout.order().isEmpty()) {
            emission.code.line(emission.local(tile) + "[0] = " + value + ";");
            return;
        }
        int lanes = emission.numbers.lanes();
        emission.code.head("for (int i = 0; i < " + layout.elements() + "; i += " + lanes + ")");
        emission.code.line(
                Emission.lanes(emission.local(tile) + " + i")
                        + " = "
                        + emission.numbers.broadcast(Value.real(value, false))
                        + ";");
        emission.code.end();
    }

    void compute(Node.Compute compute) {
        Tile tile = compute.tile();
        emission.code.comment(comment(compute));
        TileLayout layout = emission.layouts.of(tile);
        Map<String, String> index = new LinkedHashMap<>();
        List<String> rows =
                layout.order().isEmpty()
                        ? List.of()
                        : layout.order().subList(0, layout.order().size() - 1);
        for (String axis : rows) {
            index.put(axis, emission.openLoop(axis));
        }
        if (layout.order().isEmpty()) {
            Value value = expression(index, "").real(compute.value(), false);
            emission.code.line(emission.element(tile, index) + " = " + value.text() + ";");
        } else {
            vectors(compute, layout, index);
        }
        rows.reversed().forEach(emission::closeLoop);
    }

    private void vectors(Node.Compute compute, TileLayout layout, Map<String, String> index) {
        String lane = layout.inner();
        int lanes = emission.numbers.lanes();
        index.put(lane, lane);
        emission.code.head(
                "for (int "
                        + lane
                        + " = 0; "
                        + lane
                        + " < "
                        + emission.valid(lane)
                        + "; "
                        + lane
                        + " += "
                        + lanes
                        + ")");
        Value value = expression(index, lane).real(compute.value(), true);
        emission.code.line(emission.vector(compute.tile(), index) + " = " + value.text() + ";");
        emission.code.end();
    }

    private VectorExpr expression(Map<String, String> index, String lane) {
        return emission.expressions(
                name -> emission.read(emission.tile(name), index, lane), index, lane);
    }

    private static String comment(Node.Compute compute) {
        Tile tile = compute.tile();
        String what = tile.name() + " ← " + Emission.notation(compute.value());
        return switch (compute.role()) {
            case VALUE -> what;
            case BEFORE -> what + ": the running value before this block";
            case REBASE -> what + ": corrects " + tile.name() + " for what the block changed";
            case FINISH -> what + ": the result from its accumulators";
        };
    }
}
