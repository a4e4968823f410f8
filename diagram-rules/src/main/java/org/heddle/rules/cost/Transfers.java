package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.heddle.model.size.Size;

/// What a kernel moves between global and local memory and what it holds there, as sums of products over labels: `g_q` for the block extent of an axis of the grid, `s_x` of a streamed one.
///
/// @param moved bytes, all groups together
/// @param held bytes of one group, or of what a cache holds
/// @param kept bytes that the groups of a block of a cache keep together in memories of their own; none of a group
/// @param sizes of the labelled axes, by label
/// @param ranges for which they are, of labels that are not between 1 and the size of their axis
public record Transfers(
        List<Moved> moved,
        List<Held> held,
        List<Held> kept,
        SequencedMap<String, Size> sizes,
        SequencedMap<String, Range> ranges) {
    public Transfers {
        moved = List.copyOf(moved);
        held = List.copyOf(held);
        kept = List.copyOf(kept);
        sizes = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sizes));
        ranges = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(ranges));
    }

    /// Those of a group, for blocks of all lengths.
    public Transfers(List<Moved> moved, List<Held> held, SequencedMap<String, Size> sizes) {
        this(moved, held, List.of(), sizes, new LinkedHashMap<>());
    }

    /// Lengths of blocks.
    ///
    /// @param most {@link #ANY} for as long as the axis is
    public record Range(long least, long most) {
        public static final long ANY = Long.MAX_VALUE;
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

    /// Bytes that are moved whatever the memory.
    double compulsory(ToLongFunction<String> binding) {
        Map<String, Double> ends = new LinkedHashMap<>();
        sizes.keySet().forEach(label -> ends.put(label, (double) most(label, binding)));
        return moved(ends, binding);
    }

    /// The shortest block.
    long least(String label) {
        Range range = ranges.get(label);
        return range == null ? 1 : range.least();
    }

    /// The longest block.
    long most(String label, ToLongFunction<String> binding) {
        Range range = ranges.get(label);
        long size = Math.max(1, sizes.getOrDefault(label, Size.ONE).at(binding));
        return range == null ? size : Math.min(size, range.most());
    }

    /// The longest block as a formula.
    Size most(String label) {
        Range range = ranges.get(label);
        Size size = sizes.getOrDefault(label, Size.ONE);
        return range == null || range.most() == Range.ANY ? size : Size.of(range.most());
    }

    /// Whether they are those of blocks of some lengths.
    public boolean areOf(Map<String, Double> labels) {
        return ranges.entrySet().stream()
                .allMatch(
                        entry -> {
                            double label = labels.getOrDefault(entry.getKey(), 1.0);
                            return label >= entry.getValue().least()
                                    && label <= entry.getValue().most();
                        });
    }

    /// Like terms added.
    Transfers collected() {
        record Kind(double part, Set<String> labels) {}
        Map<Kind, Size> sums = new LinkedHashMap<>();
        moved.forEach(m -> sums.merge(new Kind(m.part(), m.repeated()), m.once(), Size::plus));
        List<Moved> allMoved = new ArrayList<>();
        sums.forEach((kind, once) -> allMoved.add(new Moved(kind.part(), once, kind.labels())));
        allMoved.removeIf(m -> m.once().equals(Size.ZERO) || m.part() == 0);
        return new Transfers(allMoved, collected(held), collected(kept), sizes, ranges);
    }

    private static List<Held> collected(List<Held> tiles) {
        Map<Set<String>, Size> sums = new LinkedHashMap<>();
        tiles.forEach(h -> sums.merge(h.labels(), h.bytes(), Size::plus));
        List<Held> all = new ArrayList<>();
        sums.forEach((labels, bytes) -> all.add(new Held(bytes, labels)));
        return all;
    }

    /// The same with the longest blocks along some axes: one block each where there is no range.
    public Transfers whole(Collection<String> labels) {
        SequencedMap<String, Size> lengths = new LinkedHashMap<>();
        labels.forEach(label -> lengths.put(label, most(label)));
        return fixed(lengths);
    }

    /// The same with blocks of some lengths.
    public Transfers fixed(SequencedMap<String, Size> lengths) {
        List<Moved> others = new ArrayList<>();
        for (Moved m : moved) {
            Set<String> repeated = new TreeSet<>(m.repeated());
            double part = m.part();
            Size once = m.once();
            for (Map.Entry<String, Size> length : lengths.entrySet()) {
                Size size = sizes.getOrDefault(length.getKey(), Size.ONE);
                if (repeated.remove(length.getKey()) && !length.getValue().equals(size)) {
                    once = once.times(size);
                    part /= (double) length.getValue().constant();
                }
            }
            others.add(new Moved(part, once, repeated));
        }
        return new Transfers(
                        others,
                        tiles(held, lengths),
                        tiles(kept, lengths),
                        without(sizes, lengths.keySet()),
                        without(ranges, lengths.keySet()))
                .collected();
    }

    /// The same with the shortest blocks along axes that no transfer depends on: longer ones hold more for nothing.
    Transfers thin() {
        SequencedMap<String, Size> idle = new LinkedHashMap<>();
        sizes.keySet().forEach(label -> idle.put(label, Size.of(least(label))));
        moved.forEach(m -> idle.keySet().removeAll(m.repeated()));
        return fixed(idle);
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
                products,
                new LinkedHashMap<>());
    }

    private static List<Held> renamed(List<Held> tiles, Map<String, String> names) {
        return tiles.stream().map(h -> new Held(h.bytes(), renamed(h.labels(), names))).toList();
    }

    private static Set<String> renamed(Set<String> labels, Map<String, String> names) {
        Set<String> renamed = new TreeSet<>();
        labels.forEach(label -> renamed.add(names.getOrDefault(label, label)));
        return renamed;
    }

    private static List<Held> tiles(List<Held> tiles, Map<String, Size> lengths) {
        List<Held> others = new ArrayList<>();
        for (Held h : tiles) {
            Size bytes = h.bytes();
            Set<String> own = new TreeSet<>(h.labels());
            for (Map.Entry<String, Size> length : lengths.entrySet()) {
                if (own.remove(length.getKey())) {
                    bytes = bytes.times(length.getValue());
                }
            }
            others.add(new Held(bytes, own));
        }
        return others;
    }

    private static <T> SequencedMap<String, T> without(
            SequencedMap<String, T> map, Collection<String> labels) {
        SequencedMap<String, T> rest = new LinkedHashMap<>(map);
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
