package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.heddle.model.expr.Expr;

/// Lets what is computed after the loops take the place of what it is computed from.
///
/// ```
///   for x: …  O_sum[q, e] sum= …                          for x: …  O_sum[q, e] sum= …
///   O[q, e] ← where(z != 0, O_sum / z, 0)                 O_sum[q, e] ← where(z != 0, O_sum / z, 0)
///   O ← store O[q, e]                                     O ← store O_sum[q, e]
/// ```
///
/// A tile of the same axes and type that no later step reads has room for the result: less local memory, so larger blocks. Inside of loops tiles stay apart: there a sum of items is
/// kept in registers, and what is computed of it where other steps read it.
final class Reuse {
    private Reuse() {}

    static Nest of(Nest nest) {
        Nest current = nest;
        Optional<Nest> next = once(current);
        while (next.isPresent()) {
            current = next.get();
            next = once(current);
        }
        return current;
    }

    private static Optional<Nest> once(Nest nest) {
        List<Node> body = nest.body();
        for (int i = 0; i < body.size(); i++) {
            if (body.get(i) instanceof Node.Compute(Tile tile, Expr value, var role)
                    && !value.arguments().contains(tile.name())
                    && isFree(tile, body.subList(0, i))) {
                List<Node> later = body.subList(i + 1, body.size());
                Optional<Tile> place =
                        nest.tiles().stream()
                                .filter(other -> value.arguments().contains(other.name()))
                                .filter(other -> other.axes().equals(tile.axes()))
                                .filter(other -> other.dtype() == tile.dtype())
                                .filter(other -> isFree(other, later))
                                .findFirst();
                if (place.isPresent()) {
                    Tile both = both(place.get(), tile);
                    List<Node> changed =
                            new ArrayList<>(renamed(body.subList(0, i), place.get(), both));
                    changed.add(new Node.Compute(both, value, role));
                    changed.addAll(renamed(later, tile, both));
                    List<Tile> tiles = new ArrayList<>(nest.tiles());
                    tiles.replaceAll(each -> each.equals(place.get()) ? both : each);
                    tiles.remove(tile);
                    return Optional.of(
                            new Nest(nest.form(), nest.grid(), nest.cut(), tiles, changed));
                }
            }
        }
        return Optional.empty();
    }

    private static Tile both(Tile place, Tile tile) {
        String meaning = place.meaning() + ", then " + tile.meaning();
        Set<String> wires = new LinkedHashSet<>(place.wires());
        wires.addAll(tile.wires());
        return new Tile(place.name(), place.axes(), place.dtype(), meaning, List.copyOf(wires));
    }

    private static boolean isFree(Tile tile, List<Node> nodes) {
        return nodes.stream().noneMatch(node -> node.touched().contains(tile.name()));
    }

    private static List<Node> renamed(List<Node> nodes, Tile from, Tile to) {
        UnaryOperator<Tile> tile = each -> each.equals(from) ? to : each;
        UnaryOperator<Expr> value =
                each ->
                        each.substitute(
                                name -> Expr.arg(name.equals(from.name()) ? to.name() : name));
        return nodes.stream()
                .<Node>map(
                        node ->
                                switch (node) {
                                    case Node.Loop(String axis, var guard, List<Node> body) ->
                                            new Node.Loop(axis, guard, renamed(body, from, to));
                                    case Node.Load(Tile each, var read, var positions) ->
                                            new Node.Load(tile.apply(each), read, positions);
                                    case Node.Store(String wire, Tile each) ->
                                            new Node.Store(wire, tile.apply(each));
                                    case Node.Fill(Tile each, double number) ->
                                            new Node.Fill(tile.apply(each), number);
                                    case Node.Compute(Tile each, Expr e, var role) ->
                                            new Node.Compute(
                                                    tile.apply(each), value.apply(e), role);
                                    case Node.Fold(
                                                    Tile each,
                                                    var monoid,
                                                    Expr item,
                                                    var reduced,
                                                    String wire) ->
                                            new Node.Fold(
                                                    tile.apply(each),
                                                    monoid,
                                                    value.apply(item),
                                                    reduced,
                                                    wire);
                                })
                .toList();
    }
}
