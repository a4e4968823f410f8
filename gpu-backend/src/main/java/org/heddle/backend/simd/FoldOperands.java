package org.heddle.backend.simd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.simd.Value.Real;
import org.heddle.rules.nest.Tile;

/// Reads the operands of a fold into registers, each in the loop over the innermost of its own reduced axes.
///
/// ```
///   A[i, r] ⊕= X[i, j, k] * B[j, r] * C[k, r], rows of i, vectors of r
///     for j
///         const float16 B_0 = …
///         for k
///             const float16 C_0 = …
///             for r
///                 const float X_s = …
/// ```
///
/// One that differs from row to row, and is read outside of the innermost loop, takes a register for each row.
final class FoldOperands {
    private final Emission emission;
    private final Numbers numbers;
    private final Piece piece;
    private final List<String> loops;
    private final Map<Tile, Integer> depths = new LinkedHashMap<>();

    /// @param loops over the reduced axes, outermost first
    FoldOperands(Emission emission, Piece piece, List<String> loops) {
        this.emission = emission;
        this.numbers = emission.numbers;
        this.piece = piece;
        this.loops = loops;
        for (String name : emission.known(piece.fold().item()).arguments()) {
            Tile tile = emission.tile(name);
            depths.put(tile, Depth.of(loops, tile));
        }
    }

    /// Declares the operands that are read inside so many loops, and not in all of them.
    void declare(int depth) {
        Map<String, Index> index = piece.index(piece.row(), Index.ZERO);
        depths.forEach(
                (tile, own) -> {
                    if (own == depth && differs(tile)) {
                        declareRows(tile, index);
                    } else if (own == depth) {
                        declare(tile, index);
                    }
                });
    }

    /// Declares the operands that are read in all loops, and writes what each row does.
    void eachRow(Map<String, Index> index, Runnable row) {
        List<Tile> inner =
                depths.keySet().stream().filter(tile -> depth(tile) == loops.size()).toList();
        inner.stream().filter(tile -> !differs(tile)).forEach(tile -> declare(tile, index));
        if (piece.rows() > 1) {
            emission.code
                    .line("#pragma unroll")
                    .open("for (int r = 0; r < " + piece.rows() + "; ++r)");
        }
        inner.stream().filter(this::differs).forEach(tile -> declare(tile, index));
        row.run();
        if (piece.rows() > 1) {
            emission.code.close();
        }
    }

    private int depth(Tile tile) {
        return depths.getOrDefault(tile, 0);
    }

    /// Whether rows of the piece have values of their own.
    private boolean differs(Tile tile) {
        return piece.rows() > 1 && tile.axes().contains(piece.rowAxis());
    }

    private boolean isVector(Tile tile) {
        return tile.axes().contains(piece.lane());
    }

    /// The vectors of a piece that are values of their own.
    private int vectors(Tile tile) {
        return isVector(tile) && piece.isAlongResult() ? piece.vectors() : 1;
    }

    private String name(Tile tile, int v) {
        return isVector(tile) ? emission.names.vector(tile, v) : emission.names.shared(tile);
    }

    private String type(Tile tile) {
        return isVector(tile) ? numbers.vector() : numbers.scalar();
    }

    private void declare(Tile tile, Map<String, Index> index) {
        for (int v = 0; v < vectors(tile); v++) {
            String value = value(tile, index, v);
            emission.code.line("const " + type(tile) + " " + name(tile, v) + " = " + value + ";");
        }
    }

    private void declareRows(Tile tile, Map<String, Index> index) {
        for (int v = 0; v < vectors(tile); v++) {
            String name = name(tile, v);
            emission.code.line(type(tile) + " " + name + "[" + piece.rows() + "];");
            piece.eachRow(List.of(name + "[r] = " + value(tile, index, v) + ";"));
        }
    }

    private String value(Tile tile, Map<String, Index> index, int v) {
        Map<String, Index> at = new LinkedHashMap<>(index);
        if (piece.isAlongResult()) {
            at.computeIfPresent(piece.lane(), (_, i) -> i.plus((long) v * numbers.lanes()));
        }
        Real value = emission.read(tile, at, piece.lane());
        return isVector(tile) ? numbers.inLanes(value) : value.text();
    }

    /// Expressions over what was declared, for one vector of the piece.
    VectorExpr expressions(int v, Map<String, Index> index) {
        return emission.expressions(
                name -> {
                    Tile tile = emission.tile(name);
                    boolean held = differs(tile) && depth(tile) < loops.size();
                    return Real.simple(name(tile, v) + (held ? "[r]" : ""), isVector(tile));
                },
                index,
                piece.lane());
    }
}
