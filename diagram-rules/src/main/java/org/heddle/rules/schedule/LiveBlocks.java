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
import java.util.function.ToLongFunction;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.BlockRanges;
import org.heddle.rules.bounds.Border;
import org.heddle.rules.bounds.Guard;

/// How many combinations of blocks the guards of some loops leave.
///
/// Combinations differ in their guarded axes' blocks only. Each block is a full one or the shorter last one of its axis, so a combination is one of 2ⁿ kinds, and how many there are
/// of each kind is all that sums over them need. Along one axis the blocks that a comparison leaves are found by its straight lines, not one by one.
final class LiveBlocks {
    private final List<Guard> guards;
    private final Optional<BlockRanges> data;
    private final List<String> axes;
    private final Map<List<Long>, long[]> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<Long>, long[]> eldest) {
                    return size() > 64;
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
        new Walk(blocking, kinds).enter(0, 0, Map.of());
        return kinds;
    }

    /// Goes through the blocks of all axes but the last, of which it finds all blocks that are left at once.
    private final class Walk {
        private final Blocking blocking;
        private final long[] kinds;

        Walk(Blocking blocking, long[] kinds) {
            this.blocking = blocking;
            this.kinds = kinds;
        }

        void enter(int position, int kind, Map<String, Long> at) {
            String axis = axes.get(position);
            int blocks = Math.toIntExact(blocking.blocks(axis));
            boolean ragged = blocking.size(axis) % blocking.extent(axis) != 0;
            if (position < axes.size() - 1) {
                for (long block = 0; block < blocks; block++) {
                    Map<String, Long> inside = new LinkedHashMap<>(at);
                    inside.put(axis, block);
                    boolean last = ragged && block == blocks - 1;
                    enter(position + 1, last ? kind | 1 << position : kind, inside);
                }
                return;
            }
            BitSet left = new BitSet(blocks);
            left.set(0, blocks);
            for (Guard guard : guards) {
                for (Expr condition : guard.mayHaveItems()) {
                    if (Guard.isOfIndices(condition)) {
                        left.and(left(condition, axis, blocks, at));
                    } else {
                        data.ifPresent(
                                ranges -> left.and(left(ranges, condition, axis, blocks, at)));
                    }
                }
            }
            int full = left.cardinality();
            if (ragged && left.get(blocks - 1)) {
                full--;
                kinds[kind | 1 << position]++;
            }
            kinds[kind] += full;
        }

        /// The blocks along the axis for which a condition on elements holds.
        private static BitSet left(
                BlockRanges ranges,
                Expr condition,
                String axis,
                int blocks,
                Map<String, Long> at) {
            BlockRanges.Condition compiled = ranges.compile(condition);
            BitSet left = new BitSet(blocks);
            for (int block = 0; block < blocks; block++) {
                long own = block;
                if (compiled.holds(a -> a.equals(axis) ? own : at.getOrDefault(a, 0L))) {
                    left.set(block);
                }
            }
            return left;
        }

        /// The blocks along the axis for which a condition on indices holds.
        private BitSet left(Expr condition, String axis, int blocks, Map<String, Long> at) {
            BitSet left = new BitSet(blocks);
            if (condition instanceof Call(Fun fun, List<Expr> args)) {
                if (fun == Fun.AND || fun == Fun.OR) {
                    left.or(left(args.get(0), axis, blocks, at));
                    BitSet other = left(args.get(1), axis, blocks, at);
                    if (fun == Fun.AND) {
                        left.and(other);
                    } else {
                        left.or(other);
                    }
                    return left;
                }
                if (fun == Fun.NOT) {
                    left.or(left(args.getFirst(), axis, blocks, at));
                    left.flip(0, blocks);
                    return left;
                }
                if ((fun == Fun.LE || fun == Fun.LT)
                        && args.stream().allMatch(LiveBlocks::isLine)) {
                    long start = gap(args, axis, 0, at);
                    long slope = gap(args, axis, 1, at) - start;
                    between(fun == Fun.LE ? start : start - 1, slope, blocks, left);
                    return left;
                }
            }
            for (int block = 0; block < blocks; block++) {
                if (value(condition, axis, block, at) != 0) {
                    left.set(block);
                }
            }
            return left;
        }

        /// `b - a` at a block.
        private long gap(List<Expr> sides, String axis, long block, Map<String, Long> at) {
            return (long)
                    (value(sides.get(1), axis, block, at) - value(sides.get(0), axis, block, at));
        }

        /// The blocks n with `start + slope · n >= 0`.
        private static void between(long start, long slope, int blocks, BitSet left) {
            if (slope == 0) {
                left.set(0, start >= 0 ? blocks : 0);
            } else if (slope > 0) {
                left.set(Math.clamp(Math.ceilDiv(-start, slope), 0, blocks), blocks);
            } else {
                left.set(0, Math.clamp(Math.floorDiv(start, -slope) + 1, 0, blocks));
            }
        }

        private double value(Expr e, String axis, long block, Map<String, Long> at) {
            return LiveBlocks.value(
                    e,
                    name -> {
                        Border.Index border = Border.index(name);
                        long number =
                                border.axis().equals(axis)
                                        ? block
                                        : Objects.requireNonNull(at.get(border.axis()));
                        long first = number * blocking.extent(border.axis());
                        return border.isLast() ? first + blocking.extent(border.axis()) - 1 : first;
                    },
                    blocking.diagram()::of);
        }
    }

    /// Whether an expression of borders and sizes is a sum of multiples of them by whole numbers.
    private static boolean isLine(Expr e) {
        return switch (e) {
            case Expr.Num(double value) -> value == Math.rint(value) && Math.abs(value) < 0x1p53;
            case Expr.Arg _, Expr.Extent _ -> true;
            case Expr.Index _ -> false;
            case Call(Fun fun, List<Expr> args) ->
                    switch (fun) {
                        case ADD, SUB, NEG -> args.stream().allMatch(LiveBlocks::isLine);
                        case MUL ->
                                args.stream().allMatch(LiveBlocks::isLine)
                                        && args.stream()
                                                        .filter(arg -> !arg.arguments().isEmpty())
                                                        .count()
                                                < 2;
                        default -> false;
                    };
        };
    }

    private static double value(
            Expr e, ToLongFunction<String> border, ToLongFunction<String> size) {
        return switch (e) {
            case Expr.Num(double value) -> value;
            case Expr.Arg(String name) -> border.applyAsLong(name);
            case Expr.Extent(String axis) -> size.applyAsLong(axis);
            case Expr.Index _ -> throw new IllegalArgumentException("an index in a guard: " + e);
            case Call(Fun fun, List<Expr> args) ->
                    switch (fun) {
                        case ADD ->
                                value(args.get(0), border, size) + value(args.get(1), border, size);
                        case SUB ->
                                value(args.get(0), border, size) - value(args.get(1), border, size);
                        case MUL ->
                                value(args.get(0), border, size) * value(args.get(1), border, size);
                        case NEG -> -value(args.getFirst(), border, size);
                        default ->
                                Scalars.compile(
                                                new Call(
                                                        fun,
                                                        args.stream()
                                                                .map(
                                                                        arg ->
                                                                                Expr.num(
                                                                                        value(
                                                                                                arg,
                                                                                                border,
                                                                                                size)))
                                                                .toList()),
                                                List.of(),
                                                List.of(),
                                                size)
                                        .at(new double[0], new long[0]);
                    };
        };
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
