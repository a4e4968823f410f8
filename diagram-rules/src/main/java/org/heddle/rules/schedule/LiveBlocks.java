package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.BlockRanges;
import org.heddle.rules.bounds.Guard;

/// How many combinations of blocks the guards of some loops leave.
///
/// Combinations differ in their guarded axes' blocks only. Each block is a full one or the shorter last one of its axis, so a combination is one of 2ⁿ kinds, and how many there are
/// of each kind is all that sums over them need. Along one axis the blocks that a comparison leaves are found by its straight lines, not one by one.
final class LiveBlocks {
    private static final int MOST_KNOWN = 4096;

    /// More combinations of elements are not counted.
    private static final long MOST_COUNTED = 1 << 26;

    private final List<Guard> guards;
    private final Optional<BlockRanges> data;
    private final List<String> axes;
    private final Map<List<Long>, long[]> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Long>, long[]> eldest) {
                    return size() > MOST_KNOWN;
                }
            };

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

    private boolean isKnown(Expr condition) {
        return data.isPresent() || Guard.isOfIndices(condition);
    }

    /// The axes whose blocks are guarded; none where no block is known to be skipped.
    List<String> axes() {
        return axes;
    }

    /// What an axis contributes to a product: for each of its full blocks, and for its shorter last one.
    record Weight(long full, long last) {}

    /// The sum over all combinations that are left of the product of their axes' weights.
    ///
    /// @param weights by axis
    /// @throws ArithmeticException where it exceeds a long
    long sum(Map<String, Weight> weights, Blocking blocking) {
        long[] kinds = kinds(blocking);
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
            new Spread(new Walk(blocking, new long[1 << axes.size()]), strides, shares)
                    .enter(0, 0, 1 / all);
        }
        return shares;
    }

    /// Goes through the blocks of all axes, and adds what is left where it belongs.
    private final class Spread {
        private final Walk walk;
        private final int[] strides;
        private final double[] shares;

        Spread(Walk walk, int[] strides, double[] shares) {
            this.walk = walk;
            this.strides = strides;
            this.shares = shares;
        }

        void enter(int position, int place, double weight) {
            String axis = axes.get(position);
            int blocks = Math.toIntExact(walk.blocking.blocks(axis));
            boolean isLast = position == axes.size() - 1;
            BitSet left = isLast ? walk.left(blocks) : new BitSet();
            for (int block = 0; block < blocks; block++) {
                if (isLast && !left.get(block)) {
                    continue;
                }
                int own = place + strides[position] * block;
                double length = strides[position] > 0 ? 1 : length(axis, block, walk.blocking);
                if (isLast) {
                    shares[own] += weight * length;
                } else {
                    walk.at[position] = block;
                    enter(position + 1, own, weight * length);
                }
            }
        }

        private static double length(String axis, long block, Blocking blocking) {
            long extent = blocking.extent(axis);
            return Math.min(extent, blocking.size(axis) - block * extent);
        }
    }

    /// So many combinations of elements are left at least, whatever the blocks; 0 where there are too many to count.
    long leastElements(Blocking blocking) {
        Blocking single = blocking;
        double all = 1;
        for (int i = 0; i < axes.size(); i++) {
            single = single.with(axes.get(i), 1);
            all *= blocking.size(axes.get(i));
        }
        return all > MOST_COUNTED ? 0 : kinds(single)[0];
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
        return known.computeIfAbsent(key, _ -> count(blocking));
    }

    private long[] count(Blocking blocking) {
        long[] kinds = new long[1 << axes.size()];
        new Walk(blocking, kinds).enter(0, 0);
        return kinds;
    }

    /// Goes through the blocks of all axes but the last, of which it finds all blocks that are left at once.
    private final class Walk {
        private final Blocking blocking;
        private final long[] kinds;
        private final long[] at = new long[axes.size()];
        private final List<BorderTest> tests = new ArrayList<>();

        Walk(Blocking blocking, long[] kinds) {
            this.blocking = blocking;
            this.kinds = kinds;
            for (Guard guard : guards) {
                for (Expr condition : guard.mayHaveItems()) {
                    if (Guard.isOfIndices(condition)) {
                        tests.add(BorderTest.of(condition, axes, blocking));
                    } else {
                        data.ifPresent(ranges -> tests.add(ofElements(ranges.compile(condition))));
                    }
                }
            }
        }

        /// The blocks along the last axis that are left.
        BitSet left(int blocks) {
            BitSet left = new BitSet(blocks);
            left.set(0, blocks);
            tests.forEach(test -> left.and(test.left(at, blocks)));
            return left;
        }

        void enter(int position, int kind) {
            String axis = axes.get(position);
            int blocks = Math.toIntExact(blocking.blocks(axis));
            boolean ragged = blocking.size(axis) % blocking.extent(axis) != 0;
            if (position < axes.size() - 1) {
                for (int block = 0; block < blocks; block++) {
                    at[position] = block;
                    boolean last = ragged && block == blocks - 1;
                    enter(position + 1, last ? kind | 1 << position : kind);
                }
                return;
            }
            BitSet left = left(blocks);
            int full = left.cardinality();
            if (ragged && left.get(blocks - 1)) {
                full--;
                kinds[kind | 1 << position]++;
            }
            kinds[kind] += full;
        }
    }

    /// A condition on elements, asked block by block.
    private BorderTest ofElements(BlockRanges.Condition condition) {
        String last = axes.getLast();
        return (at, blocks) -> {
            BitSet left = new BitSet(blocks);
            for (int block = 0; block < blocks; block++) {
                long own = block;
                left.set(
                        block,
                        condition.holds(
                                axis -> axis.equals(last) ? own : number(at, axes.indexOf(axis))));
            }
            return left;
        };
    }

    private static long number(long[] at, int position) {
        return position < 0 ? 0 : at[position];
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
