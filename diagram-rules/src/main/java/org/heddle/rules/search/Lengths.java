package org.heddle.rules.search;

import java.util.ArrayList;
import java.util.List;

/// A lattice whose points are lists of lengths.
///
/// @param choices lengths by axis, ascending, at least one each
public record Lengths(List<List<Long>> choices) implements Lattice<List<Long>> {
    public Lengths {
        choices = choices.stream().map(List::copyOf).toList();
    }

    @Override
    public int axes() {
        return choices.size();
    }

    @Override
    public List<Long> choices(int axis) {
        return choices.get(axis);
    }

    @Override
    public List<Long> smallest() {
        return choices.stream().map(List::getFirst).toList();
    }

    @Override
    public List<Long> largest() {
        return choices.stream().map(List::getLast).toList();
    }

    @Override
    public long length(List<Long> point, int axis) {
        return point.get(axis);
    }

    @Override
    public List<Long> with(List<Long> point, int axis, long length) {
        List<Long> changed = new ArrayList<>(point);
        changed.set(axis, length);
        return List.copyOf(changed);
    }

    /// How many points there are; the largest long where there are more.
    public long size() {
        long size = 1;
        for (List<Long> lengths : choices) {
            if (size > Long.MAX_VALUE / lengths.size()) {
                return Long.MAX_VALUE;
            }
            size *= lengths.size();
        }
        return size;
    }
}
