package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.heddle.backend.code.CodeWriter;
import org.heddle.backend.simd.Value.Kind;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// What all writers of one kernel share: the program, its layouts, number types, and the names of things in the source.
final class Emission {
    final TileProgram program;
    final Numbers numbers;
    final TileLayouts layouts;
    final CodeWriter code;

    Emission(TileProgram program, Numbers numbers, CodeWriter code) {
        this.program = program;
        this.numbers = numbers;
        this.layouts = new TileLayouts(program, numbers.lanes());
        this.code = code;
    }

    /// First index of the current block of an axis: a variable where the axis is cut.
    String start(String axis) {
        return program.isCut(axis) ? axis + "_start" : "0";
    }

    /// Number of valid elements of the current block: a constant where every block is full.
    String valid(String axis) {
        if (!program.isCut(axis)) {
            return Long.toString(program.size(axis));
        }
        return program.size(axis) % program.extent(axis) == 0
                ? Long.toString(program.extent(axis))
                : axis + "_valid";
    }

    /// The declaration of a block's first index and valid length; to be put where the block number is known.
    void declareBlock(String axis, String number) {
        code.line("const int " + axis + "_start = " + number + " * " + program.extent(axis) + ";");
        if (program.size(axis) % program.extent(axis) != 0) {
            code.line(
                    "const int "
                            + axis
                            + "_valid = min("
                            + program.extent(axis)
                            + ", "
                            + program.size(axis)
                            + " - "
                            + axis
                            + "_start);");
        }
    }

    /// Opens a loop over the elements of a block, unless there is always just one.
    ///
    /// @return the index within the block, as an expression
    String openLoop(String axis) {
        if (isSingle(axis)) {
            return "0";
        }
        code.open("for (int " + axis + " = 0; " + axis + " < " + valid(axis) + "; ++" + axis + ")");
        return axis;
    }

    /// Ends what {@link #openLoop} began.
    void closeLoop(String axis) {
        if (!isSingle(axis)) {
            code.close();
        }
    }

    /// Whether every block of the axis has exactly one element.
    boolean isSingle(String axis) {
        return valid(axis).equals("1");
    }

    String local(Tile tile) {
        return tile.name() + "_tile";
    }

    /// The kernel's parameter for an array: its wire with a suffix, so that a wire may be called like a function of the language.
    static String global(Region.Array array) {
        return array.wire() + "_array";
    }

    /// An element of a tile.
    String element(Tile tile, Map<String, String> index) {
        return local(tile) + "[" + layouts.of(tile).offset(index) + "]";
    }

    /// A whole vector of a tile along its inner axis, from the given index of that axis.
    String vector(Tile tile, Map<String, String> index) {
        return lanes(local(tile) + " + " + layouts.of(tile).offset(index));
    }

    /// The vector that begins at a place in local memory.
    static String lanes(String place) {
        return "lanes(" + place.replace(" + 0)", ")") + ")";
    }

    Tile tile(String name) {
        return layouts.of(name).tile();
    }

    /// The value of a tile's element or vector where `lane` runs along the lanes from its index.
    Value read(Tile tile, Map<String, String> index, String lane) {
        if (!tile.axes().contains(lane)) {
            return Value.real(element(tile, index), false);
        }
        if (layouts.of(tile).inner().equals(lane)) {
            return Value.real(vector(tile, index), true);
        }
        List<String> gathered = new ArrayList<>();
        for (int i = 0; i < numbers.lanes(); i++) {
            Map<String, String> at = new HashMap<>(index);
            at.put(lane, index.getOrDefault(lane, "0") + " + " + i);
            gathered.add(element(tile, at));
        }
        return Value.real("(" + numbers.vector() + ")(" + String.join(", ", gathered) + ")", true);
    }

    /// Writes expressions where tile reads are given by a function and `#axis` follows from the loop indices.
    VectorExpr expressions(Function<String, Value> reads, Map<String, String> index, String lane) {
        return new VectorExpr(
                numbers, reads, axis -> index(axis, index, lane), program.sizes()::of);
    }

    private Value index(String axis, Map<String, String> index, String lane) {
        String within = index.getOrDefault(axis, "0");
        String at = program.isCut(axis) ? axis + "_start + " + within : within;
        return axis.equals(lane)
                ? new Value("lane_index + (" + at + ")", Kind.INTEGER, true)
                : new Value(at, Kind.INTEGER, false);
    }

    /// An expression in Heddle's notation, for a comment.
    static String notation(Expr e) {
        return e.toString();
    }
}
