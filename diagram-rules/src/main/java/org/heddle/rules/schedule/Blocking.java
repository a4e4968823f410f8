package org.heddle.rules.schedule;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.stream.Region;

/// Sizes and block extents of the loop axes of a region, as numbers. Axes have positions, the same in all blockings of a region.
public final class Blocking {
    private final SequencedMap<String, Integer> positions;
    private final long[] sizes;
    private final long[] extents;
    private final long[] blocks;
    private final Sizes diagram;

    private Blocking(
            SequencedMap<String, Integer> positions, long[] sizes, long[] extents, Sizes diagram) {
        this(positions, sizes, extents, new long[sizes.length], diagram);
        Arrays.setAll(blocks, this::blocksOf);
    }

    private Blocking(
            SequencedMap<String, Integer> positions,
            long[] sizes,
            long[] extents,
            long[] blocks,
            Sizes diagram) {
        this.positions = positions;
        this.sizes = sizes;
        this.extents = extents;
        this.blocks = blocks;
        this.diagram = diagram;
    }

    /// @param sizes size of every loop axis
    /// @param extents block extent of every loop axis, between 1 and its size (1 for an empty axis)
    /// @param diagram sizes of the diagram's axes, for what mentions them
    public Blocking(
            SequencedMap<String, Long> sizes, SequencedMap<String, Long> extents, Sizes diagram) {
        this(
                numbered(sizes.sequencedKeySet()),
                sizes.values().stream().mapToLong(Long::longValue).toArray(),
                sizes.keySet().stream().mapToLong(axis -> lookup(extents, axis)).toArray(),
                diagram);
    }

    private static SequencedMap<String, Integer> numbered(Set<String> axes) {
        SequencedMap<String, Integer> positions = new LinkedHashMap<>();
        axes.forEach(axis -> positions.put(axis, positions.size()));
        return Collections.unmodifiableSequencedMap(positions);
    }

    /// Every axis one block.
    public static Blocking whole(Region region, Sizes sizes) {
        long[] own = region.axes().values().stream().mapToLong(sizes::of).toArray();
        long[] extents = Arrays.stream(own).map(size -> Math.max(1, size)).toArray();
        return new Blocking(numbered(region.axes().sequencedKeySet()), own, extents, sizes);
    }

    /// The same with another extent of one axis.
    public Blocking with(String axis, long extent) {
        return with(position(axis), extent);
    }

    /// The same with another extent of the axis at a position.
    Blocking with(int position, long extent) {
        long[] changed = extents.clone();
        changed[position] = Math.max(1, Math.min(extent, Math.max(1, sizes[position])));
        Blocking other = new Blocking(positions, sizes, changed, blocks.clone(), diagram);
        other.blocks[position] = other.blocksOf(position);
        return other;
    }

    private long blocksOf(int position) {
        return Math.ceilDiv(sizes[position], extents[position]);
    }

    /// The axes without elements.
    Set<String> empty() {
        Set<String> empty = new LinkedHashSet<>(positions.keySet());
        empty.removeIf(axis -> size(axis) != 0);
        return empty;
    }

    /// Sizes of the diagram's axes.
    public Sizes diagram() {
        return diagram;
    }

    /// The size of every loop axis.
    public SequencedMap<String, Long> sizes() {
        return byAxis(sizes);
    }

    /// The block extent of every loop axis.
    public SequencedMap<String, Long> extents() {
        return byAxis(extents);
    }

    private SequencedMap<String, Long> byAxis(long[] values) {
        SequencedMap<String, Long> byAxis = new LinkedHashMap<>();
        positions.forEach((axis, position) -> byAxis.put(axis, values[position]));
        return Collections.unmodifiableSequencedMap(byAxis);
    }

    public long size(String axis) {
        return size(position(axis));
    }

    public long extent(String axis) {
        return extent(position(axis));
    }

    /// How many blocks cover the axis.
    public long blocks(String axis) {
        return blocks(position(axis));
    }

    /// Over all blocks of the axis: how many pieces of `piece` elements cover them, the last of each block possibly shorter.
    public long pieces(String axis, long piece) {
        return pieces(position(axis), piece);
    }

    /// The number of loop axes.
    int axes() {
        return sizes.length;
    }

    /// The position of an axis.
    int position(String axis) {
        return lookup(positions, axis);
    }

    private static <T> T lookup(Map<String, T> byAxis, String axis) {
        T found = byAxis.get(axis);
        if (found == null) {
            throw new IllegalArgumentException("no loop axis '" + axis + "'");
        }
        return found;
    }

    /// The positions of axes.
    int[] positions(List<String> axes) {
        return axes.stream().mapToInt(this::position).toArray();
    }

    long size(int position) {
        return sizes[position];
    }

    long extent(int position) {
        return extents[position];
    }

    long blocks(int position) {
        return blocks[position];
    }

    long pieces(int position, long piece) {
        long full = sizes[position] / extents[position];
        long rest = sizes[position] - full * extents[position];
        return full * Math.ceilDiv(extents[position], piece) + Math.ceilDiv(rest, piece);
    }

    /// Over all blocks of the axis: how many whole pieces of `piece` elements there are.
    long wholes(int position, long piece) {
        long full = sizes[position] / extents[position];
        long rest = sizes[position] - full * extents[position];
        return full * (extents[position] / piece) + rest / piece;
    }

    /// One group's part: along some axes only a block of a given length.
    ///
    /// @param axes positions of the axes
    /// @param lengths of the block along each
    Blocking part(int[] axes, long[] lengths) {
        long[] part = sizes.clone();
        long[] shorter = extents.clone();
        for (int i = 0; i < axes.length; i++) {
            part[axes[i]] = lengths[i];
            shorter[axes[i]] = Math.max(1, Math.min(extents[axes[i]], lengths[i]));
        }
        return new Blocking(positions, part, shorter, diagram);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blocking that
                && Arrays.equals(extents, that.extents)
                && Arrays.equals(sizes, that.sizes)
                && positions.equals(that.positions)
                && diagram.equals(that.diagram);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return "blocks " + extents() + " of " + sizes();
    }
}
