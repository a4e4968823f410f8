package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.heddle.backend.code.CodeWriter;
import org.heddle.backend.simd.Index.Binding;
import org.heddle.backend.simd.Index.Variable;
import org.heddle.backend.simd.Value.Real;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Tile;

/// What all writers of one kernel share: the program, its layouts, number types, and the names of things in the source.
final class Emission {
    final TileProgram program;
    final Numbers numbers;
    final TileLayouts layouts;
    final Names names;
    final CodeWriter code;
    final BlockLoops loops;
    private Set<Expr> known = Set.of();

    Emission(TileProgram program, Numbers numbers, Names names, CodeWriter code) {
        this.program = program;
        this.numbers = numbers;
        this.layouts = new TileLayouts(program);
        this.names = names;
        this.code = code;
        this.loops = new BlockLoops(this);
    }

    /// First index of the current block of an axis: a variable where the axis is cut.
    Index start(String axis) {
        return program.isCut(axis)
                ? Index.of(
                        new Variable(
                                names.axis(axis) + "_start",
                                Binding.NAME,
                                false,
                                false,
                                0,
                                (program.blocking().blocks(axis) - 1) * program.extent(axis),
                                program.extent(axis)))
                : Index.ZERO;
    }

    /// Number of valid elements of the current block: a constant where every block is full.
    Length length(String axis) {
        if (!program.isCut(axis)) {
            return Length.of(program.size(axis));
        }
        return program.size(axis) % program.extent(axis) == 0
                ? Length.of(program.extent(axis))
                : Length.variable(names.axis(axis) + "_valid");
    }

    /// The declaration of a block's first index and valid length; to be put where the block number is known.
    void declareBlock(String axis, String number) {
        String name = names.axis(axis);
        long extent = program.extent(axis);
        code.line(
                "const int "
                        + name
                        + "_start = "
                        + number
                        + (extent == 1 ? "" : " * " + extent)
                        + ";");
        if (program.size(axis) % extent != 0) {
            code.line(
                    "const int "
                            + name
                            + "_valid = min("
                            + extent
                            + ", "
                            + program.size(axis)
                            + " - "
                            + name
                            + "_start);");
        }
    }

    /// A value without the conditions that hold here.
    Expr known(Expr value) {
        return Guard.assuming(value, known);
    }

    /// Writes a step where conditions are known to hold.
    void knowing(Set<Expr> conditions, Runnable step) {
        known = conditions;
        step.run();
        known = Set.of();
    }

    /// The index within a block of an axis that a loop over its elements runs through.
    Index element(String axis, long step) {
        return Index.of(Variable.counter(names.axis(axis), layouts.padded(axis), step));
    }

    /// Opens a loop over the elements of a block, unless there is always just one.
    ///
    /// @return the index within the block
    Index openLoop(String axis) {
        if (isSingle(axis)) {
            return Index.ZERO;
        }
        String name = names.axis(axis);
        code.open(
                "for (int "
                        + name
                        + " = 0; "
                        + name
                        + " < "
                        + length(axis).text()
                        + "; ++"
                        + name
                        + ")");
        return element(axis, 1);
    }

    /// Ends what {@link #openLoop} began.
    void closeLoop(String axis) {
        if (!isSingle(axis)) {
            code.close();
        }
    }

    /// Whether every block of the axis has exactly one element.
    boolean isSingle(String axis) {
        return length(axis).isOne();
    }

    /// The C type of a tile's elements.
    String scalar(Tile tile) {
        return tile.isPositions() ? "long" : numbers.scalar();
    }

    /// An element of a tile.
    String element(Tile tile, Map<String, Index> index) {
        return names.local(tile) + "[" + text(layouts.of(tile).offset(index)) + "]";
    }

    /// A whole vector of a tile along its inner axis, from the given index of that axis.
    String vector(Tile tile, Map<String, Index> index) {
        Index offset = layouts.of(tile).offset(index);
        return "lanes(" + names.local(tile) + (offset.isZero() ? "" : " + " + text(offset)) + ")";
    }

