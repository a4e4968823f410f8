package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// What kernels of explicit vectors access: an operand is read where the innermost of its axes is gone through, and stays in registers in the loops inside.
///
/// ```
///   O[q, e] ← O * C[q]            A[i, r] ⊕= X[i, j, k] * B[j, r] * C[k, r]
///     for q                         for pieces of i, r: rows of i, vectors of r
///       read C                        for j
///       for vectors of e                read B: its vectors
///         read O, write O               for k
///                                         read C: its vectors
///                                         for rows: read X
/// ```
///
/// Vectors and rows of pieces reach beyond the ends of blocks; loads and stores move elements, each once.
final class VectorAccesses implements Accesses {
    private final Layouts.Plan plan;
    private final DType dtype;
    private final int lanes;
    private final Map<String, Tile> tiles = new LinkedHashMap<>();

    VectorAccesses(Nest nest, Layouts.Plan plan) {
        this.plan = plan;
        this.dtype = nest.widest();
        this.lanes = Padding.lanes(dtype, plan.hardware());
        nest.tiles().forEach(tile -> tiles.put(tile.name(), tile));
    }

    /// All tiles hold the type that the kernel computes in, but those of positions.
    private int bytes(Tile tile) {
        return tile.isPositions() ? tile.dtype().bytes() : dtype.bytes();
    }

    @Override
    public Local load(Node.Load load, Around around) {
        Tile tile = load.tile();
        List<Count> read = new ArrayList<>();
        for (Tile position : load.positions().values()) {
            List<String> through = through(tile.axes(), position);
            read.add(around.elements("read " + position.name(), bytes(position), through));
        }
        Count write = around.elements("load " + tile.name(), bytes(tile), tile.axes());
        return new Local(read, List.of(write));
    }

    /// The loops, outermost first, that are gone through where an operand is read.
    private static List<String> through(List<String> loops, Tile operand) {
        int last = loops.size();
        while (last > 0 && !operand.axes().contains(loops.get(last - 1))) {
            last--;
        }
        return loops.subList(0, last);
    }

    @Override
    public Local store(Tile tile, Around around) {
        Count read = around.elements("store " + tile.name(), bytes(tile), tile.axes());
        return new Local(List.of(read), List.of());
    }

    @Override
    public Local fill(Tile tile, Around around) {
        return new Local(
                List.of(),
                List.of(vectors("fill ", tile, loops(tile), tile.axes().size(), around)));
    }

    @Override
    public Local compute(Tile tile, Expr value, Around around) {
        List<String> loops = loops(tile);
        List<Count> read = new ArrayList<>();
        for (String name : value.arguments()) {
            Tile operand = Accesses.tile(tiles, name);
            List<String> through = through(loops, operand);
            read.add(vectors("read ", operand, through, loops.size(), around));
        }
        return new Local(read, List.of(vectors("write ", tile, loops, loops.size(), around)));
    }

    /// The loops over a tile, the innermost in memory last.
    private List<String> loops(Tile tile) {
        return Padding.order(tile, plan.inner(tile).orElse(""));
    }

    /// Accesses in some of a step's loops, of which the last takes vectors.
    ///
    /// @param all how many loops there are
    private Count vectors(String what, Tile tile, List<String> loops, int all, Around around) {
        List<String> whole = new ArrayList<>(loops);
        Map<String, Count.Run> padded = new LinkedHashMap<>();
        if (!loops.isEmpty() && loops.size() == all) {
            padded.put(whole.removeLast(), run(tile, loops.getLast()));
        }
        return around.count(what + tile.name(), bytes(tile), whole, Map.of(), padded);
    }

    /// How a tile is accessed where an axis runs along the lanes. Where it lies across the vectors, and has room for one element, that is all.
    private Count.Run run(Tile tile, String lane) {
        boolean inner = plan.inner(tile).filter(lane::equals).isPresent();
        return new Count.Run(lanes, inner ? 0 : 2);
    }

    @Override
    public Local fold(
            Node.Fold fold, Expr item, RegisterTile registers, boolean isStart, Around around) {
        Tile result = fold.tile();
        String lane = registers.lane();
        List<String> items = new ArrayList<>(fold.reduced());
        if (items.remove(lane)) {
            items.add(lane);
        }
        List<Count> read = new ArrayList<>();
        for (String name : item.arguments()) {
            Tile operand = Accesses.tile(tiles, name);
            List<String> whole = new ArrayList<>(through(items, operand));
            Map<String, Count.Run> padded = new LinkedHashMap<>();
            if (registers.reducedLane() && operand.axes().contains(lane)) {
                whole.remove(lane);
                padded.put(lane, run(operand, lane));
            }
            read.add(piece("fold reads ", operand, fold, registers, whole, padded, around));
        }
        if (!isStart) {
            read.add(piece("fold reads ", result, fold, registers, List.of(), Map.of(), around));
        }
        Count write = piece("fold writes ", result, fold, registers, List.of(), Map.of(), around);
        return new Local(read, List.of(write));
    }

    /// Accesses of a tile for every register piece of a fold's result.
    ///
    /// @param items reduced axes whose items are gone through one by one
    /// @param vectors the reduced axis whose items are gone through in vectors
    private Count piece(
            String what,
            Tile tile,
            Node.Fold fold,
            RegisterTile registers,
            List<String> items,
            Map<String, Count.Run> vectors,
            Around around) {
        List<String> whole = new ArrayList<>(items);
        Map<String, Integer> pieced = new LinkedHashMap<>();
        Map<String, Count.Run> padded = new LinkedHashMap<>(vectors);
        for (String axis : fold.tile().axes()) {
            int extent = registers.extent(axis);
            if (!tile.axes().contains(axis)) {
                pieced.put(axis, extent);
            } else if (axis.equals(registers.lane()) && extent == lanes) {
                padded.put(axis, run(tile, axis));
            } else {
                padded.put(axis, new Count.Run(extent, 0));
            }
        }
        return around.count(what + tile.name(), bytes(tile), whole, pieced, padded);
    }
}
