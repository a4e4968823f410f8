package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.code.Identifiers;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// The C names of a kernel's arrays, axes and tiles: those of the diagram where they are free.
final class Names {
    /// What the text of every kernel declares itself.
    private static final List<String> OWN =
            List.of(
                    "acc",
                    "at",
                    "block",
                    "corner",
                    "group",
                    "part",
                    "r",
                    "row",
                    "v",
                    "lanes",
                    "lane_index",
                    "from_half",
                    "to_half",
                    "from_bfloat",
                    "to_bfloat",
                    "odd_float",
                    "max_nan",
                    "min_nan",
                    "mod_floor",
                    "mod_real",
                    "square",
                    "sigmoid",
                    "sine",
                    "cosine",
                    "power",
                    "transpose",
                    "zip_lo",
                    "zip_hi",
                    "reduce_sum",
                    "reduce_prod",
                    "reduce_max",
                    "reduce_min",
                    "reduce_and",
                    "reduce_or");

    /// Variables of an axis: its element, first element of a register piece, of a block, number of valid elements, number of the block, whether conditions hold in all of it.
    private static final List<String> OF_AXIS =
            List.of(
                    "", "_0", "_start", "_valid", "_block", "_entry", "_listed", "_end", "_full",
                    "_full_1", "_full_2", "_full_3");

    private final String entry;
    private final Map<String, String> arrays = new LinkedHashMap<>();
    private final Map<String, String> lists = new LinkedHashMap<>();
    private final Map<String, String> axes = new LinkedHashMap<>();
    private final String element;
    private final String position;
    private final Map<String, String> tiles = new LinkedHashMap<>();

    /// @param vectors most vectors of a register piece
    Names(TileProgram program, int vectors) {
        Identifiers names = new Identifiers(OWN);
        this.entry = names.claim(program.name(), "kernel");
        for (Region.Array array : program.arrays()) {
            arrays.put(array.wire(), names.claim(array.wire() + "_array", "array"));
        }
        for (ListedBlocks list : program.lists()) {
            lists.put(list.name(), names.claim(list.name(), "list", List.of("_rows", "_list")));
        }
        for (String axis : program.blocking().sizes().keySet()) {
            axes.put(axis, names.claim(axis, "axis", OF_AXIS));
        }
        List<String> ofTile = new ArrayList<>(List.of("_tile", "_s"));
        for (int v = 0; v < vectors; v++) {
            ofTile.add("_" + v);
        }
        this.element = names.claim("element", "element");
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < positions(program); i++) {
            numbers.add("_" + i);
        }
        this.position = names.claim("position", "position", numbers);
        for (Tile tile : program.tiles()) {
            tiles.put(tile.name(), names.claim(tile.name(), "block", ofTile));
        }
    }

    /// The most positions that a load declares: two for each that is computed.
    private static int positions(TileProgram program) {
        int most = 0;
        for (Nest.Placed placed : program.nest().placed()) {
            if (placed.node() instanceof Node.Load(var tile, var read, _)
                    && (!read.isPlain() || tile.isPositions())) {
                int axes = 0;
                for (String wire : read.touched()) {
                    axes += program.region().array(wire).axes().size();
                }
                most = Math.max(most, 2 * axes + read.touched().size());
            }
        }
        return most;
    }

    /// The array of the rows of a list of blocks.
    String rows(ListedBlocks list) {
        return named(lists, list.name()) + "_rows";
    }

    /// The array of the entries of a list of blocks.
    String entries(ListedBlocks list) {
        return named(lists, list.name()) + "_list";
    }

    /// The element that a load has read.
    String element() {
        return element;
    }

    /// A position that a load has computed.
    String position(int number) {
        return position + "_" + number;
    }

    /// The kernel's own name.
    String entry() {
        return entry;
    }

    /// The parameter that points to an array.
    String array(String wire) {
        return named(arrays, wire);
    }

    /// The variable that runs along an axis.
    String axis(String axis) {
        return named(axes, axis);
    }

    /// A variable that tells whether a condition holds in the whole block of an axis.
    ///
    /// @param taken such variables that are in use
    String full(String axis, Collection<String> taken) {
        for (int i = 0; ; i++) {
            String name = axis(axis) + "_full" + (i == 0 ? "" : "_" + i);
            if (!taken.contains(name)) {
                return name;
            }
        }
    }

    /// A tile's local array.
    String local(Tile tile) {
        return named(tiles, tile.name()) + "_tile";
    }

    /// The element of a tile that all lanes share.
    String shared(Tile tile) {
        return named(tiles, tile.name()) + "_s";
    }

    /// A vector of a tile.
    String vector(Tile tile, int v) {
        return named(tiles, tile.name()) + "_" + v;
    }

    private static String named(Map<String, String> names, String name) {
        String found = names.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no name for " + name);
        }
        return found;
    }
}
