package org.heddle.backend.simt;

import java.util.List;
import java.util.Optional;
import org.heddle.rules.nest.Tile;

/// Where a tile lives and what it is called.
///
/// ```
/// Storage ::= Shared(order, dimensions, swizzle, offset)   an array in shared memory, its last dimension padded or its rows swizzled
///           | Held(pieces, rounds)                         registers: per thread `rounds` pieces
/// ```
sealed interface Storage {
    Tile tile();

    /// The C variable.
    String name();

    /// An array in shared memory.
    ///
    /// @param order the indexed axes, outermost first
    /// @param dimensions array extents along them, padding included; one of 1 where there is no axis
    /// @param offset bytes from the start of the group's shared memory
    /// @param swizzle how neighbours along the last axis stand in a row, where they do not stand in order
    record Shared(
            Tile tile,
            String name,
            List<String> order,
            List<Long> dimensions,
            Optional<Swizzle> swizzle,
            long offset)
            implements Storage {
        public Shared {
            order = List.copyOf(order);
            dimensions = List.copyOf(dimensions);
        }

        long bytes() {
            return dimensions.stream().reduce(1L, Math::multiplyExact) * tile.dtype().bytes();
        }
    }

    /// Pieces in the registers of the threads that own them.
    record Held(Tile tile, String name, Mapping.Pieces pieces, long rounds) implements Storage {}
}
