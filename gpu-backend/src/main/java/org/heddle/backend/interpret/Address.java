package org.heddle.backend.interpret;

import java.util.List;
import java.util.OptionalDouble;

/// An element of an array at positions computed from indices along axes, and what takes its place where a position lies outside.
///
/// @param positions for each axis of the array
/// @param fill empty where nothing may lie outside
record Address(Memory memory, List<Position> positions, OptionalDouble fill) {
    Address {
        positions = List.copyOf(positions);
    }

    /// A position along one axis of an array.
    sealed interface Position {}

    /// `Σ factor · index + offset`.
    ///
    /// @param factors for each of the axes
    record Affine(List<Long> factors, long offset) implements Position {
        Affine {
            factors = List.copyOf(factors);
        }
    }

    /// The element of another array.
    record Gathered(Address index) implements Position {}

    /// The element of a tile.
    ///
    /// @param axes for each axis of the tile, which of the axes along which indices are given it is
    record Held(Slot tile, List<Integer> axes) implements Position {
        Held {
            axes = List.copyOf(axes);
        }

        private long at(long[] indices, Place place, double[][] tiles) {
            int element = 0;
            for (int k = 0; k < axes.size(); k++) {
                long within = indices[axes.get(k)] - place.start(tile.axis(k));
                element += (int) within * tile.strides().step(k);
            }
            return (long) tiles[tile.number()][element];
        }
    }

    /// Reads the element; where a position lies outside, the nearest one is read, and the fill given.
    ///
    /// @param indices along each of the axes
    /// @param place the blocks at hand
    /// @param tiles elements of all tiles, by number
    double read(long[] indices, Place place, double[][] tiles, Counter counter) {
        boolean inside = true;
        long element = 0;
        for (int axis = 0; axis < positions.size(); axis++) {
            long position = position(positions.get(axis), indices, place, tiles, counter);
            long last = memory.shape().get(axis) - 1;
            inside &= position >= 0 && position <= last;
            element = element * (last + 1) + Math.clamp(position, 0, last);
        }
        counter.globalRead(memory.number(), memory.elementBytes());
        double value = memory.get(element);
        return inside || fill.isEmpty() ? value : fill.getAsDouble();
    }

    private static long position(
            Position position, long[] indices, Place place, double[][] tiles, Counter counter) {
        return switch (position) {
            case Gathered(Address index) -> (long) index.read(indices, place, tiles, counter);
            case Held held -> held.at(indices, place, tiles);
            case Affine(List<Long> factors, long offset) -> {
                long sum = offset;
                for (int axis = 0; axis < indices.length; axis++) {
                    sum += factors.get(axis) * indices[axis];
                }
                yield sum;
            }
        };
    }
}
