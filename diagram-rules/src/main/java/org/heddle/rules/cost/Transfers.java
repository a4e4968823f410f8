package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.heddle.model.size.Size;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Schedule;

/// What a kernel moves between global and local memory and what it holds there, as sums of products over labels: `g_q` for the block extent of an axis of the grid, `s_x` of a streamed one.
///
/// @param moved bytes, all groups together
/// @param held bytes of one group, or of what a cache holds
/// @param kept bytes that the groups of a block of a cache keep together in memories of their own; none of a group
/// @param sizes of the labelled axes, by label
public record Transfers(
        List<Moved> moved, List<Held> held, List<Held> kept, SequencedMap<String, Size> sizes) {
    public Transfers {
        moved = List.copyOf(moved);
        held = List.copyOf(held);
        kept = List.copyOf(kept);
        sizes = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sizes));
    }

    /// Those of a group.
    public Transfers(List<Moved> moved, List<Held> held, SequencedMap<String, Size> sizes) {
        this(moved, held, List.of(), sizes);
    }

    /// `part · once · Π size(label) / label`: an array moved once for every block of the axes that it lacks.
    ///
    /// @param part of it that is in blocks which loops do not skip
    /// @param once bytes
    /// @param repeated labels of the axes along which it is moved again
    public record Moved(double part, Size once, Set<String> repeated) {
        public Moved {
            repeated = java.util.Collections.unmodifiableSet(new TreeSet<>(repeated));
        }
    }

    /// `bytes · Π label`: a tile.
    public record Held(Size bytes, Set<String> labels) {
        public Held {
            labels = java.util.Collections.unmodifiableSet(new TreeSet<>(labels));
        }
    }

    /// Those of a group, which holds all tiles. Where loops skip blocks, what they leave depends on the labels ({@link Unskipped}), with parts that are those of the sizes of the nest.
    public static Transfers of(Nesting nesting) {
        return of(nesting.moved(), held(nesting), nesting);
    }

    /// The same from other counts and tiles.
    static Transfers of(List<Count> counts, List<Held> held, Nesting nesting) {
        List<Moved> moved = new ArrayList<>();
        for (Count count : counts) {
            for (Unskipped.Product product : Unskipped.of(count, nesting.blocking())) {
                moved.add(moved(count, product.part(), product.repeated(), nesting.nest()));
            }
        }
        return new Transfers(moved, held, sizes(nesting.nest())).collected();
    }

    /// Those of a cache, which holds what is loaded. Where axes are walked, all groups of a block work at the same time, and keep what does not go by.
    static Transfers loaded(Nesting nesting) {
        return ofCache(nesting.moved(), nesting);
    }

    /// The same where the blocks of the grid go by in an order: an array is not moved again while its own block stays the same, which it does where none of its axes has blocks inside others.
    ///
    /// @param order of axes of the grid, outermost first, by what is moved
    static Transfers loadedInOrder(Nesting nesting, Function<Count, List<String>> order) {
        List<Count> counts =
                nesting.moved().stream()
                        .map(c -> c.staying(order.apply(c), nesting.nest().cut()))
                        .toList();
        return ofCache(counts, nesting);
    }

    private static Transfers ofCache(List<Count> counts, Nesting nesting) {
        List<String> grid = nesting.nest().grid();
        List<Held> kept =
                nesting.nest().cut().isEmpty()
                        ? List.of()
                        : nesting.nest().tiles().stream()
                                .filter(tile -> grid.containsAll(tile.axes()))
                                .map(tile -> held(tile, tile.dtype().bytes(), nesting.nest()))
                                .toList();
        Transfers transfers = of(counts, heldByCache(nesting), nesting);
        return new Transfers(transfers.moved, transfers.held, kept, transfers.sizes).collected();
    }

    private static List<Held> heldByCache(Nesting nesting) {
        List<Held> held = new ArrayList<>();
        for (Nest.Placed placed : nesting.nest().placed()) {
            if (placed.node() instanceof Node.Load load) {
                int bytes =
                        load.wires().stream()
                                .mapToInt(wire -> nesting.region().array(wire).dtype().bytes())
                                .sum();
                held.add(held(load.tile(), bytes, nesting.nest()));
            }
        }
        return held;
    }

    private static List<Held> held(Nesting nesting) {
        return nesting.nest().tiles().stream()
                .map(tile -> held(tile, tile.dtype().bytes(), nesting.nest()))
                .toList();
    }

    /// A tile.
    ///
    /// @param bytes of an element
    static Held held(Tile tile, int bytes, Nest nest) {
        Map<String, String> labels = labels(nest);
        Size all = Size.of(bytes);
        Set<String> own = new TreeSet<>();
        for (String axis : tile.axes()) {
            String label = labels.get(axis);
            if (label != null) {
                own.add(label);
            } else {
                all = all.times(Size.symbol(nest.form().region().sizeAxis(axis)));
            }
        }
        return new Held(all, own);
    }

    /// What counts of any kind come to, operations as bytes, in the same labels; nothing is held. Where loops skip blocks, the part that they leave is the one that they leave at the extents of the schedule: what is
    /// computed in vain in blocks of which some elements count is part of it.
    public static Transfers amounts(List<Count> counts, Schedule schedule) {
        List<Moved> amounts =
                counts.stream()
                        .map(
                                count ->
                                        moved(
                                                count,
                                                part(count, schedule),
                                                count.repeated(),
                                                schedule.nest()))
                        .toList();
        return new Transfers(amounts, List.of(), sizes(schedule.nest())).collected();
    }

    private static Map<String, String> labels(Nest nest) {
        Map<String, String> labels = new LinkedHashMap<>();
        nest.grid().forEach(axis -> labels.put(axis, Count.label(nest.grid(), axis)));
        nest.cut().forEach(axis -> labels.put(axis, Count.label(nest.grid(), axis)));
        return labels;
    }

    private static SequencedMap<String, Size> sizes(Nest nest) {
        SequencedMap<String, Size> sizes = new LinkedHashMap<>();
        labels(nest)
                .forEach(
                        (axis, label) ->
                                sizes.put(label, Size.symbol(nest.form().region().sizeAxis(axis))));
        return sizes;
    }

    private static Moved moved(Count count, double part, Collection<String> repeated, Nest nest) {
        Map<String, String> labels = labels(nest);
        double bytes = part * count.coefficient();
        boolean isNumber = bytes == Math.rint(bytes);
        Size once = Size.of(isNumber ? (long) bytes : count.coefficient());
        for (String axis : count.whole()) {
            once = once.times(Size.symbol(nest.form().region().sizeAxis(axis)));
        }
        Set<String> own = new TreeSet<>();
        repeated.forEach(axis -> own.add(labels.getOrDefault(axis, axis)));
        return new Moved(isNumber ? 1 : part, once, own);
    }

    /// Bytes that are moved whatever the memory.
    double compulsory(ToLongFunction<String> binding) {
        return moved(ends(binding), binding);
    }

    /// Labels of axes that are not cut.
    private Map<String, Double> ends(ToLongFunction<String> binding) {
        Map<String, Double> ends = new LinkedHashMap<>();
        sizes.forEach((label, size) -> ends.put(label, (double) Math.max(1, size.at(binding))));
        return ends;
    }

    private static double part(Count count, Schedule schedule) {
        if (count.left().isEmpty()) {
            return 1;
        }
        Count all =
                new Count(
                        count.what(),
                        count.coefficient(),
                        count.whole(),
                        count.repeated(),
                        count.pieced(),
                        count.padded(),
                        Optional.empty());
        long of = all.at(schedule.blocking());
        return of == 0 ? 1 : (double) count.at(schedule.blocking()) / of;
    }

    /// Like terms added.
    private Transfers collected() {
        record Kind(double part, Set<String> labels) {}
        Map<Kind, Size> sums = new LinkedHashMap<>();
        moved.forEach(m -> sums.merge(new Kind(m.part(), m.repeated()), m.once(), Size::plus));
        List<Moved> allMoved = new ArrayList<>();
        sums.forEach((kind, once) -> allMoved.add(new Moved(kind.part(), once, kind.labels())));
        allMoved.removeIf(m -> m.once().equals(Size.ZERO) || m.part() == 0);
        return new Transfers(allMoved, collected(held), collected(kept), sizes);
    }

    private static List<Held> collected(List<Held> tiles) {
        Map<Set<String>, Size> sums = new LinkedHashMap<>();
        tiles.forEach(h -> sums.merge(h.labels(), h.bytes(), Size::plus));
        List<Held> all = new ArrayList<>();
        sums.forEach((labels, bytes) -> all.add(new Held(bytes, labels)));
        return all;
    }

    /// The same with some axes uncut: one block each.
    public Transfers whole(Collection<String> labels) {
        List<Moved> others = new ArrayList<>();
        for (Moved m : moved) {
            Set<String> repeated = new TreeSet<>(m.repeated());
            repeated.removeAll(labels);
            others.add(new Moved(m.part(), m.once(), repeated));
        }
        return new Transfers(
                        others,
                        tiles(held, labels, true),
                        tiles(kept, labels, true),
                        without(labels))
                .collected();
    }

    /// The same with blocks of one element along axes that no transfer depends on: longer ones hold more for nothing.
    Transfers thin() {
        Set<String> idle = new TreeSet<>(sizes.keySet());
        moved.forEach(m -> idle.removeAll(m.repeated()));
        return new Transfers(
                        moved, tiles(held, idle, false), tiles(kept, idle, false), without(idle))
                .collected();
    }

    /// The same with one label for several that occur only together, their product: `g_g·g_q`.
    Transfers joined() {
        Map<List<Boolean>, List<String>> alike = new LinkedHashMap<>();
        for (String label : sizes.keySet()) {
            List<Boolean> occurs = new ArrayList<>();
            moved.forEach(m -> occurs.add(m.repeated().contains(label)));
            held.forEach(h -> occurs.add(h.labels().contains(label)));
            kept.forEach(h -> occurs.add(h.labels().contains(label)));
            alike.computeIfAbsent(occurs, _ -> new ArrayList<>()).add(label);
        }
        Map<String, String> joint = new LinkedHashMap<>();
        SequencedMap<String, Size> products = new LinkedHashMap<>();
        for (List<String> labels : alike.values()) {
            String name = String.join("·", labels);
            labels.forEach(label -> joint.put(label, name));
            products.put(
                    name,
                    Size.product(
                            labels.stream().map(l -> sizes.getOrDefault(l, Size.ONE)).toList()));
        }
        return new Transfers(
                moved.stream()
                        .map(m -> new Moved(m.part(), m.once(), renamed(m.repeated(), joint)))
                        .toList(),
                renamed(held, joint),
                renamed(kept, joint),
                products);
    }

    private static List<Held> renamed(List<Held> tiles, Map<String, String> names) {
        return tiles.stream().map(h -> new Held(h.bytes(), renamed(h.labels(), names))).toList();
    }

    private static Set<String> renamed(Set<String> labels, Map<String, String> names) {
        Set<String> renamed = new TreeSet<>();
        labels.forEach(label -> renamed.add(names.getOrDefault(label, label)));
        return renamed;
    }

    private List<Held> tiles(List<Held> tiles, Collection<String> labels, boolean whole) {
        List<Held> others = new ArrayList<>();
        for (Held h : tiles) {
            Size bytes = h.bytes();
            Set<String> own = new TreeSet<>(h.labels());
            for (String label : labels) {
                if (own.remove(label) && whole) {
                    bytes = bytes.times(sizes.getOrDefault(label, Size.ONE));
                }
            }
            others.add(new Held(bytes, own));
        }
        return others;
    }

    private SequencedMap<String, Size> without(Collection<String> labels) {
        SequencedMap<String, Size> rest = new LinkedHashMap<>(sizes);
        rest.keySet().removeAll(labels);
        return rest;
    }

    /// What a transfer comes to without its labels: `part · once · Π size`.
    PowerProduct coefficient(Moved m) {
        PowerProduct product = PowerProduct.of(m.part()).times(PowerProduct.of(m.once()));
        for (String label : m.repeated()) {
            product = product.times(PowerProduct.of(sizes.getOrDefault(label, Size.ONE)));
        }
        return product;
    }

    /// Bytes moved at labels, not rounded up to whole blocks.
    public double moved(Map<String, Double> labels, ToLongFunction<String> binding) {
        double sum = 0;
        for (Moved m : moved) {
            double bytes = coefficient(m).at(binding);
            for (String label : m.repeated()) {
                bytes /= labels.getOrDefault(label, 1.0);
            }
            sum += bytes;
        }
        return sum;
    }

    /// Bytes held at labels.
    public double held(Map<String, Double> labels, ToLongFunction<String> binding) {
        double sum = 0;
        for (Held h : held) {
            double bytes = h.bytes().at(binding);
            for (String label : h.labels()) {
                bytes *= labels.getOrDefault(label, 1.0);
            }
            sum += bytes;
        }
        return sum;
    }
}
