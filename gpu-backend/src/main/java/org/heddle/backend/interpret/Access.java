package org.heddle.backend.interpret;

import java.util.List;

/// How a step goes through a tile in local memory: loops one in another, and in the innermost so many bytes.
///
/// @param turns the loops
/// @param bytes of an element
/// @param isWrite whether it writes
record Access(List<Turn> turns, int bytes, boolean isWrite) {
    Access {
        turns = List.copyOf(turns);
    }

    /// A loop over the block of an axis.
    ///
    /// @param step from one turn to the next
    /// @param touched elements along the axis that a turn touches, beyond the end of the block too
    record Turn(int axis, int step, int touched) {
        /// A loop that touches every element.
        static Turn each(int axis) {
            return new Turn(axis, 1, 1);
        }
    }

    /// Bytes moved at the blocks at hand.
    long moved(Place place) {
        long moved = bytes;
        for (Turn turn : turns) {
            long touched = 0;
            for (int first = 0; first < place.length(turn.axis()); first += turn.step()) {
                touched += turn.touched();
            }
            moved *= touched;
        }
        return moved;
    }
}
