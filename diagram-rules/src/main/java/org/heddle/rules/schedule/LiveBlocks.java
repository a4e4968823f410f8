package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.BlockRanges;
import org.heddle.rules.bounds.Guard;

/// How many combinations of blocks the guards of some loops leave.
///
/// Combinations differ in their guarded axes' blocks only. Each block is a full one or the shorter last one of its axis, so a combination is one of 2ⁿ kinds, and how many there are
/// of each kind is all that sums over them need. They are found by {@link BlockCount}, which goes through few of them.
final class LiveBlocks {
    private static final int MOST_KNOWN = 4096;

    /// Combinations of elements are not counted where more have to be gone through for it.
    private static final double MOST_STEPS = 1 << 26;

    private final List<Guard> guards;
    private final Optional<BlockRanges> data;
    private final List<String> axes;
    private final Map<List<Long>, long[]> known = recent();
    private final Map<List<Long>, Long> elements = recent();

    /// @param data what reads hold; where that is not known, a condition on it is taken to hold, and more combinations are counted than will be left
    LiveBlocks(List<Guard> guards, Optional<BlockRanges> data) {
        this.guards = List.copyOf(guards);
        this.data = data;
        Set<String> all = new LinkedHashSet<>();
        guards.forEach(
                guard ->
                        guard.mayHaveItems().stream()
                                .filter(this::isKnown)
                                .forEach(condition -> all.addAll(guard.axes(condition))));
        this.axes = List.copyOf(all);
    }

