package org.heddle.rules.schedule;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.stream.StreamForm;

/// The nests of one form: one for each choice of axes to walk block by block, made when it is first asked for.
final class Benches {
    private final StreamForm form;
    private final Hardware hardware;
    private final Blocking whole;
    private final List<String> loops;
    private final int[] positions;
    private final Map<BitSet, Bench> known = new HashMap<>();

    Benches(StreamForm form, Sizes sizes, Hardware hardware) {
        this.form = form;
        this.hardware = hardware;
        this.whole = Blocking.whole(form.region(), sizes);
        List<String> parallel = form.region().parallelAxes();
        this.loops =
                NestBuilder.cuttable(form).stream()
                        .filter(axis -> !parallel.contains(axis))
                        .toList();
        this.positions = whole.positions(loops);
    }

    StreamForm form() {
        return form;
    }

    /// Every axis one block.
    Blocking whole() {
        return whole;
    }

    /// Axes that are no grid axes and may be walked block by block.
    List<String> loops() {
        return loops;
    }

    /// The nest for extents: it walks the axes that these cut.
    Bench at(Blocking blocking) {
        BitSet cut = new BitSet();
        for (int i = 0; i < positions.length; i++) {
            cut.set(i, blocking.extent(positions[i]) < blocking.size(positions[i]));
        }
        return cutting(cut);
    }

    /// @param cut positions of axes among the loops
    Bench cutting(BitSet cut) {
        return known.computeIfAbsent(cut, this::bench);
    }

    private Bench bench(BitSet cut) {
        Set<String> axes = new LinkedHashSet<>();
        cut.stream().forEach(i -> axes.add(loops.get(i)));
        return Bench.of(form, axes, whole, hardware);
    }

    /// What no blocking between two goes below: the cost of the longest blocks or, where a loop may skip some, of the shortest along its axes.
    Least least(Blocking smallest, Blocking largest) {
        Bench longest = at(largest);
        Least least = longest.least(smallest, largest);
        Blocking skipping = largest;
        for (String axis : at(smallest).guarded()) {
            skipping = skipping.with(axis, smallest.extent(axis));
        }
        return skipping.equals(largest) ? least : least.or(at(skipping).least(smallest, largest));
    }
}
