package org.heddle.rules.schedule;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.stream.StreamForm;

/// The nests of one form, one for each set of axes that are cut, made when a blocking first asks for it.
final class Benches {
    private final StreamForm form;
    private final List<String> loops;
    private final Hardware hardware;
    private final Map<Set<String>, Bench> known = new HashMap<>();

    /// @param loops axes that are walked in a loop where they are cut
    Benches(StreamForm form, List<String> loops, Hardware hardware) {
        this.form = form;
        this.loops = List.copyOf(loops);
        this.hardware = hardware;
    }

    /// The nest that cuts what the blocking cuts.
    Bench at(Blocking blocking) {
        Set<String> cut = new LinkedHashSet<>(loops);
        cut.removeIf(axis -> blocking.extent(axis) >= blocking.size(axis));
        return known.computeIfAbsent(cut, axes -> Bench.of(form, axes, blocking, hardware));
    }

    /// Global bytes that no blocking between two goes below: those of the longest blocks or, where a loop may skip some, of the shortest along its axes.
    long leastBytes(Blocking smallest, Blocking largest) {
        Bench longest = at(largest);
        long least = longest.leastBytes(smallest, largest);
        Blocking skipping = largest;
        for (String axis : at(smallest).guarded()) {
            skipping = skipping.with(axis, smallest.extent(axis));
        }
        return skipping.equals(largest)
                ? least
                : Math.min(least, at(skipping).leastBytes(smallest, largest));
    }
}
