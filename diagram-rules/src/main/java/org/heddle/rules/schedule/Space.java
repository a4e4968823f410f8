package org.heddle.rules.schedule;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The blockings that a search may choose from: a list of extents for each axis.
///
/// @param whole every axis one block
/// @param choices extents by axis, ascending, at least one each
record Space(Blocking whole, SequencedMap<String, List<Long>> choices) {
    Space {
        choices = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(choices));
    }

    /// How many blockings there are; the largest long where there are more.
    long size() {
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

    /// The blocking with the smallest choice on every axis.
    Blocking smallest() {
        return below(0);
    }

    /// The blocking with the largest choice on every axis.
    Blocking largest() {
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
