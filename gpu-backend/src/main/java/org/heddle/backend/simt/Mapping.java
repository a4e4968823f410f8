package org.heddle.backend.simt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// How the elements of a tile are dealt to the threads of a group.
///
/// ```
///   Linear(q, x)                 Pieces(q: 2, x: 4)                 Team(q; 4 along x)
///   element n ─► thread n mod T  a block of 2 x 4 neighbours per    4 neighbouring threads per element q, each with every
///   the last axis fastest        thread, kept in its registers      4th item along x; their results are combined
/// ```
///
/// Two steps with equal mappings give each element to the same thread.
sealed interface Mapping {
    /// Axes of the tile, slowest first.
    List<String> axes();

    /// Elements one after the other to threads one after the other.
    record Linear(List<String> axes) implements Mapping {
        public Linear {
            axes = List.copyOf(axes);
        }
    }

    /// Each thread has whole register pieces.
    ///
    /// A block of neighbouring elements per thread.
    ///
    /// @param extents elements per axis that one thread has
    /// @param strip so many pieces along the last indexed axis go to neighbouring threads, then those of the next row; 0 for whole rows
    record Pieces(List<String> axes, SequencedMap<String, Integer> extents, int strip)
            implements Mapping {
        public Pieces {
            axes = List.copyOf(axes);
            extents = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(extents));
        }

        /// Pieces dealt row by row.
        Pieces(List<String> axes, SequencedMap<String, Integer> extents) {
            this(axes, extents, 0);
        }

        int extent(String axis) {
            return extents.getOrDefault(axis, 1);
        }

        /// Elements of one piece.
        int elements() {
            return extents.values().stream().reduce(1, (a, b) -> a * b);
        }
    }

    /// Several threads share each element.
    ///
    /// Several threads per element.
    ///
    /// @param size threads that share one element, a power of two
    /// @param along the reduced axis whose items they divide
    record Team(List<String> axes, int size, String along) implements Mapping {
        public Team {
            axes = List.copyOf(axes);
        }
    }
}