    /// What was asked for last.
    private static <T> Map<List<Long>, T> recent() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<List<Long>, T> eldest) {
                return size() > MOST_KNOWN;
            }
        };
    }

    private boolean isKnown(Expr condition) {
        return data.isPresent() || Guard.isOfIndices(condition);
    }

    /// The axes whose blocks are guarded; none where no block is known to be skipped.
    List<String> axes() {
        return axes;
    }

    /// Numbers that indices are divided by in conditions.
    Set<Long> steps(Sizes sizes) {
        Set<Long> steps = new LinkedHashSet<>();
        for (Guard guard : guards) {
            guard.mayHaveItems().forEach(condition -> steps(condition, sizes, steps));
        }
        return steps;
    }

    private static void steps(Expr e, Sizes sizes, Set<Long> steps) {
        if (e instanceof Expr.Call(Fun fun, List<Expr> args)) {
            args.forEach(arg -> steps(arg, sizes, steps));
            if (fun == Fun.DIV || fun == Fun.MOD) {
                long step =
                        switch (args.get(1)) {
                            case Expr.Num(double value) -> (long) value;
                            case Expr.Extent(String axis) -> sizes.of(axis);
                            case Expr.Arg _, Expr.Index _, Expr.Call _ -> 1;
                        };
                if (step > 1) {
                    steps.add(step);
                }
            }
        }
    }

    /// What an axis contributes to a product: for each of its full blocks, and for its shorter last one.
    record Weight(long full, long last) {}

    /// The sum over all combinations that are left of the product of their axes' weights.
    ///
    /// @param weights by axis
    /// @throws ArithmeticException where it exceeds a long
    long sum(Map<String, Weight> weights, Blocking blocking) {
        return sum(kinds(blocking), weights);
    }

    private long sum(long[] kinds, Map<String, Weight> weights) {
        long sum = 0;
        for (int kind = 0; kind < kinds.length; kind++) {
            long product = kinds[kind];
            for (int i = 0; i < axes.size() && product != 0; i++) {
                Weight weight = Objects.requireNonNull(weights.get(axes.get(i)));
                product =
                        Math.multiplyExact(
                                product, (kind >> i & 1) == 0 ? weight.full() : weight.last());
            }
            sum = Math.addExact(sum, product);
        }
        return sum;
    }

    /// The part of all elements that lies in combinations which are left.
    double share(Blocking blocking) {
        Map<String, Weight> elements = new LinkedHashMap<>();
        double all = 1;
        for (String axis : axes) {
            elements.put(axis, elements(axis, blocking));
            all *= blocking.size(axis);
        }
        return all == 0 ? 1 : sum(elements, blocking) / all;
    }

    /// For every block of some axes, the part of all elements along the others that is left there. Blocks are in the order of the axes, those of the last one neighbours.
    ///
    /// @param along some of the axes, in order
    double[] shares(List<String> along, Blocking blocking) {
        int[] strides = new int[axes.size()];
        int blocks = 1;
        for (String axis : along.reversed()) {
            strides[axes.indexOf(axis)] = blocks;
            blocks = Math.multiplyExact(blocks, Math.toIntExact(blocking.blocks(axis)));
        }
        double all = 1;
        for (String axis : axes) {
            all *= along.contains(axis) ? 1 : blocking.size(axis);
        }
        double[] shares = new double[blocks];
        if (all > 0) {
            new Spread(blocking, along, strides, shares)
                    .enter(0, 0, new long[axes.size()], 1 / all);
        }
        return shares;
    }

    /// Goes through the blocks of some axes, and finds for each what is left along the others.
    private final class Spread {
        private final Kinds others;
        private final long[] blocks;
        private final int[] strides;
        private final double[] shares;
        private final int[] along;
        private final Map<String, Weight> weights = new LinkedHashMap<>();

        Spread(Blocking blocking, List<String> along, int[] strides, double[] shares) {
            int some = 0;
            for (String axis : along) {
                some |= 1 << axes.indexOf(axis);
            }
            this.others = new Kinds(blocking, ~some & (1 << axes.size()) - 1);
            this.blocks = axes.stream().mapToLong(blocking::blocks).toArray();
            this.strides = strides;
            this.shares = shares;
            this.along = along.stream().mapToInt(axes::indexOf).toArray();
            for (String axis : axes) {
                weights.put(
                        axis, along.contains(axis) ? new Weight(1, 1) : elements(axis, blocking));
            }
        }

        void enter(int position, int place, long[] at, double weight) {
            if (position == along.length) {
                shares[place] = weight * sum(others.at(at), weights);
                return;
            }
            int axis = along[position];
            for (int block = 0; block < blocks[axis]; block++) {
                at[axis] = block;
                enter(position + 1, place + strides[axis] * block, at, weight);
            }
        }
    }

    /// So many combinations of elements are left at least, whatever the blocks; 0 where it would take too long to count them.
    synchronized long leastElements(Blocking blocking) {
        List<Long> key = axes.stream().map(blocking::size).toList();
        return elements.computeIfAbsent(key, _ -> elements(blocking));
    }

    private long elements(Blocking blocking) {
        Blocking single = blocking;
        for (String axis : axes) {
            single = single.with(axis, 1);
        }
        int all = (1 << axes.size()) - 1;
        return new Kinds(single, all).steps() > MOST_STEPS ? 0 : kinds(single)[0];
    }

    static Weight elements(String axis, Blocking blocking) {
        return new Weight(blocking.extent(axis), blocking.size(axis) % blocking.extent(axis));
    }

    /// How many combinations of each kind are left; bit i of a kind tells that the block along axis i is the shorter last one.
    private synchronized long[] kinds(Blocking blocking) {
        List<Long> key = new ArrayList<>();
        axes.forEach(
                axis -> {
                    key.add(blocking.size(axis));
                    key.add(blocking.extent(axis));
                });
        return known.computeIfAbsent(
                key, _ -> new Kinds(blocking, (1 << axes.size()) - 1).at(new long[axes.size()]));
    }

    /// Counts the combinations of each kind.
    private final class Kinds {
        private final int free;
        private final int ragged;
        private final long[] full;
        private final BlockCount count;

        /// @param free the axes along which blocks are counted, one bit each
        Kinds(Blocking blocking, int free) {
            this.free = free;
            this.full = new long[axes.size()];
            int some = 0;
            for (int i = 0; i < full.length; i++) {
                long size = blocking.size(axes.get(i));
                long extent = blocking.extent(axes.get(i));
                full[i] = size / extent;
                some |= size % extent == 0 ? 0 : 1 << i;
            }
            this.ragged = some & free;
            this.count = new BlockCount(conditions(blocking), full);
        }

        double steps() {
            return count.steps(free);
        }

        /// @param at the number of the block along each axis that is not free
        long[] at(long[] at) {
            long[] kinds = new long[1 << axes.size()];
            for (int kind = 0; kind < kinds.length; kind++) {
                if ((kind & ~ragged) == 0) {
                    long[] own = at.clone();
                    for (int i = 0; i < own.length; i++) {
                        own[i] = (kind >> i & 1) == 0 ? own[i] : full[i];
                    }
                    kinds[kind] = count.along(free & ~kind, own);
                }
            }
            return kinds;
        }
    }

    private List<BlockCondition> conditions(Blocking blocking) {
        List<BlockCondition> conditions = new ArrayList<>();
        for (Guard guard : guards) {
            for (Expr condition : guard.mayHaveItems()) {
                if (Guard.isOfIndices(condition)) {
                    conditions.add(BlockCondition.of(condition, axes, blocking));
                } else {
                    data.ifPresent(ranges -> conditions.add(ofElements(guard, condition, ranges)));
                }
            }
        }
        return conditions;
    }

    /// A condition on elements, asked block by block.
    private BlockCondition ofElements(Guard guard, Expr condition, BlockRanges ranges) {
        BlockRanges.Condition compiled = ranges.compile(condition);
        int looked = 0;
        for (String axis : guard.axes(condition)) {
            looked |= 1 << axes.indexOf(axis);
        }
        return new BlockCondition.Asked(
                looked, at -> compiled.holds(axis -> at[axes.indexOf(axis)]));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LiveBlocks that
                && guards.equals(that.guards)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return guards.hashCode();
    }

    @Override
    public String toString() {
        return guards.toString();
    }
}
