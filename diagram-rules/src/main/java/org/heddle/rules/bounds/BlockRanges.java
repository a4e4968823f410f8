package org.heddle.rules.bounds;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.eval.Scalar;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.size.Size;
import org.heddle.rules.stream.Region;

/// The least and the most element that reads meet in every combination of blocks of their axes, found by looking at all elements once.
///
/// ```
///   docs      0 0 0 1 | 1 1 2 2 | 2 2          docs.least   0 1 2
///   blocks       0         1       2           docs.most    1 2 2
/// ```
public final class BlockRanges {
    private final Region region;
    private final Sizes sizes;
    private final ToLongFunction<String> extentOf;
    private final Map<String, Tensor> arrays;
    private final Map<String, Ends> known = new LinkedHashMap<>();

    /// @param axes of the read
    /// @param blocks along each of them; the last axis is the fastest in the arrays of ends
    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    private record Ends(List<String> axes, long[] blocks, double[] least, double[] most) {}

    /// @param extentOf elements of a block, by loop axis
    /// @param arrays by wire, at least those that guards know
    public BlockRanges(
            Region region,
            Sizes sizes,
            ToLongFunction<String> extentOf,
            Map<String, Tensor> arrays) {
        this.region = region;
        this.sizes = sizes;
        this.extentOf = extentOf;
        this.arrays = arrays;
    }

    /// What a border is in some blocks.
    ///
    /// @param block the number of the block along each axis of the read
    public double at(Border.Element border, ToLongFunction<String> block) {
        Ends ends = known.computeIfAbsent(border.read(), key -> ends(region.read(key)));
        long number = 0;
        for (int k = 0; k < ends.blocks.length; k++) {
            number = number * ends.blocks[k] + block.applyAsLong(ends.axes.get(k));
        }
        return (border.isMost() ? ends.most : ends.least)[Math.toIntExact(number)];
    }

    /// A condition on borders, ready to be asked.
    public Condition compile(Expr condition) {
        List<String> names = List.copyOf(condition.arguments());
        List<Border> borders = names.stream().map(Border::of).toList();
        Scalar compiled = Scalars.compile(condition, names, List.of(), sizes::of);
        return block -> {
            double[] values = new double[borders.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(borders.get(i), block);
            }
            return compiled.at(values, new long[0]) != 0;
        };
    }

    /// A condition on the blocks at hand.
    @FunctionalInterface
    public interface Condition {
        /// Whether there may be items in a block.
        ///
        /// @param block the number of the block along each axis
        boolean holds(ToLongFunction<String> block);
    }

    private double value(Border border, ToLongFunction<String> block) {
        return switch (border) {
            case Border.Index(String axis, boolean isLast) -> {
                long extent = extentOf.applyAsLong(axis);
                yield (double) (block.applyAsLong(axis) * extent + (isLast ? extent - 1 : 0));
            }
            case Border.Element element -> at(element, block);
        };
    }

    private Ends ends(Region.Read read) {
        List<String> axes = read.axes().stream().distinct().toList();
        long[] size = axes.stream().mapToLong(axis -> region.size(axis, sizes)).toArray();
        long[] extent = axes.stream().mapToLong(extentOf).toArray();
        long[] blocks = new long[size.length];
        long all = 1;
        for (int k = 0; k < size.length; k++) {
            blocks[k] = Math.ceilDiv(size[k], extent[k]);
            all = Math.multiplyExact(all, blocks[k]);
        }
        double[] least = new double[Math.toIntExact(all)];
        double[] most = new double[least.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        if (all > 0) {
            Element element = element(read.port(), axes);
            long[] index = new long[size.length];
            do {
                long number = 0;
                for (int k = 0; k < size.length; k++) {
                    number = number * blocks[k] + index[k] / extent[k];
                }
                double value = element.at(index);
                least[(int) number] = Math.min(least[(int) number], value);
                most[(int) number] = Math.max(most[(int) number], value);
            } while (next(index, size));
        }
        return new Ends(axes, blocks, least, most);
    }

    /// Moves on to the next index, the last axis fastest; false after the last one.
    private static boolean next(long[] index, long[] size) {
        for (int k = index.length - 1; k >= 0; k--) {
            index[k]++;
            if (index[k] < size[k]) {
                return true;
            }
            index[k] = 0;
        }
        return false;
    }

    /// What is read at an index along some axes.
    @FunctionalInterface
    private interface Element {
        double at(long[] index);
    }

    /// The element that a port means: the nearest one where the position lies outside, unless it has a fill.
    private Element element(Port port, List<String> axes) {
        Tensor array = Objects.requireNonNull(arrays.get(port.wire()));
        List<Element> positions =
                port.subscripts().stream()
                        .map(
                                subscript ->
                                        switch (subscript) {
                                            case Subscript.Gather(Port from) -> element(from, axes);
                                            case Subscript.Affine affine -> position(affine, axes);
                                        })
                        .toList();
        long[] shape = array.shape().stream().mapToLong(Long::longValue).toArray();
        if (array.elements() == 0) {
            return _ -> port.fill().orElse(Double.NaN);
        }
        return index -> {
            boolean inside = true;
            long flat = 0;
            for (int k = 0; k < shape.length; k++) {
                long position = (long) positions.get(k).at(index);
                inside &= position >= 0 && position < shape[k];
                flat = flat * shape[k] + Math.clamp(position, 0, shape[k] - 1);
            }
            return inside || port.fill().isEmpty() ? array.get(flat) : port.fill().getAsDouble();
        };
    }

    private Element position(Subscript.Affine affine, List<String> axes) {
        long offset = affine.offset().at(sizes::of);
        long[] factors =
                axes.stream()
                        .mapToLong(
                                axis ->
                                        affine.coefficients()
                                                .getOrDefault(axis, Size.ZERO)
                                                .at(sizes::of))
                        .toArray();
        return index -> {
            long position = offset;
            for (int k = 0; k < factors.length; k++) {
                position += factors[k] * index[k];
            }
            return (double) position;
        };
    }
}