    String text(Index index) {
        return index.text(numbers.lanes());
    }

    /// Statements, repeated for each combination of counters; the loops are unrolled.
    void repeat(SequencedMap<String, Integer> counters, List<String> statements) {
        boolean single = statements.size() == 1;
        counters.forEach(
                (counter, count) -> {
                    code.line("#pragma unroll");
                    String head =
                            "for (int "
                                    + counter
                                    + " = 0; "
                                    + counter
                                    + " < "
                                    + count
                                    + "; ++"
                                    + counter
                                    + ")";
                    CodeWriter _ = single ? code.head(head) : code.open(head);
                });
        statements.forEach(code::line);
        counters.forEach(
                (_, _) -> {
                    CodeWriter _ = single ? code.end() : code.close();
                });
    }

    Tile tile(String name) {
        return layouts.of(name).tile();
    }

    /// The value of a tile's element, or of a vector where `lane` runs along the lanes from its index; the element where that is all there is along the lanes.
    Real read(Tile tile, Map<String, Index> index, String lane) {
        if (!tile.axes().contains(lane)) {
            return Real.simple(element(tile, index), false);
        }
        if (layouts.of(tile).inner().equals(lane)) {
            return Real.simple(vector(tile, index), true);
        }
        if (holdsOne(tile, lane)) {
            return Real.simple(element(tile, first(index, lane)), false);
        }
        List<String> gathered = new ArrayList<>();
        for (int i = 0; i < numbers.lanes(); i++) {
            gathered.add(element(tile, ahead(index, lane, i)));
        }
        return Real.simple("(" + numbers.vector() + ")(" + String.join(", ", gathered) + ")", true);
    }

    /// Assigns a vector to the elements along `lane` from its index.
    ///
    /// @param value a name
    List<String> write(Tile tile, Map<String, Index> index, String lane, String value) {
        if (layouts.of(tile).inner().equals(lane)) {
            return List.of(vector(tile, index) + " = " + value + ";");
        }
        if (holdsOne(tile, lane)) {
            return List.of(element(tile, first(index, lane)) + " = " + value + ".s0;");
        }
        List<String> scattered = new ArrayList<>();
        for (int i = 0; i < numbers.lanes(); i++) {
            scattered.add(
                    element(tile, ahead(index, lane, i))
                            + " = "
                            + value
                            + ".s"
                            + Integer.toHexString(i)
                            + ";");
        }
        return scattered;
    }

    /// Whether a tile has room for one element along an axis: the other lanes have no element there.
    boolean holdsOne(Tile tile, String axis) {
        return layouts.of(tile).padded().getOrDefault(axis, 0) == 1;
    }

    private static Map<String, Index> first(Map<String, Index> index, String axis) {
        Map<String, Index> at = new HashMap<>(index);
        at.put(axis, Index.ZERO);
        return at;
    }

    private static Map<String, Index> ahead(Map<String, Index> index, String axis, int elements) {
        Map<String, Index> at = new HashMap<>(index);
        at.computeIfPresent(axis, (_, i) -> i.plus(elements));
        return at;
    }

    /// Writes expressions where tile reads are given by a function and `#axis` follows from the loop indices.
    ///
    /// @param lane the axis along the lanes; empty text for none
    VectorExpr expressions(Function<String, Value> reads, Map<String, Index> index, String lane) {
        return new VectorExpr(
                numbers, reads, axis -> index(axis, index, lane), program.sizes()::of, known);
    }

    /// Expressions over elements and vectors of tiles.
    VectorExpr expressions(Map<String, Index> index, String lane) {
        return expressions(name -> read(tile(name), index, lane), index, lane);
    }

    private Index index(String axis, Map<String, Index> index, String lane) {
        Index at = start(axis).plus(index.getOrDefault(axis, Index.ZERO));
        return axis.equals(lane) ? at.plus(laneIndex()) : at;
    }

    /// The number of a lane.
    Index laneIndex() {
        return Index.of(
                new Variable("lane_index", Binding.NAME, true, false, 0, numbers.lanes() - 1, 1));
    }
}
