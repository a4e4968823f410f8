package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Lays tiles out in shared memory, which has 32 banks of 4 bytes.
///
/// ```
///   tiles transposed by their load         see Swizzle: rows without padding, permuted in groups of 4
///   rows of whole groups of 4 neighbours   stride ≡ 4 (mod 8): 16-byte aligned, so 4 elements are one access, and 8 rows start in 8 different
///                                          groups of banks
///   other rows                             odd stride: 32 rows start in 32 different banks
/// ```
///
/// Tiles of whole 16 bytes come first, so that their rows are aligned. Padding is given up, the largest first, where it does not fit: without it a tile takes no more than the schedule counted.
final class SharedLayout {
    /// Bytes of the widest access.
    private static final long ALIGNMENT = 16;

    private final TileProgram program;
    private final Axes axes;
    private final Set<String> readInPieces = new HashSet<>();
    private final Map<String, Swizzle> swizzles = new HashMap<>();

    /// @param loads how each loaded tile is dealt to the threads, by the tile's name
    SharedLayout(
            TileProgram program,
            Axes axes,
            Map<Node.Fold, Mapping> folds,
            Map<Tile, Mapping> loads) {
        this.program = program;
        this.axes = axes;
        folds.forEach(
                (fold, mapping) -> {
                    if (mapping instanceof Mapping.Pieces pieces && pieces.elements() > 1) {
                        readInPieces.add(fold.tile().name());
                        readInPieces.addAll(fold.item().arguments());
                    }
                });
        loads.forEach(
                (tile, load) ->
                        program.layouts()
                                .inner(tile)
                                .filter(_ -> tile.dtype() == DType.F32)
                                .flatMap(inner -> Swizzle.of(load, inner, axes))
                                .ifPresent(swizzle -> swizzles.put(tile.name(), swizzle)));
    }

    /// Places for the tiles, within the capacity where they fit without padding.
    ///
    /// @param names the C variable of each tile, in the order of declaration
    /// @param capacity bytes that are there
    List<Storage.Shared> place(Map<Tile, String> names, long capacity) {
        Map<Tile, Long> strides = new LinkedHashMap<>();
        names.keySet().forEach(tile -> strides.put(tile, padded(tile)));
        List<Tile> widestFirst = new ArrayList<>(names.keySet());
        widestFirst.sort(Comparator.comparingLong(tile -> -paddingBytes(tile)));
        for (Tile tile : widestFirst) {
            if (bytes(strides) > capacity) {
                strides.put(tile, innerExtent(tile));
            }
        }
        return placed(names, strides);
    }

    /// Tiles of whole 16 bytes first and wider elements before narrower ones, so that every offset is aligned.
    private List<Storage.Shared> placed(Map<Tile, String> names, Map<Tile, Long> strides) {
        List<Tile> wideFirst = new ArrayList<>(names.keySet());
        wideFirst.sort(
                Comparator.comparing(
                                (Tile tile) ->
                                        rows(tile)
                                                        * strides.getOrDefault(tile, 1L)
                                                        * tile.dtype().bytes()
                                                        % ALIGNMENT
                                                != 0)
                        .thenComparingInt(tile -> -tile.dtype().bytes()));
        List<Storage.Shared> placed = new ArrayList<>();
        long offset = 0;
        for (Tile tile : wideFirst) {
            Storage.Shared shared =
                    new Storage.Shared(
                            tile,
                            names.getOrDefault(tile, tile.name()),
                            order(tile),
                            dimensions(tile, strides.getOrDefault(tile, 1L)),
                            Optional.ofNullable(swizzles.get(tile.name())),
                            offset);
            placed.add(shared);
            offset += shared.bytes();
        }
        return placed;
    }

    /// The indexed axes of a tile, the schedule's innermost one last.
    private List<String> order(Tile tile) {
        List<String> order = new ArrayList<>(axes.indexed(tile.axes()));
        program.layouts().inner(tile).filter(order::remove).ifPresent(order::add);
        return order;
    }

    private List<Long> dimensions(Tile tile, long stride) {
        List<Long> dimensions = new ArrayList<>(order(tile).stream().map(axes::extent).toList());
        if (dimensions.isEmpty()) {
            return List.of(1L);
        }
        dimensions.set(dimensions.size() - 1, stride);
        return dimensions;
    }

    private long innerExtent(Tile tile) {
        List<String> order = order(tile);
        return order.isEmpty() ? 1 : axes.extent(order.getLast());
    }

    private long padded(Tile tile) {
        long extent = innerExtent(tile);
        if (order(tile).size() < 2 || swizzles.containsKey(tile.name())) {
            return extent;
        }
        boolean together = readInPieces.contains(tile.name()) || extent % 4 == 0;
        if (together && tile.dtype() == DType.F32) {
            long groups = Math.ceilDiv(extent, 4);
            return 4 * (groups % 2 == 0 ? groups + 1 : groups);
        }
        return extent % 2 == 0 ? extent + 1 : extent;
    }

    private long rows(Tile tile) {
        return dimensions(tile, 1).stream().reduce(1L, Math::multiplyExact);
    }

    private long paddingBytes(Tile tile) {
        return rows(tile) * (padded(tile) - innerExtent(tile)) * tile.dtype().bytes();
    }

    private long bytes(Map<Tile, Long> strides) {
        long bytes = 0;
        for (Map.Entry<Tile, Long> entry : strides.entrySet()) {
            bytes =
                    Math.addExact(
                            bytes,
                            rows(entry.getKey())
                                    * entry.getValue()
                                    * entry.getKey().dtype().bytes());
        }
        return bytes;
    }
}
