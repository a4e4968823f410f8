package org.heddle.rules.schedule;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.heddle.rules.search.Lattice;

/// The blockings that a search may choose from: a list of extents for each axis.
public final class Space implements Lattice<Blocking> {
    private final Blocking whole;
    private final SequencedMap<String, List<Long>> choices;
    private final List<List<Long>> extents;
    private final int[] positions;

    /// @param whole every axis one block
    /// @param choices extents by axis, ascending, at least one each
    public Space(Blocking whole, SequencedMap<String, List<Long>> choices) {
        this.whole = whole;
        this.choices = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(choices));
        this.extents = List.copyOf(choices.values());
        this.positions = whole.positions(List.copyOf(choices.keySet()));
    }

    /// Every axis one block.
    public Blocking whole() {
        return whole;
    }

    /// Extents by axis, ascending.
    public SequencedMap<String, List<Long>> choices() {
        return choices;
    }

    /// How many blockings there are; the largest long where there are more.
    public long size() {
        return product(choices.values().stream().map(extents -> (long) extents.size()).toList());
    }

    /// How many blockings of axes there are with every extent; the largest long where there are more.
    static long all(Blocking whole, Collection<String> axes) {
        return product(axes.stream().map(whole::size).toList());
    }

    private static long product(List<Long> factors) {
        long product = 1;
        for (long factor : factors) {
            if (factor > 0 && product > Long.MAX_VALUE / factor) {
                return Long.MAX_VALUE;
            }
            product *= Math.max(1, factor);
        }
        return product;
    }

    @Override
    public int axes() {
        return extents.size();
    }

    @Override
    public List<Long> choices(int axis) {
        return extents.get(axis);
    }

    @Override
    public long length(Blocking point, int axis) {
        return point.extent(positions[axis]);
    }

    @Override
    public Blocking with(Blocking point, int axis, long length) {
        return point.with(positions[axis], length);
    }

    /// The blocking with the smallest choice on every axis.
    @Override
    public Blocking smallest() {
        return below(0);
    }

    /// The blocking with the largest choice on every axis.
    @Override
    public Blocking largest() {
        return below(Long.MAX_VALUE);
    }

    /// The blocking with, on every axis, the largest choice that is not above a bound (the smallest choice where all are).
    Blocking below(long bound) {
        Blocking blocking = whole;
        for (var axis : choices.entrySet()) {
            long extent = axis.getValue().getFirst();
            for (long choice : axis.getValue()) {
                extent = choice <= bound ? choice : extent;
            }
            blocking = blocking.with(axis.getKey(), extent);
        }
        return blocking;
    }
}
