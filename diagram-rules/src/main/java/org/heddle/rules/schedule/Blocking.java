package org.heddle.rules.schedule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.stream.Region;

/// Sizes and block extents of the loop axes of a region, as numbers.
///
/// @param sizes size of every loop axis
/// @param extents block extent of every loop axis, between 1 and its size (1 for an empty axis)
/// @param diagram sizes of the diagram's axes, for what mentions them
public record Blocking(
        SequencedMap<String, Long> sizes, SequencedMap<String, Long> extents, Sizes diagram) {
    public Blocking {
        sizes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sizes));
        extents = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(extents));
    }

    /// Every axis one block.
    public static Blocking whole(Region region, Sizes sizes) {
        SequencedMap<String, Long> own = new LinkedHashMap<>();
        SequencedMap<String, Long> extents = new LinkedHashMap<>();
        region.axes()
                .forEach(
                        (axis, sizeAxis) -> {
                            own.put(axis, sizes.of(sizeAxis));
                            extents.put(axis, Math.max(1, sizes.of(sizeAxis)));
                        });
        return new Blocking(own, extents, sizes);
    }

    /// The same with another extent of one axis.
    public Blocking with(String axis, long extent) {
        SequencedMap<String, Long> changed = new LinkedHashMap<>(extents);
        changed.put(axis, Math.max(1, Math.min(extent, Math.max(1, size(axis)))));
        return new Blocking(sizes, changed, diagram);
    }

    /// The axes without elements.
    Set<String> empty() {
        Set<String> empty = new LinkedHashSet<>();
        sizes.forEach(
                (axis, size) -> {
                    if (size == 0) {
                        empty.add(axis);
                    }
                });
        return empty;
    }

    public long size(String axis) {
        return lookup(sizes, axis);
    }

    public long extent(String axis) {
        return lookup(extents, axis);
    }

    /// How many blocks cover the axis.
    public long blocks(String axis) {
        return Math.ceilDiv(size(axis), extent(axis));
    }

    /// Over all blocks of the axis: how many pieces of `piece` elements cover them, the last of each block possibly shorter.
    public long pieces(String axis, long piece) {
        long full = size(axis) / extent(axis);
        long rest = size(axis) - full * extent(axis);
        return full * Math.ceilDiv(extent(axis), piece) + Math.ceilDiv(rest, piece);
    }

    private static long lookup(SequencedMap<String, Long> map, String axis) {
        Long found = map.get(axis);
        if (found == null) {
            throw new IllegalArgumentException("no loop axis '" + axis + "'");
        }
        return found;
    }
}
