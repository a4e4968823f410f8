package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.glyph.Crossings;
import org.heddle.model.draw.glyph.Glyphs;
import org.heddle.model.draw.glyph.LineOrder;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.picture.Symbol;
import org.jgrapht.alg.util.UnionFind;

/// Chooses the order of the lines of every array so that few lines cross inside nodes; else they stay as written.
///
/// Arrays that only pass through nodes which keep their axes (maps, say) move together. From the written order the search takes the best change of one or of two such
/// families, until nothing gets better. Exact for most small pictures, never worse than as written.
final class LineOrders {
    private static final double WRITTEN = 0.02;
    private static final int MOST_COMBINATIONS = 600;
    private static final int MOST_AXES = 5;

    private final Picture picture;
    private final Glyphs glyphs;
    private final Map<Integer, LineOrder> inside;
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final Map<String, List<Integer>> users = new LinkedHashMap<>();
    private final Map<List<Object>, Integer> known = new HashMap<>();
    private LineOrder best = LineOrder.AS_WRITTEN;

    private LineOrders(Picture picture, Glyphs glyphs, Map<Integer, LineOrder> inside) {
        this.picture = picture;
        this.glyphs = glyphs;
        this.inside = inside;
        for (int node = 0; node < picture.nodes().size(); node++) {
            for (Reading reading : readings(picture.nodes().get(node))) {
                wires.put(reading.wire().name(), reading.wire());
                List<Integer> own =
                        users.computeIfAbsent(reading.wire().name(), _ -> new ArrayList<>());
                if (!own.contains(node)) {
                    own.add(node);
                }
            }
        }
    }

    /// @param inside the orders inside kernels, by position of their nodes
    static LineOrder choose(Picture picture, Glyphs glyphs, Map<Integer, LineOrder> inside) {
        LineOrders search = new LineOrders(picture, glyphs, inside);
        search.improve(search.families());
        return search.best;
    }

    private static List<Reading> readings(Node node) {
        List<Reading> readings = new ArrayList<>(node.inputs());
        readings.addAll(node.outputs());
        return readings;
    }

    /// Arrays whose orders change together.
    private List<List<Wire>> families() {
        UnionFind<String> union = new UnionFind<>(wires.keySet());
        for (Node node : picture.nodes()) {
            if (!passes(node)) {
                continue;
            }
            for (Reading input : node.inputs()) {
                for (Reading output : node.outputs()) {
                    if (haveSameAxes(input.wire(), output.wire())) {
                        union.union(input.wire().name(), output.wire().name());
                    }
                }
            }
        }
        Map<String, List<Wire>> families = new LinkedHashMap<>();
        for (Wire wire : wires.values()) {
            if (wire.axes().size() > 1 && wire.axes().size() <= MOST_AXES) {
                families.computeIfAbsent(union.find(wire.name()), _ -> new ArrayList<>()).add(wire);
            }
        }
        return List.copyOf(families.values());
    }

    /// Whether lines go through a node as they are; a kernel has them in its own order.
    private static boolean passes(Node node) {
        return switch (node.symbol()) {
            case Symbol.Product _, Symbol.Rearranged _, Symbol.Kernel _ -> false;
            case Symbol.Source _,
                    Symbol.Sink _,
                    Symbol.Entry _,
                    Symbol.Exit _,
                    Symbol.Pointwise _,
                    Symbol.Fold _,
                    Symbol.Scan _,
                    Symbol.Named _ ->
                    true;
        };
    }

    private static boolean haveSameAxes(Wire a, Wire b) {
        return a.axes().size() == b.axes().size()
                && Set.copyOf(a.axes()).equals(Set.copyOf(b.axes()));
    }

    private void improve(List<List<Wire>> families) {
        boolean better = true;
        while (better) {
            better = false;
            for (int i = 0; i < families.size(); i++) {
                better |= tryAll(families.get(i), List.of());
                for (int j = i + 1; j < families.size(); j++) {
                    better |= tryAll(families.get(i), families.get(j));
                }
            }
        }
    }

