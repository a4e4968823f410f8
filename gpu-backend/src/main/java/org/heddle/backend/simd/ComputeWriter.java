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
    private final Numbers numbers;

    ComputeWriter(Emission emission) {
        this.emission = emission;
        this.numbers = emission.numbers;
    }

    void fill(Node.Fill fill) {
        Tile tile = fill.tile();
        emission.code.comment(tile.name() + " ← " + Expr.num(fill.value()) + ": " + tile.meaning());
        TileLayout layout = emission.layouts.of(tile);
        String local = emission.names.local(tile);
        if (layout.order().isEmpty()) {
            emission.code.line(local + "[0] = " + numbers.literal(fill.value()) + ";");
            return;
        }
        emission.code.head(
                "for (int at = 0; at < " + layout.elements() + "; at += " + numbers.lanes() + ")");
        emission.code.line(
                "lanes("
                        + local
                        + " + at) = "
                        + numbers.inLanes(numbers.number(fill.value()))
                        + ";");
        emission.code.end();
    }

    void compute(Node.Compute compute) {
        emission.code.comment(comment(compute));
        emission.loops.inFullAndOthers(compute.value(), () -> elements(compute));
    }

    private void elements(Node.Compute compute) {
        TileLayout layout = emission.layouts.of(compute.tile());
        Map<String, Index> index = new LinkedHashMap<>();
        List<String> rows = layout.outer();
        rows.forEach(axis -> index.put(axis, emission.openLoop(axis)));
        if (layout.order().isEmpty()) {
            String value = emission.expressions(index, "").real(compute.value()).text();
            emission.code.line(emission.element(compute.tile(), index) + " = " + value + ";");
        } else {
            vectors(compute, layout.inner(), index);
        }
        rows.reversed().forEach(emission::closeLoop);
    }

    private void vectors(Node.Compute compute, String lane, Map<String, Index> index) {
        int lanes = numbers.lanes();
        String name = emission.names.axis(lane);
        index.put(lane, emission.element(lane, lanes));
        emission.code.head(
                "for (int "
                        + name
                        + " = 0; "
                        + name
                        + " < "
                        + emission.length(lane).text()
                        + "; "
                        + name
                        + " += "
                        + lanes
                        + ")");
        String value = numbers.inLanes(emission.expressions(index, lane).real(compute.value()));
        emission.code.line(emission.vector(compute.tile(), index) + " = " + value + ";");
        emission.code.end();
    }

    private static String comment(Node.Compute compute) {
        Tile tile = compute.tile();
        String what = tile.name() + " ← " + compute.value();
        return switch (compute.role()) {
            case VALUE -> what;
            case BEFORE -> what + ": the running value before this block";
            case REBASE -> what + ": corrects " + tile.name() + " for what the block changed";
            case FINISH -> what + ": the result from its accumulators";
        };
    }
}
