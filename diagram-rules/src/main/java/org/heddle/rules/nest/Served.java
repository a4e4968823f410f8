package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which wires of the region the steps of a nest work for.
///
/// ```
///   K[x, d] ← load K[x, d]                    K
///   P_m[q] max= over [x]: S                   P_m
///   exp_S[q, x] ← exp(S - P_m)                P_z, O     a value that both share
///   P_z[q] sum= over [x]: exp_S               P_z
///   O[q, e] sum= over [x]: exp_S * V          O
/// ```
///
/// A load works for the arrays that it reads, every other step for the wire whose values its tile holds. A tile that holds a part of an expression is there for the steps that read it.
public final class Served {
    private final List<Node> nodes;

    public Served(Nest nest) {
        nodes = nest.placed().stream().map(Nest.Placed::node).toList();
    }

    /// The wires that a step works for, in the order of the steps that need it.
    ///
    /// @param node any but a loop
    public List<String> by(Node node) {
        Set<String> wires = new LinkedHashSet<>();
        collect(node, wires, new LinkedHashSet<>());
        return List.copyOf(wires);
    }

    /// The wires that a tile is there for.
    public List<String> by(Tile tile) {
        Set<String> wires = new LinkedHashSet<>();
        collect(tile, wires, new LinkedHashSet<>());
        return List.copyOf(wires);
    }

    private void collect(Node node, Set<String> wires, Set<String> seen) {
        switch (node) {
            case Node.Load load when load.tile().isPositions() -> {
                wires.addAll(load.wires());
                collect(load.tile(), wires, seen);
            }
            case Node.Load load -> wires.addAll(load.read().touched());
            case Node.Store(String wire, _) -> wires.add(wire);
            case Node.Fold fold -> wires.add(fold.wire());
            case Node.Fill(Tile tile, _) -> collect(tile, wires, seen);
            case Node.Compute(Tile tile, _, _) -> collect(tile, wires, seen);
            case Node.Loop _ -> throw new IllegalArgumentException("a loop works for all in it");
        }
    }

    private void collect(Tile tile, Set<String> wires, Set<String> seen) {
        if (!tile.wires().isEmpty()) {
            wires.addAll(tile.wires());
        } else if (seen.add(tile.name())) {
            readers(tile.name()).forEach(reader -> collect(reader, wires, seen));
        }
    }

    private List<Node> readers(String tile) {
        List<Node> readers = new ArrayList<>();
        for (Node node : nodes) {
            boolean reads =
                    switch (node) {
                        case Node.Compute(_, var value, _) -> value.arguments().contains(tile);
                        case Node.Fold fold -> fold.item().arguments().contains(tile);
                        case Node.Store(_, Tile stored) -> stored.name().equals(tile);
                        case Node.Load load ->
                                load.positions().values().stream()
                                        .anyMatch(position -> position.name().equals(tile));
                        case Node.Fill _, Node.Loop _ -> false;
                    };
            if (reads) {
                readers.add(node);
            }
        }
        return readers;
    }
}
