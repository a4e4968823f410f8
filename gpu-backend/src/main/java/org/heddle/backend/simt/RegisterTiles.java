package org.heddle.backend.simt;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.simt.Mapping.Pieces;
import org.heddle.backend.tile.TileProgram;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Finds the tiles that can stay in registers from one step to the next: the result of a fold, and pointwise values of it, where every step that
/// touches the tile gives each element to the same thread.
///
/// ```
///   O += Σ P·V      fold, pieces of O per thread       O in registers
///   O ← O · C       pointwise over the axes of O       still
///   R ← O / z       pointwise over the axes of O       so is R
///   store R         each thread its own elements
///   W += Σ R·U      a fold that reads R                then neither: other threads need the elements
/// ```
final class RegisterTiles {
    private final TileProgram program;
    private final List<Node> nodes;
    private final Map<Node.Fold, Mapping> folds;
    private final Set<String> excluded = new HashSet<>();

    private RegisterTiles(TileProgram program, List<Node> nodes, Map<Node.Fold, Mapping> folds) {
        this.program = program;
        this.nodes = nodes;
        this.folds = folds;
    }

    /// The tiles to keep in registers, by name, with the pieces in which threads hold them.
    static Map<String, Pieces> of(TileProgram program, Map<Node.Fold, Mapping> folds, int threads) {
        List<Node> nodes = program.nest().placed().stream().map(p -> p.node()).toList();
        RegisterTiles search = new RegisterTiles(program, nodes, folds);
        search.excludeSharedOnes();
        Map<String, Pieces> held = search.held();
        while (search.excludeOneInConflict(held)) {
            held = search.held();
        }
        return search.withinBudget(held, threads);
    }

    /// Registers (of 4 bytes) per thread that a piece of the tile takes.
    static long registers(Tile tile, Pieces pieces, TileProgram program, int threads) {
        return rounds(pieces, program, threads) * pieces.elements() * tile.dtype().bytes() / 4;
    }

    /// How many pieces each thread has.
    static long rounds(Pieces pieces, TileProgram program, int threads) {
        long count = 1;
        for (String axis : pieces.axes()) {
            count *= Math.ceilDiv(program.extent(axis), pieces.extent(axis));
        }
        return Math.ceilDiv(count, threads);
    }

    /// Tiles that other threads read, or that are folded in some other way.
    private void excludeSharedOnes() {
        for (Node node : nodes) {
            switch (node) {
                case Node.Load(Tile tile, _, _) -> excluded.add(tile.name());
                case Node.Fold fold -> {
                    excluded.addAll(fold.item().arguments());
                    if (!(folds.get(fold) instanceof Pieces)) {
                        excluded.add(fold.tile().name());
                    }
                }
                case Node.Compute(Tile tile, var value, _) -> {
                    for (String name : value.arguments()) {
                        if (!sameAxes(tile, tile(name))) {
                            excluded.add(name);
                        }
                    }
                }
                case Node.Store _, Node.Fill _, Node.Loop _ -> {}
            }
        }
    }

    private Map<String, Pieces> held() {
        Map<String, Pieces> held = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node instanceof Node.Fold fold && folds.get(fold) instanceof Pieces pieces) {
                String name = fold.tile().name();
                if (!excluded.contains(name) && !held.getOrDefault(name, pieces).equals(pieces)) {
                    excluded.add(name);
                }
                held.put(name, pieces);
            }
        }
        held.keySet().removeAll(excluded);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Node node : nodes) {
                if (node instanceof Node.Compute(Tile tile, var value, _)
                        && !held.containsKey(tile.name())
                        && !excluded.contains(tile.name())) {
                    for (String name : value.arguments()) {
                        Pieces pieces = held.get(name);
                        if (pieces != null) {
                            held.put(tile.name(), pieces);
                            grew = true;
                        }
                    }
                }
            }
        }
        return held;
    }

    /// A pointwise step can follow the pieces of one fold only.
    private boolean excludeOneInConflict(Map<String, Pieces> held) {
        for (Node node : nodes) {
            if (node instanceof Node.Compute(Tile tile, var value, _)) {
                Set<String> touched = new LinkedHashSet<>(value.arguments());
                touched.add(tile.name());
                touched.retainAll(held.keySet());
                for (String name : touched) {
                    Pieces first = held.get(touched.iterator().next());
                    if (first != null && !first.equals(held.get(name))) {
                        return excluded.add(name);
                    }
                }
            }
        }
        return false;
    }

    /// Half of a thread's registers at most; the rest is for the folds themselves.
    private Map<String, Pieces> withinBudget(Map<String, Pieces> held, int threads) {
        Hardware hardware = program.schedule().hardware();
        long perThread =
                Math.min(
                        hardware.vectorRegisters(),
                        hardware.limits().registersPerUnit().value() / threads);
        long left = perThread / 2;
        Map<String, Pieces> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Pieces> entry : held.entrySet()) {
            long own = registers(tile(entry.getKey()), entry.getValue(), program, threads);
            if (own <= left) {
                kept.put(entry.getKey(), entry.getValue());
                left -= own;
            }
        }
        return kept;
    }

    private Tile tile(String name) {
        return program.tiles().stream()
                .filter(tile -> tile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no tile " + name));
    }

    private static boolean sameAxes(Tile a, Tile b) {
        return Set.copyOf(a.axes()).equals(Set.copyOf(b.axes()));
    }
}
