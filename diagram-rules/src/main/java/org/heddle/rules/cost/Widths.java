package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.stream.Region;

/// What narrower elements of single arrays save: the law of widths (arXiv 2412.03317, Eq 3, which has one width for all) array by array.
///
/// ```
///   H*(q_A / 2) / H*        A moves half the bytes, its tiles take half the room, and the labels are those that are best then
/// ```
public final class Widths {
    private Widths() {}

    /// The factor by which the least transfers change where the elements of one array take half the bytes, moved and held, by array. Without arrays whose elements are one byte, and where
    /// blocks of one element do not fit.
    public static SequencedMap<String, Double> halved(
            List<Nesting> nestings, double memory, ToLongFunction<String> sizes) {
        SequencedMap<String, Double> factors = new LinkedHashMap<>();
        OptionalDouble now = least(nestings, Set.of(), memory, sizes);
        Region region = nestings.getFirst().region();
        SequencedSet<String> wires = new LinkedHashSet<>(region.inputs());
        wires.addAll(region.outputs());
        for (String wire : wires) {
            boolean wide = region.array(wire).dtype().bytes() > 1;
            if (now.isPresent() && now.getAsDouble() > 0 && wide) {
                double before = now.getAsDouble();
                least(nestings, Set.of(wire), memory, sizes)
                        .ifPresent(then -> factors.put(wire, then / before));
            }
        }
        return factors;
    }

    private static OptionalDouble least(
            List<Nesting> nestings,
            Set<String> wires,
            double memory,
            ToLongFunction<String> sizes) {
        return nestings.stream()
                .flatMap(n -> narrowed(n, wires).stream())
                .flatMap(transfers -> BestLabels.of(transfers, memory, sizes).stream())
                .mapToDouble(BestLabels::bytes)
                .min();
    }

    /// The transfers of a nest where elements of some arrays take half the bytes.
    static List<Transfers> narrowed(Nesting nesting, Set<String> wires) {
        Nest nest = nesting.nest();
        List<Count> counts = new ArrayList<>(nesting.counts().lists());
        Map<String, Integer> bytes = new LinkedHashMap<>();
        nest.tiles().forEach(tile -> bytes.put(tile.name(), tile.dtype().bytes()));
        for (Nest.Placed placed : nest.placed()) {
            Counts own = nesting.counts(placed);
            switch (placed.node()) {
                case Node.Load load -> {
                    Tile tile = load.tile();
                    List<String> read = load.wires();
                    for (int i = 0; i < read.size(); i++) {
                        boolean half = wires.contains(read.get(i));
                        counts.add(half ? half(own.globalRead().get(i)) : own.globalRead().get(i));
                    }
                    if (wires.contains(load.read().wire())) {
                        bytes.put(tile.name(), tile.dtype().bytes() / 2);
                    }
                }
                case Node.Store(String wire, _) ->
                        own.globalWrite()
                                .forEach(c -> counts.add(wires.contains(wire) ? half(c) : c));
                case Node.Fill _, Node.Compute _, Node.Fold _, Node.Loop _ -> {}
            }
        }
        List<Transfers.Held> held =
                nest.tiles().stream()
                        .map(
                                tile ->
                                        NestTransfers.held(
                                                tile, bytes.getOrDefault(tile.name(), 0), nest))
                        .toList();
        return NestTransfers.of(counts, held, nesting, new Unskipped.Known());
    }

    private static Count half(Count count) {
        return new Count(
                count.what(),
                count.coefficient() / 2,
                count.whole(),
                count.repeated(),
                count.pieced(),
                count.padded(),
                count.left());
    }
}
