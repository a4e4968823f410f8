package org.heddle.backend.simd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.simd.Value.Real;
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
        elements(tile, Expr.num(fill.value()));
    }

    void compute(Node.Compute compute) {
        emission.code.comment(comment(compute));
        emission.loops.inFullAndOthers(
                compute.value(), () -> elements(compute.tile(), compute.value()));
    }

    /// Each operand is read in the innermost loop over one of its own axes, and stays in registers in the loops inside.
    private void elements(Tile tile, Expr written) {
        Expr value = emission.known(written);
        TileLayout layout = emission.layouts.of(tile);
        List<String> loops = layout.order();
        Map<String, Index> index = new LinkedHashMap<>();
        boolean scope = needsScope(value, loops);
        if (scope) {
            emission.code.open("");
        }
        for (int depth = 0; depth < loops.size(); depth++) {
            declare(value, loops, depth, index);
            String axis = loops.get(depth);
            boolean last = depth + 1 == loops.size();
            index.put(axis, last ? openVectors(axis) : emission.openLoop(axis));
        }
        declare(value, loops, loops.size(), index);
        assign(tile, value, index);
        loops.reversed().stream().skip(1).forEach(emission::closeLoop);
        if (!loops.isEmpty()) {
            emission.code.close();
        }
        if (scope) {
            emission.code.close();
        }
    }

    /// Whether something is declared where no loop has been opened.
    private boolean needsScope(Expr value, List<String> loops) {
        return value.arguments().stream()
                .mapToInt(name -> Depth.of(loops, emission.tile(name)))
                .anyMatch(
                        depth ->
                                (loops.isEmpty() || depth < loops.size())
                                        && loops.subList(0, depth).stream()
                                                .allMatch(emission::isSingle));
    }

    private Index openVectors(String lane) {
        int lanes = numbers.lanes();
        String name = emission.names.axis(lane);
        String end = emission.length(lane).text();
        emission.code.open(
                "for (int %s = 0; %s < %s; %s += %d)".formatted(name, name, end, name, lanes));
        return emission.element(lane, lanes);
    }

    /// Declares the operands that are read inside so many loops.
    private void declare(Expr value, List<String> loops, int depth, Map<String, Index> index) {
        for (String name : value.arguments()) {
            Tile tile = emission.tile(name);
            if (Depth.of(loops, tile) == depth) {
                boolean vector = isVector(tile, loops);
                Real read = emission.read(tile, index, vector ? loops.getLast() : "");
                emission.code.line(
                        "const "
                                + (vector ? numbers.vector() : numbers.scalar())
                                + " "
                                + variable(tile, vector)
                                + " = "
                                + (vector ? numbers.inLanes(read) : read.text())
                                + ";");
            }
        }
    }

    private static boolean isVector(Tile tile, List<String> loops) {
        return !loops.isEmpty() && tile.axes().contains(loops.getLast());
    }

    private String variable(Tile tile, boolean vector) {
        return vector ? emission.names.vector(tile, 0) : emission.names.shared(tile);
    }

    private void assign(Tile tile, Expr value, Map<String, Index> index) {
        List<String> loops = emission.layouts.of(tile).order();
        VectorExpr expressions =
                emission.expressions(
                        name -> {
                            boolean vector = isVector(emission.tile(name), loops);
                            String variable = variable(emission.tile(name), vector);
                            return Real.simple(variable, vector);
                        },
                        index,
                        loops.isEmpty() ? "" : loops.getLast());
        Real result = expressions.real(value);
        emission.code.line(
                loops.isEmpty()
                        ? emission.element(tile, index) + " = " + result.text() + ";"
                        : emission.vector(tile, index) + " = " + numbers.inLanes(result) + ";");
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