    /// Tries all orders of one family, or of two together.
    private boolean tryAll(List<Wire> first, List<Wire> second) {
        List<List<String>> some = permutations(first.getFirst().axes());
        List<List<String>> others =
                second.isEmpty() ? List.of(List.of()) : permutations(second.getFirst().axes());
        if (some.size() * others.size() > MOST_COMBINATIONS && !second.isEmpty()) {
            return false;
        }
        Set<Integer> touched = new LinkedHashSet<>();
        first.forEach(wire -> touched.addAll(users.getOrDefault(wire.name(), List.of())));
        second.forEach(wire -> touched.addAll(users.getOrDefault(wire.name(), List.of())));
        double least = cost(best, touched, first, second);
        LineOrder before = best;
        for (List<String> one : some) {
            LineOrder changed = arrange(before, first, one);
            for (List<String> other : others) {
                LineOrder both = arrange(changed, second, other);
                double cost = cost(both, touched, first, second);
                if (cost < least - 1e-9) {
                    least = cost;
                    best = both;
                }
            }
        }
        return !best.equals(before);
    }

    private static LineOrder arrange(LineOrder order, List<Wire> family, List<String> axes) {
        LineOrder changed = order;
        for (Wire wire : family) {
            List<Integer> positions = new ArrayList<>();
            for (String axis : axes) {
                int position = wire.axes().indexOf(axis);
                while (positions.contains(position)) {
                    position++;
                }
                positions.add(position);
            }
            changed = changed.with(wire.name(), positions);
        }
        return changed;
    }

    private double cost(LineOrder order, Set<Integer> nodes, List<Wire> first, List<Wire> second) {
        double cost = 0;
        for (int node : nodes) {
            cost += crossings(node, order);
        }
        return cost + WRITTEN * (moved(order, first) + moved(order, second));
    }

    private static int moved(LineOrder order, List<Wire> family) {
        int moved = 0;
        for (Wire wire : family) {
            moved += Crossings.inversions(LineOrder.AS_WRITTEN.of(wire), order.of(wire));
        }
        return moved;
    }

    private int crossings(int position, LineOrder order) {
        Node node = picture.nodes().get(position);
        List<Object> key = new ArrayList<>();
        key.add(position);
        readings(node).forEach(reading -> key.add(order.of(reading.wire())));
        Integer count = known.get(key);
        if (count == null) {
            count = Crossings.of(node, order, glyphs) + border(position, order);
            known.put(key, count);
        }
        return count;
    }

    /// Lines of a kernel that cross at its border.
    private int border(int position, LineOrder order) {
        LineOrder own = inside.get(position);
        Node node = picture.nodes().get(position);
        if (own == null || !(node.symbol() instanceof Symbol.Kernel(Picture body, _))) {
            return 0;
        }
        int count = 0;
        List<Reading> inputs = node.inputs().stream().filter(r -> r.feeds().isEmpty()).toList();
        for (int i = 0; i < inputs.size(); i++) {
            Wire inner = body.nodes().get(i).outputs().getFirst().wire();
            List<String> met = inputs.get(i).met();
            count +=
                    Crossings.inversions(
                            Crossings.axes(inputs.get(i), order),
                            own.of(inner).stream().map(met::get).toList());
        }
        int exits = body.nodes().size() - node.outputs().size();
        for (int i = 0; i < node.outputs().size(); i++) {
            Wire inner = body.nodes().get(exits + i).inputs().getFirst().wire();
            count += Crossings.inversions(order.of(node.outputs().get(i).wire()), own.of(inner));
        }
        return count;
    }

    private static List<List<String>> permutations(List<String> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<String> rest = new ArrayList<>(items);
            String first = rest.remove(i);
            for (List<String> tail : permutations(rest)) {
                List<String> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }
}
