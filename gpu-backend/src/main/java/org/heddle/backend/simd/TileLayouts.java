package org.heddle.backend.simd;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.backend.tile.TileProgram;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Padding;
import org.heddle.rules.schedule.RegisterTile;

/// The layouts of all tiles of a program.
///
/// Axes are padded as the schedule counted ({@link Padding}), so that the writers need no scalar remainder inside local memory. A loaded tile that folds only stream through, a vector at a time, lies in panels as wide as the fold's register piece.
final class TileLayouts {
    private final TileProgram program;
    private final int lanes;
    private final Map<String, TileLayout> byTile = new LinkedHashMap<>();

    TileLayouts(TileProgram program) {
        this.program = program;
        this.lanes = Padding.lanes(program.nest().widest(), program.schedule().hardware());
        Padding padding =
                Padding.vectors(
                        program.nest(),
                        program.layouts(),
                        program.blocking(),
                        program.schedule().hardware());
        Map<String, Integer> panels = panels();
        for (Tile tile : program.tiles()) {
            byTile.put(
                    tile.name(),
                    layout(tile, padding.extents(tile), panels.getOrDefault(tile.name(), 0)));
        }
    }

    TileLayout of(Tile tile) {
        return of(tile.name());
    }

    TileLayout of(String tile) {
        TileLayout found = byTile.get(tile);
        if (found == null) {
            throw new IllegalArgumentException("no tile " + tile);
        }
        return found;
    }

    /// The largest extent that some tile allocates for an axis: no index within a block reaches it.
    int padded(String axis) {
        return byTile.values().stream()
                .mapToInt(layout -> layout.padded().getOrDefault(axis, 0))
                .reduce(Math.toIntExact(program.extent(axis)), Math::max);
    }

    private String inner(Tile tile) {
        return program.layouts().inner(tile).orElse("");
    }

    /// Widths of the panels of tiles that folds stream through, where all of them take pieces of one width and no pointwise step reads the tile.
    private Map<String, Integer> panels() {
        Map<String, Set<Integer>> widths = new LinkedHashMap<>();
        Set<String> loaded = new HashSet<>();
        Set<String> plain = new HashSet<>();
        for (Nest.Placed placed : program.nest().placed()) {
            switch (placed.node()) {
                case Node.Load(Tile tile, _, _) -> loaded.add(tile.name());
                case Node.Compute(_, var value, _) -> plain.addAll(value.arguments());
                case Node.Fold fold -> {
                    RegisterTile registers = program.registers(fold);
                    for (String tile : fold.item().arguments()) {
                        widths.computeIfAbsent(tile, _ -> new HashSet<>())
                                .add(width(tile, registers));
                    }
                }
                case Node.Loop _, Node.Store _, Node.Fill _ -> {}
            }
        }
        Map<String, Integer> panels = new HashMap<>();
        widths.forEach(
                (tile, found) -> {
                    if (found.size() == 1 && loaded.contains(tile) && !plain.contains(tile)) {
                        panels.put(tile, found.iterator().next());
                    }
                });
        return panels;
    }

    /// The width of the pieces in which a fold streams through a tile; 0 where it does not, and where pieces are not whole vectors (of hardware with one lane).
    private int width(String name, RegisterTile registers) {
        Tile tile = tile(name);
        boolean streamed =
                !registers.reducedLane()
                        && inner(tile).equals(registers.lane())
                        && tile.axes().size() > 1;
        int piece = registers.extent(registers.lane());
        return streamed && piece % lanes == 0 ? piece : 0;
    }

    private Tile tile(String name) {
        return program.tiles().stream()
                .filter(tile -> tile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tile " + name));
    }

    private static TileLayout layout(Tile tile, SequencedMap<String, Long> extents, int panel) {
        SequencedMap<String, Integer> padded = new LinkedHashMap<>();
        extents.forEach((axis, extent) -> padded.put(axis, Math.toIntExact(extent)));
        int width = padded.isEmpty() ? 1 : padded.lastEntry().getValue();
        return new TileLayout(
                tile,
                List.copyOf(padded.keySet()),
                padded,
                panel > 0 && width % panel == 0 ? panel : width);
    }
}
