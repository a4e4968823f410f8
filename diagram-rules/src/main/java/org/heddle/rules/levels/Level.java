package org.heddle.rules.levels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What was found for one level.
///
/// @param name of the memory
/// @param of the fold that is computed, where blocks are pieces of its result
/// @param by the instruction that computes it, where it is a matrix instruction
/// @param rows the axes along the rows of that instruction
/// @param blocks extents, by label
/// @param order the axes whose blocks go by one after the other, outermost first; those of the grid first
/// @param bytes that cross into it and out of it, of all groups
/// @param seconds that these take
/// @param heldBytes of one memory
/// @param capacityBytes of one memory
/// @param bindings what keeps blocks from being longer, axis by axis, what there is no room for first; {@link Binding.Nothing} where longer ones move no less
public record Level(
        String name,
        Optional<String> of,
        Optional<String> by,
        List<String> rows,
        SequencedMap<String, Long> blocks,
        List<String> order,
        long bytes,
        double seconds,
        long heldBytes,
        long capacityBytes,
        List<Binding> bindings,
        Optional<Other> runnerUp) {
    public Level {
        rows = List.copyOf(rows);
        blocks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(blocks));
        order = List.copyOf(order);
        bindings = List.copyOf(bindings);
    }

    /// The second best, the other levels being the best for it where they depend on it. It differs from the best in its blocks, their order, or the rows of an instruction.
    ///
    /// @param blocks extents, by label: also of axes that only one of the two cuts
    /// @param bytes of this level
    /// @param more seconds that all levels take longer, as a part of the best
    public record Other(
            SequencedMap<String, Long> blocks,
            List<String> order,
            List<String> rows,
            long bytes,
            double more) {
        public Other {
            blocks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(blocks));
            order = List.copyOf(order);
            rows = List.copyOf(rows);
        }
    }
}
