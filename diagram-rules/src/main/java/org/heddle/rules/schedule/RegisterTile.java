package org.heddle.rules.schedule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The part of a fold's result that stays in registers while its items go by.
///
/// @param lane the axis that runs along the lanes of a vector; an axis of the result, or a reduced axis (partial results per lane, combined at the end)
/// @param reducedLane whether the lane is a reduced axis
/// @param extents for each axis of the result, how many elements are in registers at once
public record RegisterTile(
        String lane, boolean reducedLane, SequencedMap<String, Integer> extents) {
    public RegisterTile {
        extents = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(extents));
    }

    public int extent(String axis) {
        return extents.getOrDefault(axis, 1);
    }

    /// Elements held in registers.
    public int elements() {
        return extents.values().stream().reduce(1, (a, b) -> a * b);
    }

    @Override
    public String toString() {
        return extents + " along " + lane + (reducedLane ? " (reduced)" : "");
    }
}
