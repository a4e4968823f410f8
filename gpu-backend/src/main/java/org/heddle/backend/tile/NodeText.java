package org.heddle.backend.tile;

import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Node;

/// A node in one line, as a tile program's listing shows it.
final class NodeText {
    private NodeText() {}

    static String of(Node node) {
        return switch (node) {
            case Node.Loop(String axis, _, _) -> "for " + axis;
            case Node.Load(var tile, var read, _) -> tile + " ← load " + read;
            case Node.Store(String wire, var tile) -> wire + " ← store " + tile;
            case Node.Fill(var tile, double value) -> tile + " ← " + Expr.num(value);
            case Node.Compute(var tile, var value, _) -> tile + " ← " + value;
            case Node.Fold(var tile, var monoid, var item, var reduced, _) ->
                    tile + " " + monoid.text() + "= over " + reduced + ": " + item;
        };
    }
}
