package org.heddle.rules.stage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the stage model takes as given beside the machine.
///
/// @param buffers blocks of what goes by in a loop that are in local memory at a time
/// @param spareRegisters of 4 bytes for each thread, beside those of tiles: addresses, fragments of operands
/// @param keptBytes of an element that is computed and kept in registers; as its type and the instruction's accumulator say where empty
/// @param teams of a group
/// @param blocks extents by label
public record Premises(
        Overlap overlap,
        int buffers,
        int spareRegisters,
        OptionalInt keptBytes,
        OptionalInt teams,
        Map<String, Long> blocks) {
    /// Two buffers, no spare registers, and the scheduler's overlap.
    public static final Premises PLAIN =
            new Premises(
                    Overlap.SCHEDULED, 2, 0, OptionalInt.empty(), OptionalInt.empty(), Map.of());

    public Premises {
        blocks = Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
    }

    /// The extent of a label, where it is given.
    OptionalLong block(String label) {
        Long extent = blocks.get(label);
        return extent == null ? OptionalLong.empty() : OptionalLong.of(extent);
    }

    public Premises overlapping(Overlap other) {
        return new Premises(other, buffers, spareRegisters, keptBytes, teams, blocks);
    }
}
