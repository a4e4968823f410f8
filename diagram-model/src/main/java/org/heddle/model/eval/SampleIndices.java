package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// Chooses the elements at which a large array is checked.
///
/// Along every axis some indices are *special*: the first and last three, the neighbours of the first and of the last
/// multiples of 16, 64, 128 and 256 (where tiles begin and tails are), and a few random ones. Chosen are
///
/// 1. the corners, and for every special index of every axis one element that has it;
/// 2. random combinations of special indices, up to three quarters: they share rows, which keeps checking cheap;
/// 3. random elements for the rest.
final class SampleIndices {
    private static final int[] TILES = {16, 64, 128, 256};
    private static final int RANDOM_PER_AXIS = 6;
    private static final int MOST_CORNER_AXES = 6;

    /// Below this many candidates per element wanted, random draws would collide too often.
    private static final int SPARSE = 4;

    private final List<Long> shape;
    private final SplittableRandom random;
    private final Set<Long> chosen = new TreeSet<>();

    private SampleIndices(List<Long> shape, long seed) {
        this.shape = shape;
        this.random = new SplittableRandom(seed);
    }

    /// Row-major positions, ascending: at least `count`, or all where there are no more.
    static long[] choose(List<Long> shape, int count, long seed) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        if (elements <= count) {
            return LongStream.range(0, elements).toArray();
        }
        return new SampleIndices(shape, seed).choose(elements, count);
    }

    private long[] choose(long elements, int count) {
        List<long[]> special = new ArrayList<>();
        for (long size : shape) {
            special.add(special(size));
        }
        corners();
        for (int axis = 0; axis < shape.size(); axis++) {
            for (long index : special.get(axis)) {
                long[] element = combination(special);
                element[axis] = index;
                chosen.add(ravel(element, shape));
            }
        }
        for (int draw = 0; draw < count && chosen.size() < count / 4 * 3; draw++) {
            chosen.add(ravel(combination(special), shape));
        }
        if (elements / SPARSE < count) {
            fillFromShuffle(elements, count);
        }
        while (chosen.size() < count) {
            chosen.add(random.nextLong(elements));
        }
        return chosen.stream().mapToLong(Long::longValue).toArray();
    }

    private void corners() {
        int axes = Math.min(shape.size(), MOST_CORNER_AXES);
        for (int corner = 0; corner < 1 << axes; corner++) {
            long[] element = new long[shape.size()];
            for (int axis = 0; axis < axes; axis++) {
                element[axis] = (corner >> axis & 1) == 0 ? 0 : shape.get(axis) - 1;
            }
            chosen.add(ravel(element, shape));
        }
    }

    private long[] special(long size) {
        Set<Long> indices = new TreeSet<>(List.of(0L, 1L, 2L, size - 1, size - 2, size - 3));
        for (int tile : TILES) {
            long lastBorder = (size - 1) / tile * tile;
            for (long border : new long[] {tile, lastBorder}) {
                indices.addAll(List.of(border - 1, border, border + 1));
            }
        }
        for (int i = 0; i < RANDOM_PER_AXIS; i++) {
            indices.add(random.nextLong(size));
        }
        return indices.stream()
                .mapToLong(Long::longValue)
                .filter(index -> index >= 0 && index < size)
                .toArray();
    }

    private long[] combination(List<long[]> special) {
        long[] element = new long[shape.size()];
        for (int axis = 0; axis < element.length; axis++) {
            long[] indices = special.get(axis);
            element[axis] = indices[random.nextInt(indices.length)];
        }
        return element;
    }

    /// The first elements of a random order, for arrays little larger than the number wanted.
    private void fillFromShuffle(long elements, int count) {
        int[] order = new int[(int) elements];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        for (int i = 0; i < order.length && chosen.size() < count; i++) {
            chosen.add((long) order[i]);
        }
    }

    private static long ravel(long[] index, List<Long> shape) {
        long flat = 0;
        for (int axis = 0; axis < index.length; axis++) {
            flat = flat * shape.get(axis) + index[axis];
        }
        return flat;
    }

    /// The index along each axis of a row-major position.
    static long[] unravel(long flat, List<Long> shape) {
        long[] index = new long[shape.size()];
        long rest = flat;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.get(axis);
            rest /= shape.get(axis);
        }
        return index;
    }
}
