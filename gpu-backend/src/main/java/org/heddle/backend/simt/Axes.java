package org.heddle.backend.simt;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.code.Identifiers;
import org.heddle.backend.tile.TileProgram;

/// The loop axes of a program as they are called in its kernel.
///
/// ```
///   q_size    elements along q              q_first   the block's first index
///   q_tile    elements of a full block      q_count   elements of this block, where the last one is shorter
///   q_blocks  blocks                        q         an index inside the block, from 0
///   q_end     number after the last block that is gone through, where conditions leave out some
///   q_entry   where in a list of blocks the next one is; q_listed: what the list has there
///   q_full    whether a condition holds for all elements of this block
/// ```
///
/// An axis of one element per block needs no index.
final class Axes {
    private static final List<String> SUFFIXES =
            List.of(
                    "", "_size", "_tile", "_blocks", "_first", "_count", "_block", "_entry",
                    "_listed", "_end", "_0", "_i", "_full", "_full_1", "_full_2", "_full_3");

    private final TileProgram program;
    private final Map<String, String> names = new LinkedHashMap<>();

    Axes(TileProgram program, Identifiers allNames) {
        this.program = program;
        program.blocking()
                .sizes()
                .keySet()
                .forEach(axis -> names.put(axis, allNames.claim(axis, "axis", SUFFIXES)));
    }

    long size(String axis) {
        return program.size(axis);
    }

    long extent(String axis) {
        return program.extent(axis);
    }

    boolean isCut(String axis) {
        return program.isCut(axis);
    }

    /// Whether every block has exactly one element.
    boolean isUnit(String axis) {
        return extent(axis) == 1 && size(axis) > 0;
    }

    /// Whether some block is shorter than the others.
    boolean isRagged(String axis) {
        return size(axis) == 0 || size(axis) % extent(axis) != 0;
    }

    /// The axes that need an index.
    List<String> indexed(List<String> axes) {
        return axes.stream().filter(axis -> !isUnit(axis)).toList();
    }

    /// The variable that holds an index inside the block; 0 for an axis that needs none.
    String index(String axis) {
        return isUnit(axis) ? "0" : name(axis);
    }

    String name(String axis) {
        String found = names.get(axis);
        if (found == null) {
            throw new IllegalArgumentException("no loop axis '" + axis + "'");
        }
        return found;
    }

    String sizeName(String axis) {
        return name(axis) + "_size";
    }

    /// Elements of a full block.
    String tile(String axis) {
        return name(axis) + (extent(axis) == size(axis) ? "_size" : "_tile");
    }

    /// Elements of the current block.
    String count(String axis) {
        return !isRagged(axis) ? tile(axis) : name(axis) + (isCut(axis) ? "_count" : "_size");
    }

    String blocks(String axis) {
        return name(axis) + "_blocks";
    }

    String block(String axis) {
        return name(axis) + "_block";
    }

    String first(String axis) {
        return name(axis) + "_first";
    }

    String end(String axis) {
        return name(axis) + "_end";
    }

    String entry(String axis) {
        return name(axis) + "_entry";
    }

    String listed(String axis) {
        return name(axis) + "_listed";
    }

    /// A variable that tells whether a condition holds in the whole block.
    ///
    /// @param taken such variables that are in use
    String full(String axis, Collection<String> taken) {
        for (int i = 0; ; i++) {
            String full = name(axis) + "_full" + (i == 0 ? "" : "_" + i);
            if (!taken.contains(full)) {
                return full;
            }
        }
    }

    /// The index in the whole axis.
    String global(String axis) {
        if (!isCut(axis)) {
            return index(axis);
        }
        return isUnit(axis) ? first(axis) : first(axis) + " + " + index(axis);
    }

    /// The C type that holds every index of an axis.
    String indexType(String axis) {
        return size(axis) + extent(axis) <= Integer.MAX_VALUE ? "int" : "long";
    }

    /// Size, tile and block count of every axis, as constants by name.
    Map<String, Long> constants() {
        Map<String, Long> constants = new LinkedHashMap<>();
        for (String axis : names.keySet()) {
            constants.put(sizeName(axis), size(axis));
            if (extent(axis) != size(axis)) {
                constants.put(name(axis) + "_tile", extent(axis));
            }
            if (isCut(axis)) {
                constants.put(blocks(axis), program.blocking().blocks(axis));
            }
        }
        return constants;
    }

    /// What a reader needs to know about an axis, such as `q: 100 in blocks of 64`.
    String describe(String axis) {
        return axis + ": " + size(axis) + (isCut(axis) ? " in blocks of " + extent(axis) : "");
    }

    /// All loop axes, in the program's order.
    List<String> all() {
        return List.copyOf(names.keySet());
    }
}
