package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// What the tiles of one group take of local memory: the one place that says so, to the search of extents, to the check of its result and to the lowering.
///
/// ```
///   vectors   every axis in whole register pieces and, where it is innermost somewhere, in whole vectors, so that no step needs a scalar remainder inside local
///             memory; an axis of one element only where it is innermost. All tiles hold the widest type, which the kernel computes in
///   threads   the innermost axis in pairs; each tile holds its own type
/// ```
///
/// Kernels of threads spread rows over the banks of shared memory where there is room left: what is given here is what they need, not more than there is what they take.
public final class Padding {
    private static final int LEAST_LANES = 2;
    private static final int MOST_LANES = 16;

    private final Map<String, SequencedMap<String, Long>> extents = new LinkedHashMap<>();
    private final Map<String, Long> bytes = new LinkedHashMap<>();

    private Padding() {}

    /// The padding of kernels as the hardware executes them.
    static Padding of(Nest nest, Layouts layouts, Blocking blocking, Hardware hardware) {
        return switch (hardware.execution()) {
            case SIMD -> vectors(nest, layouts, blocking, hardware);
            case SIMT -> threads(nest, layouts, blocking, hardware);
        };
    }

    /// The padding of kernels of one work-item per group, in explicit vectors.
    ///
    /// @throws ArithmeticException where a tile exceeds a long
    public static Padding vectors(
            Nest nest, Layouts layouts, Blocking blocking, Hardware hardware) {
        DType dtype = nest.widest();
        Map<String, Integer> units = units(nest, layouts, lanes(dtype, hardware));
        Padding padding = new Padding();
        for (Tile tile : nest.tiles()) {
            String inner = layouts.inner(tile).orElse("");
            SequencedMap<String, Long> padded = new LinkedHashMap<>();
            for (String axis : order(tile, inner)) {
                long extent = blocking.extent(axis);
                boolean alone = extent == 1 && !axis.equals(inner);
                padded.put(axis, whole(extent, alone ? 1 : units.getOrDefault(axis, 1)));
            }
            padding.add(tile, padded, dtype);
        }
        return padding;
    }

    private static Padding threads(
            Nest nest, Layouts layouts, Blocking blocking, Hardware hardware) {
        Padding padding = new Padding();
        for (Tile tile : nest.tiles()) {
            String inner = layouts.inner(tile).orElse("");
            SequencedMap<String, Long> padded = new LinkedHashMap<>();
            for (String axis : order(tile, inner)) {
                long extent = blocking.extent(axis);
                boolean pairs = extent > 1 && axis.equals(inner);
                padded.put(axis, whole(extent, pairs ? 2 * hardware.lanes(tile.dtype()) : 1));
            }
            padding.add(tile, padded, tile.dtype());
        }
        return padding;
    }

    /// Bytes of all tiles without padding: no padding takes less, and smaller blocks do not take more.
    static long least(Nest nest, Blocking blocking, Hardware hardware) {
        long sum = 0;
        DType widest = nest.widest();
        for (Tile tile : nest.tiles()) {
            long bytes =
                    switch (hardware.execution()) {
                        case SIMD -> widest.bytes();
                        case SIMT -> tile.dtype().bytes();
                    };
            for (String axis : tile.axes()) {
                bytes = Math.multiplyExact(bytes, blocking.extent(axis));
            }
            sum = Math.addExact(sum, bytes);
        }
        return sum;
    }

    /// Lanes of the vectors that a kernel computes with.
    ///
    /// @param dtype the type it computes in
    public static int lanes(DType dtype, Hardware hardware) {
        return Math.clamp(hardware.lanes(dtype), LEAST_LANES, MOST_LANES);
    }

    /// For each axis, what its extent is rounded up to.
    private static Map<String, Integer> units(Nest nest, Layouts layouts, int lanes) {
        Map<String, Integer> units = new HashMap<>();
        for (Tile tile : nest.tiles()) {
            layouts.inner(tile).ifPresent(inner -> units.merge(inner, lanes, Padding::lcm));
        }
        for (Node.Fold fold : layouts.folds()) {
            layouts.registers(fold)
                    .extents()
                    .forEach((axis, extent) -> units.merge(axis, extent, Padding::lcm));
        }
        return units;
    }

    private static int lcm(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }

    private static long whole(long extent, long unit) {
        return Math.multiplyExact(Math.ceilDiv(extent, unit), unit);
    }

    /// The axes of a tile, the innermost last.
    private static List<String> order(Tile tile, String inner) {
        List<String> order = new ArrayList<>(tile.axes());
        if (order.remove(inner)) {
            order.add(inner);
        }
        return order;
    }

    private void add(Tile tile, SequencedMap<String, Long> padded, DType held) {
        extents.put(tile.name(), Collections.unmodifiableSequencedMap(padded));
        bytes.put(
                tile.name(),
                padded.values().stream().reduce((long) held.bytes(), Math::multiplyExact));
    }

    /// The allocated extent of each axis of a tile, the innermost last.
    public SequencedMap<String, Long> extents(Tile tile) {
        SequencedMap<String, Long> found = extents.get(tile.name());
        if (found == null) {
            throw new IllegalArgumentException("no tile " + tile.name());
        }
        return found;
    }

    /// Bytes of a tile.
    public long bytes(Tile tile) {
        return bytes.getOrDefault(tile.name(), 0L);
    }

    /// Bytes of all tiles.
    ///
    /// @throws ArithmeticException where they exceed a long
    public long bytes() {
        return bytes.values().stream().reduce(0L, Math::addExact);
    }
}
