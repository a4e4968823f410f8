package org.heddle.backend.interpret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.tile.TileProgram;

/// The loop axes of a program by number, with their sizes and block extents.
final class Space {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<String> names;
    private final long[] sizes;
    private final int[] extents;

    Space(TileProgram program) {
        names = List.copyOf(program.region().axes().keySet());
        sizes = new long[names.size()];
        extents = new int[names.size()];
        for (String axis : names) {
            int number = numbers.size();
            numbers.put(axis, number);
            sizes[number] = program.size(axis);
            extents[number] = Math.toIntExact(program.extent(axis));
            if (extents[number] < 1) {
                throw new IllegalArgumentException(
                        "axis " + axis + " has extent " + extents[number]);
            }
        }
    }

    /// @throws IllegalArgumentException where the program has no such axis
    int number(String axis) {
        Integer number = numbers.get(axis);
        if (number == null) {
            throw new IllegalArgumentException("no loop axis '" + axis + "'");
        }
        return number;
    }

    int[] numbers(List<String> axes) {
        return axes.stream().mapToInt(this::number).toArray();
    }

    String name(int axis) {
        return names.get(axis);
    }

    int axes() {
        return sizes.length;
    }

    long size(int axis) {
        return sizes[axis];
    }

    /// Elements of a full block.
    int extent(int axis) {
        return extents[axis];
    }

    /// Whether one block covers the axis.
    boolean isWhole(int axis) {
        return extents[axis] >= sizes[axis];
    }

    /// The first indices of the blocks of an axis.
    List<Long> starts(int axis) {
        List<Long> starts = new ArrayList<>();
        for (long start = 0; start < sizes[axis]; start += extents[axis]) {
            starts.add(start);
        }
        return starts;
    }
}
