package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.heddle.model.size.Size;
import org.heddle.rules.stream.Region;

/// One product of a count: `coefficient · Π size(whole) · Π blocks(repeated) · Π pieces(pieced) · Π length · pieces(padded)`.
///
/// Where loops skip blocks, the factors of the axes that decide which become one: the sum of their products over the combinations of blocks that are left.
///
/// @param what what is counted, in words
/// @param whole axes along which everything is touched once: their blocks add up to their size
/// @param repeated axes whose every block repeats it
/// @param pieced axes along which it happens once per register piece of the given extent, in every block
/// @param padded axes along which whole runs of elements are touched, the last of each block beyond its end
/// @param left the combinations of blocks that it happens in; empty for all
public record Count(
        String what,
        long coefficient,
        List<String> whole,
        List<String> repeated,
        Map<String, Integer> pieced,
        Map<String, Run> padded,
        Optional<LiveBlocks> left) {
    public Count {
        whole = List.copyOf(whole);
        repeated = List.copyOf(repeated);
        pieced = new TreeMap<>(pieced);
        padded = new TreeMap<>(padded);
    }

    /// Neighbours that are touched together.
    ///
    /// @param length how many
    /// @param from blocks of a shorter extent are touched element by element
    public record Run(int length, int from) {
        /// Elements touched in blocks of an extent that are so long.
        long touched(long extent, long length) {
            return extent < from ? length : (long) this.length * Math.ceilDiv(length, this.length);
        }

        /// Elements touched in all blocks of an axis.
        long touched(Blocking blocking, int axis) {
            return blocking.extent(axis) < from
                    ? blocking.size(axis)
                    : Math.multiplyExact(length, blocking.pieces(axis, length));
        }
    }

    /// One along whose axes nothing is padded.
    public Count(
            String what,
            long coefficient,
            List<String> whole,
            List<String> repeated,
            Map<String, Integer> pieced,
            Optional<LiveBlocks> left) {
        this(what, coefficient, whole, repeated, pieced, Map.of(), left);
    }

    /// The number for given sizes and extents.
    ///
    /// @throws ArithmeticException where it exceeds a long
    public long at(Blocking blocking) {
        long value = coefficient;
        for (String axis : whole) {
            value = Math.multiplyExact(value, isFree(axis) ? blocking.size(axis) : 1);
        }
        for (String axis : repeated) {
            value = Math.multiplyExact(value, isFree(axis) ? blocking.blocks(axis) : 1);
        }
        for (Map.Entry<String, Integer> piece : pieced.entrySet()) {
            String axis = piece.getKey();
            value =
                    Math.multiplyExact(
                            value, isFree(axis) ? blocking.pieces(axis, piece.getValue()) : 1);
        }
        for (Map.Entry<String, Run> run : padded.entrySet()) {
            String axis = run.getKey();
            value =
                    Math.multiplyExact(
                            value,
                            isFree(axis)
                                    ? run.getValue().touched(blocking, blocking.position(axis))
                                    : 1);
        }
        return left.isEmpty()
                ? value
                : Math.multiplyExact(value, left.get().sum(weights(blocking), blocking));
    }

    /// A number that it is not below at any extents up to these: longer blocks repeat it less often. Pieces are taken for parts of what is touched, since blocks need not be whole pieces, runs for no more than their elements, and so are the
    /// combinations of blocks that are left for what is left of their elements.
    ///
    /// @throws ArithmeticException where it exceeds a long
    public long least(Blocking largest) {
        if (!pieced.isEmpty() || !padded.isEmpty()) {
            List<String> touched = new ArrayList<>(whole);
            touched.addAll(pieced.keySet());
            touched.addAll(padded.keySet());
            return new Count(what, coefficient, touched, repeated, Map.of(), left).least(largest)
                    / pieced.values().stream().reduce(1, (a, b) -> a * b);
        }
        if (left.isEmpty()) {
            return at(largest);
        }
        double value = coefficient;
        for (String axis : whole) {
            value *= isFree(axis) ? largest.size(axis) : 1;
        }
        for (String axis : repeated) {
            value *= isFree(axis) ? largest.blocks(axis) : 1;
        }
        for (String axis : left.get().axes()) {
            value /= whole.contains(axis) ? 1 : largest.extent(axis);
        }
        return (long) (value * left.get().leastElements(largest));
    }

    /// The axes whose blocks decide which combinations are left; none where all are.
    public List<String> guarded() {
        return left.map(LiveBlocks::axes).orElse(List.of());
    }

    /// Numbers that indices are divided by to decide which combinations are left: where ends move in steps, how long these are.
    public Set<Long> steps(Blocking blocking) {
        return left.map(live -> live.steps(blocking.diagram())).orElse(Set.of());
    }

    /// For every block of some guarded axes, the part of all elements along the other guarded ones that is left there; the blocks of the last axis are neighbours.
    ///
    /// @param along some of {@link #guarded()}, in order
    public double[] shares(List<String> along, Blocking blocking) {
        return left.map(live -> live.shares(along, blocking)).orElse(new double[] {1});
    }

    /// The same where blocks of the grid go by in an order and what it counts is not moved again while its own block stays the same: the innermost axes of the order do not repeat it, up to one of its own. What is walked
    /// block by block, and what is in some blocks only, does not stay.
    ///
    /// @param order of axes of the grid, outermost first
    /// @param walked axes that groups walk block by block
    public Count staying(List<String> order, Collection<String> walked) {
        if (left.isPresent() || whole.stream().anyMatch(walked::contains)) {
            return this;
        }
        List<String> again = new ArrayList<>(repeated);
        for (String axis : order.reversed()) {
            if (whole.contains(axis)) {
                break;
            }
            again.remove(axis);
        }
        return new Count(what, coefficient, whole, again, pieced, padded, left);
    }

    private boolean isFree(String axis) {
        return left.isEmpty() || !left.get().axes().contains(axis);
    }

    /// What the blocks of guarded axes contribute.
    private Map<String, LiveBlocks.Weight> weights(Blocking blocking) {
        Map<String, LiveBlocks.Weight> weights = new LinkedHashMap<>();
        for (String axis : left.orElseThrow().axes()) {
            LiveBlocks.Weight elements = LiveBlocks.elements(axis, blocking);
            weights.put(axis, weight(axis, elements, blocking.extent(axis)));
        }
        return weights;
    }

    private LiveBlocks.Weight weight(String axis, LiveBlocks.Weight elements, long extent) {
        Integer piece = pieced.get(axis);
        Run run = padded.get(axis);
        if (piece != null) {
            return new LiveBlocks.Weight(
                    Math.ceilDiv(elements.full(), piece), Math.ceilDiv(elements.last(), piece));
        }
        if (run != null) {
            return new LiveBlocks.Weight(
                    run.touched(extent, elements.full()), run.touched(extent, elements.last()));
        }
        return whole.contains(axis) ? elements : new LiveBlocks.Weight(1, 1);
    }

    /// The expression in axis sizes and labels: `g_a` for the block extent of a grid axis, `s_a` of a streamed one. Pieces are shown as size / extent, and what blocks that
    /// are left add up to as a symbol of its own.
    public Size symbolic(Region region, List<String> grid) {
        return product(
                axis -> Size.symbol(region.sizeAxis(axis)), axis -> blocks(region, grid, axis));
    }

    /// The same of one group, whose blocks are whole: along an axis of the grid it has one block, of the length of the label.
    public Size ofGroup(Region region, List<String> grid) {
        Function<String, Size> own =
                axis ->
                        Size.symbol(
                                grid.contains(axis) ? label(grid, axis) : region.sizeAxis(axis));
        return product(own, axis -> grid.contains(axis) ? Size.ONE : blocks(region, grid, axis));
    }

    private Size product(Function<String, Size> sizes, Function<String, Size> blocks) {
        Size size = Size.of(coefficient);
        Size some = Size.ONE;
        for (String axis : whole) {
            size = isFree(axis) ? size.times(sizes.apply(axis)) : size;
            some = isFree(axis) ? some : some.times(sizes.apply(axis));
        }
        for (String axis : repeated) {
            size = isFree(axis) ? size.times(blocks.apply(axis)) : size;
            some = isFree(axis) ? some : some.times(blocks.apply(axis));
        }
        for (Map.Entry<String, Run> run : padded.entrySet()) {
            String axis = run.getKey();
            Size own = sizes.apply(axis);
            Size length = Size.of(run.getValue().length());
            size = isFree(axis) ? size.times(length.times(Size.ceilDiv(own, length))) : size;
            some = isFree(axis) ? some : some.times(own);
        }
        if (left.isPresent()) {
            size = size.times(Size.left(some));
        }
        for (Map.Entry<String, Integer> piece : pieced.entrySet()) {
            size = size.times(Size.ceilDiv(sizes.apply(piece.getKey()), Size.of(piece.getValue())));
        }
        return size;
    }

    private static Size blocks(Region region, List<String> grid, String axis) {
        return Size.ceilDiv(Size.symbol(region.sizeAxis(axis)), Size.symbol(label(grid, axis)));
    }

    /// The label of an axis: `g_a` in the grid, `s_a` in a loop.
    public static String label(List<String> grid, String axis) {
        return (grid.contains(axis) ? "g_" : "s_") + axis;
    }
}
