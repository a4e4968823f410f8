package org.heddle.backend.interpret;

import java.util.Arrays;
import java.util.List;

/// One group: its tiles, and the execution of the program's body at one block of every grid axis.
///
/// A tile comes to life, all NaN, when it is first written; reading one that never was fails.
final class Group {
    private final Plan plan;
    private final Place place;
    private final Counter counter;
    private final double[][] tiles;
    private final Sweep[] sweeps;
    private final boolean computing;

    /// @param computing whether values matter, and not only which of them move
    Group(Plan plan, Place place, Counter counter, boolean computing) {
        this.computing = computing;
        this.plan = plan;
        this.place = place;
        this.counter = counter;
        this.tiles = new double[plan.slots().size()][];
        this.sweeps = new Sweep[plan.sweeps()];
    }

    void run(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Loop(int axis, var tests, List<Step> body) -> {
                    for (long start : plan.space().starts(axis)) {
                        place.enter(axis, start);
                        if (tests.stream().allMatch(test -> test.isMet(place))) {
                            run(body);
                        }
                    }
                    place.enter(axis, 0);
                }
                case Step.Listed listed -> listed(listed);
                case Step.Load(Slot tile, View from) -> {
                    long elements = load(tile, alive(tile), from, 0, corner(tile, from), 0);
                    counter.operations(elements);
                }
                case Step.Gather(Slot tile, Address from, List<Access> accesses) -> {
                    counter.local(accesses, place);
                    long[] indices = new long[tile.rank()];
                    long elements = gather(tile, alive(tile), from, indices, 0, 0);
                    counter.operations(elements);
                }
                case Step.Store(Slot tile, View to) -> {
                    long elements = store(tile, tiles[tile.number()], to, 0, corner(tile, to), 0);
                    counter.operations(elements);
                }
                case Step.Fill(Slot tile, double value, List<Access> accesses) -> {
                    counter.local(accesses, place);
                    long elements = fill(tile, alive(tile), tile.rounded(value), 0, 0);
                    counter.operations(elements);
                }
                case Step.Sweeping sweeping -> {
                    alive(sweeping.operands().getLast().tile());
                    sweep(sweeping).run(place, tiles, counter);
                }
            }
        }
    }

    private void listed(Step.Listed loop) {
        long row = 0;
        for (int axis : loop.rows()) {
            row =
                    row * plan.space().starts(axis).size()
                            + place.start(axis) / plan.space().extent(axis);
        }
        long end = (long) loop.ends().get(row + 1);
        counter.globalRead(loop.ends().number(), 2L * loop.bytes());
        for (long entry = (long) loop.ends().get(row); entry < end; entry++) {
            long block = (long) loop.entries().get(entry) >> loop.bits();
            counter.globalRead(loop.entries().number(), loop.bytes());
            place.enter(loop.axis(), block * plan.space().extent(loop.axis()));
            run(loop.body());
        }
        place.enter(loop.axis(), 0);
    }

    private Sweep sweep(Step.Sweeping step) {
        Sweep known = sweeps[step.number()];
        if (known == null) {
            known = new Sweep(step, computing);
            sweeps[step.number()] = known;
        }
        return known;
    }

    private double[] alive(Slot tile) {
        double[] elements = tiles[tile.number()];
        if (elements == null) {
            elements = new double[tile.elements()];
            Arrays.fill(elements, Double.NaN);
            tiles[tile.number()] = elements;
            counter.allocated((long) elements.length * tile.dtype().bytes());
        }
        return elements;
    }

    /// The element of the array at which the current block begins.
    private long corner(Slot tile, View view) {
        long corner = 0;
        for (int k = 0; k < tile.rank(); k++) {
            corner += place.start(tile.axis(k)) * view.step(k);
        }
        return corner;
    }

    private long load(Slot tile, double[] elements, View view, int k, long from, int to) {
        if (k == tile.rank()) {
            Memory memory = view.memory();
            elements[to] = tile.rounded(memory.get(from));
            counter.globalRead(memory.number(), memory.elementBytes());
            counter.localWritten(tile.bytes());
            return 1;
        }
        long moved = 0;
        for (int i = 0; i < place.length(tile.axis(k)); i++) {
            moved +=
                    load(
                            tile,
                            elements,
                            view,
                            k + 1,
                            from + i * view.step(k),
                            to + i * tile.strides().step(k));
        }
        return moved;
    }

    private long gather(Slot tile, double[] elements, Address from, long[] indices, int k, int to) {
        if (k == tile.rank()) {
            elements[to] = tile.rounded(from.read(indices, place, tiles, counter));
            counter.localWritten(tile.bytes());
            return 1;
        }
        long moved = 0;
        for (int i = 0; i < place.length(tile.axis(k)); i++) {
            indices[k] = place.start(tile.axis(k)) + i;
            moved += gather(tile, elements, from, indices, k + 1, to + i * tile.strides().step(k));
        }
        return moved;
    }

    private long store(Slot tile, double[] elements, View view, int k, long to, int from) {
        if (k == tile.rank()) {
            view.memory().set(to, elements[from]);
            counter.localRead(tile.bytes());
            counter.globalWritten(view.memory().number(), view.memory().elementBytes());
            return 1;
        }
        long moved = 0;
        for (int i = 0; i < place.length(tile.axis(k)); i++) {
            moved +=
                    store(
                            tile,
                            elements,
                            view,
                            k + 1,
                            to + i * view.step(k),
                            from + i * tile.strides().step(k));
        }
        return moved;
    }

    private long fill(Slot tile, double[] elements, double value, int k, int to) {
        if (k == tile.rank()) {
            elements[to] = value;
            return 1;
        }
        long filled = 0;
        for (int i = 0; i < place.length(tile.axis(k)); i++) {
            filled += fill(tile, elements, value, k + 1, to + i * tile.strides().step(k));
        }
        return filled;
    }
}
