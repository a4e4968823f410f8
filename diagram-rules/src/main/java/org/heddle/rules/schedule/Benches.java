package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.search.Least;
import org.heddle.rules.stream.StreamForm;

/// The nests of one form: one for each choice of axes to walk block by block, made when it is first asked for.
public final class Benches {
    private final StreamForm form;
    private final Hardware hardware;
    private final Blocking whole;
    private final Batch batch;
    private final List<String> loops;
    private final int[] positions;
    private final Map<BitSet, Bench> known = new HashMap<>();

    /// @param sizes of the diagram's axes
    public Benches(StreamForm form, Sizes sizes, Hardware hardware) {
        this.form = form;
        this.hardware = hardware;
        this.whole = Blocking.whole(form.region(), sizes);
        this.batch = new Batch(form, whole, hardware);
        List<String> parallel = form.region().parallelAxes();
        this.loops =
                NestBuilder.cuttable(form).stream()
                        .filter(axis -> !parallel.contains(axis))
                        .toList();
        this.positions = whole.positions(loops);
    }

    public StreamForm form() {
        return form;
    }

    Batch batch() {
        return batch;
    }

    /// Every axis one block.
    public Blocking whole() {
        return whole;
    }

    /// Axes that are no grid axes and may be walked block by block.
    public List<String> loops() {
        return loops;
    }

    /// The nest for extents: it walks the axes that these cut.
    public Bench at(Blocking blocking) {
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

    /// What no blocking between two goes below.
    public Least least(Blocking smallest, Blocking largest) {
        return bounding(smallest, largest).stream()
                .map(bench -> bench.least(smallest, largest))
                .reduce(Least::or)
                .orElseThrow();
    }

    /// The nests of which one costs no more than any blocking between two: that of the longest blocks and, where a loop may skip some, that of the shortest along its axes.
    public List<Bench> bounding(Blocking smallest, Blocking largest) {
        Blocking skipping = largest;
        for (String axis : at(smallest).guarded()) {
            skipping = skipping.with(axis, smallest.extent(axis));
        }
        return skipping.equals(largest) ? List.of(at(largest)) : List.of(at(largest), at(skipping));
    }

    /// One item at a time along sequential axes and those that are a batch; elsewhere what is given.
    ///
    /// @param extents by axis, ascending
    public Space space(Function<String, List<Long>> extents) {
        return space(extents, batch::isSingle);
    }

    /// The same with blocks of a batch, of which a machine of several levels may make something.
    public Space everySpace(Function<String, List<Long>> extents) {
        return space(extents, form.single()::contains);
    }

    private Space space(Function<String, List<Long>> extents, Predicate<String> isSingle) {
        List<String> axes = new ArrayList<>(form.region().parallelAxes());
        axes.addAll(loops);
        SequencedMap<String, List<Long>> choices = new LinkedHashMap<>();
        for (String axis : axes) {
            boolean isOne = isSingle.test(axis) || form.isSequential(axis);
            choices.put(axis, isOne ? List.of(1L) : extents.apply(axis));
        }
        return new Space(whole, choices);
    }
}
