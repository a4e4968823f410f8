package org.heddle.rules.schedule;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// Extents worth trying.
public final class Extents {
    /// So many multiples of the unit between half of an extent and twice it, at most about.
    private static final int STEPS = 12;

    private Extents() {}

    /// From half of the present extent to twice it: multiples of the unit, exact divisors of the size, and extents that make the last block as long as the others.
    static List<Long> around(Blocking blocking, String axis, int unit) {
        long size = Math.max(1, blocking.size(axis));
        long extent = blocking.extent(axis);
        long least = Math.max(1, extent / 2);
        long most = Math.min(size, 2 * extent);
        TreeSet<Long> found = new TreeSet<>();
        found.add(extent);
        long step = Math.ceilDiv(Math.max(1, (most - least) / STEPS), unit) * unit;
        for (long e = Math.ceilDiv(least, unit) * unit; e <= most; e += step) {
            found.add(e);
        }
        long fewest = Math.ceilDiv(size, most);
        for (long blocks = fewest; blocks <= fewest + STEPS && blocks <= size / least; blocks++) {
            long even = Math.ceilDiv(size, blocks);
            found.add(even);
            found.add(Math.ceilDiv(even, unit) * unit);
        }
        found.removeIf(e -> e < least || e > most);
        return List.copyOf(found);
    }

    /// The shortest and the longest.
    static List<Long> ends(long size) {
        return size > 1 ? List.of(1L, size) : List.of(1L);
    }

    /// Every extent there is.
    public static List<Long> all(long size) {
        return LongStream.rangeClosed(1, Math.max(1, size)).boxed().toList();
    }

    /// Extents of all magnitudes: those that cut the axis into few even blocks, others no further apart than a quarter, and powers of two.
    public static List<Long> spread(long size) {
        TreeSet<Long> found = new TreeSet<>();
        for (long blocks = 1; blocks <= size; blocks += Math.max(1, blocks / 4)) {
            found.add(Math.ceilDiv(size, blocks));
        }
        for (long power = 1; power < size; power *= 2) {
            found.add(power);
        }
        found.add(Math.max(1, size));
        return List.copyOf(found);
    }
}
