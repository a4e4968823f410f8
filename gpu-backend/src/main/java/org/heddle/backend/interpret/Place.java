package org.heddle.backend.interpret;

/// Where a group is: along every axis the block that it works on. An axis without an open loop is at its first block.
final class Place {
    private final Space space;
    private final long[] start;
    private final int[] length;

    Place(Space space) {
        this.space = space;
        this.start = new long[space.axes()];
        this.length = new int[space.axes()];
        for (int axis = 0; axis < length.length; axis++) {
            enter(axis, 0);
        }
    }

    /// Goes to the block of an axis that starts at an index; the last block of an axis may be shorter than the others.
    void enter(int axis, long first) {
        start[axis] = first;
        length[axis] = (int) Math.min(space.extent(axis), space.size(axis) - first);
    }

    /// The first index of the block.
    long start(int axis) {
        return start[axis];
    }

    /// Elements of the block.
    int length(int axis) {
        return length[axis];
    }
}
