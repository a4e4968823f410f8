package org.heddle.backend.simd;

import java.util.ArrayList;
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
import org.heddle.rules.schedule.RegisterTile;

/// The layouts of all tiles of a program.
///
/// Every axis is padded to whole register pieces and, where it is innermost somewhere, to whole vectors, so that the writers need no scalar remainder inside local
/// memory; an axis of one element only where it is innermost. A loaded tile that folds only stream through, a vector at a time, lies in panels as wide as the fold's register piece.
final class TileLayouts {
    private final TileProgram program;
    private final int lanes;
    private final Map<String, TileLayout> byTile = new LinkedHashMap<>();

    TileLayouts(TileProgram program, int lanes) {
        this.program = program;
        this.lanes = lanes;
        Map<String, Integer> unit = units();
        Map<String, Integer> panels = panels();
        for (Tile tile : program.tiles()) {
            byTile.put(tile.name(), layout(tile, unit, panels.getOrDefault(tile.name(), 0)));
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

    /// For each axis, what its extent is rounded up to.
    private Map<String, Integer> units() {
        Map<String, Integer> unit = new HashMap<>();
        for (Tile tile : program.tiles()) {
            if (!tile.axes().isEmpty()) {
                unit.merge(inner(tile), lanes, TileLayouts::lcm);
            }
        }
        for (Node.Fold fold : folds()) {
            RegisterTile registers = program.registers(fold);
            registers
                    .extents()
                    .forEach((axis, extent) -> unit.merge(axis, extent, TileLayouts::lcm));
        }
        return unit;
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

    /// Widths of the panels of tiles that folds stream through, where all of them take pieces of one width and no pointwise step reads the tile.
    private Map<String, Integer> panels() {
        Map<String, Set<Integer>> widths = new LinkedHashMap<>();
        Set<String> loaded = new HashSet<>();
        Set<String> plain = new HashSet<>();
        for (Nest.Placed placed : program.nest().placed()) {
            switch (placed.node()) {
                case Node.Load(Tile tile, _) -> loaded.add(tile.name());
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

    /// The width of the pieces in which a fold streams through a tile; 0 where it does not.
    private int width(String name, RegisterTile registers) {
        Tile tile = tile(name);
        boolean streamed =
                !registers.reducedLane()
                        && inner(tile).equals(registers.lane())
                        && tile.axes().size() > 1;
        return streamed ? registers.extent(registers.lane()) : 0;
    }

    private Tile tile(String name) {
        return program.tiles().stream()
                .filter(tile -> tile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tile " + name));
    }

    private List<Node.Fold> folds() {
        List<Node.Fold> folds = new ArrayList<>();
        program.nest()
                .placed()
                .forEach(
                        placed -> {
                            if (placed.node() instanceof Node.Fold fold) {
                                folds.add(fold);
                            }
                        });
        return folds;
    }

    private TileLayout layout(Tile tile, Map<String, Integer> unit, int panel) {
        List<String> order = new ArrayList<>(tile.axes());
        String inner = inner(tile);
        if (!inner.isEmpty()) {
            order.remove(inner);
            order.add(inner);
        }
        SequencedMap<String, Integer> padded = new LinkedHashMap<>();
        for (String axis : order) {
            boolean alone = program.extent(axis) == 1 && !axis.equals(inner);
            int by = alone ? 1 : unit.getOrDefault(axis, 1);
            padded.put(axis, Math.toIntExact(Math.ceilDiv(program.extent(axis), (long) by) * by));
        }
        int width = padded.getOrDefault(inner, 1);
        return new TileLayout(tile, order, padded, panel > 0 && width % panel == 0 ? panel : width);
    }
}
