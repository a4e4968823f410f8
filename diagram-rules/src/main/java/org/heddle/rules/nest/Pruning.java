package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// Leaves out of a nest what empty axes make idle: loops and folds over them, then, until nothing changes, every step whose tile no other step reads. A
/// reduction over an empty axis is its monoid's unit, whatever the factors are that went to its tail.
final class Pruning {
    private Pruning() {}

    static Nest prune(Nest nest, Set<String> empty, Set<String> arrays) {
        List<Node> body =
                withoutIdle(filled(nest.body(), arrays), units(nest.form(), empty), empty);
        Set<String> read = reads(body);
        List<Node> needed = withoutUnread(body, read);
        while (!needed.equals(body)) {
            body = needed;
            read = reads(body);
            needed = withoutUnread(body, read);
        }
        Set<String> written = new LinkedHashSet<>();
        writes(body, written);
        List<Tile> tiles =
                nest.tiles().stream().filter(tile -> written.contains(tile.name())).toList();
        return new Nest(nest.form(), nest.grid(), nest.cut(), tiles, body);
    }

    /// Computed reads of arrays without elements give their fill.
    private static List<Node> filled(List<Node> nodes, Set<String> arrays) {
        return nodes.stream()
                .map(
                        node ->
                                switch (node) {
                                    case Node.Loop(String axis, var guard, List<Node> body) ->
                                            new Node.Loop(axis, guard, filled(body, arrays));
                                    case Node.Load(Tile tile, var read, _)
                                            when !read.isPlain()
                                                    && read.touched().stream()
                                                            .anyMatch(arrays::contains) ->
                                            new Node.Fill(
                                                    tile, read.port().fill().orElse(Double.NaN));
                                    case Node.Load _,
                                            Node.Store _,
                                            Node.Fill _,
                                            Node.Compute _,
                                            Node.Fold _ ->
                                            node;
                                })
                .toList();
    }

    /// The streamed reductions over an empty axis, with their units.
    private static Map<String, Double> units(StreamForm form, Set<String> empty) {
        Map<String, Double> units = new LinkedHashMap<>();
        for (String wire : form.accumulated().keySet()) {
            if (form.region().stage(wire) instanceof Region.Reduction r
                    && r.reduced().stream().anyMatch(empty::contains)) {
                units.put(wire, r.monoid().unit());
            }
        }
        return units;
    }

    private static List<Node> withoutIdle(
            List<Node> nodes, Map<String, Double> units, Set<String> empty) {
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Loop(String axis, var guard, List<Node> body) -> {
                    if (!empty.contains(axis)) {
                        kept.add(new Node.Loop(axis, guard, withoutIdle(body, units, empty)));
                    }
                }
                case Node.Fold fold -> {
                    if (fold.reduced().stream().noneMatch(empty::contains)) {
                        kept.add(fold);
                    }
                }
                case Node.Compute(Tile tile, _, Node.Role role) -> {
                    Double unit = role == Node.Role.FINISH ? units.get(tile.meaning()) : null;
                    kept.add(unit == null ? node : new Node.Fill(tile, unit));
                }
                case Node.Load _, Node.Store _, Node.Fill _ -> kept.add(node);
            }
        }
        return kept;
    }

    /// Names of tiles that some step reads; a fold or a correction that only updates its own tile does not read it for anyone.
    private static Set<String> reads(List<Node> nodes) {
        Set<String> read = new LinkedHashSet<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Loop(_, _, List<Node> body) -> read.addAll(reads(body));
                case Node.Store(_, Tile tile) -> read.add(tile.name());
                case Node.Compute(Tile tile, var value, _) ->
                        value.arguments().stream()
                                .filter(name -> !name.equals(tile.name()))
                                .forEach(read::add);
                case Node.Fold fold -> read.addAll(fold.item().arguments());
                case Node.Load(_, _, var positions) ->
                        positions.values().forEach(tile -> read.add(tile.name()));
                case Node.Fill _ -> {}
            }
        }
        return read;
    }

    private static List<Node> withoutUnread(List<Node> nodes, Set<String> read) {
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes) {
            switch (node) {
                case Node.Loop(String axis, var guard, List<Node> body) -> {
                    List<Node> inner = withoutUnread(body, read);
                    if (!inner.isEmpty()) {
                        kept.add(new Node.Loop(axis, guard, inner));
                    }
                }
                case Node.Load(Tile tile, _, _) -> keepIf(read, tile, node, kept);
                case Node.Fill(Tile tile, _) -> keepIf(read, tile, node, kept);
                case Node.Compute(Tile tile, _, _) -> keepIf(read, tile, node, kept);
                case Node.Fold fold -> keepIf(read, fold.tile(), node, kept);
                case Node.Store _ -> kept.add(node);
            }
        }
        return kept;
    }

    private static void keepIf(Set<String> read, Tile tile, Node node, List<Node> kept) {
        if (read.contains(tile.name())) {
            kept.add(node);
        }
    }

    private static void writes(List<Node> nodes, Set<String> written) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Loop(_, _, List<Node> body) -> writes(body, written);
                case Node.Load(Tile tile, _, _) -> written.add(tile.name());
                case Node.Fill(Tile tile, _) -> written.add(tile.name());
                case Node.Compute(Tile tile, _, _) -> written.add(tile.name());
                case Node.Fold fold -> written.add(fold.tile().name());
                case Node.Store _ -> {}
            }
        }
    }
}
