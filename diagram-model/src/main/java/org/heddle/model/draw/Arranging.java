package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.heddle.model.draw.glyph.Glyph;
import org.heddle.model.draw.glyph.Glyphs;
import org.heddle.model.draw.glyph.LineOrder;
import org.heddle.model.draw.layout.Graph;
import org.heddle.model.draw.layout.Graph.Ports;
import org.heddle.model.draw.layout.Layout;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.picture.Picture.Node;

/// Chooses what is given to a layout, so that lines can be followed: how inputs and outputs of the diagram stand, which array comes in above which where that says
/// nothing, the order of lines, the room between inputs.
///
/// ```
///   as listed ──┬─► arrays sorted by where they arrive ─► indices above or below ─► lines ordered ─► least detours ─► inputs spread
///   as it likes ┘       (again with neighbours changed, while that is for the better)
/// ```
final class Arranging {
    private static final int ATTEMPTS = 4;

    /// Of a layout, at most.
    private static final int WAYS = 6;

    /// Of all orders of inputs and outputs that were tried, those looked at more closely.
    private static final int CANDIDATES = 3;

    /// Arrays from further apart than this are led together, or else than that.
    private static final List<Double> REACHES = List.of(160.0, 600.0);

    private static final Comparator<Start> BY_DETOURS =
            Comparator.comparingDouble(start -> start.placed().detours());

    private final Layout layout;
    private final Glyphs glyphs;
    private final Map<Integer, LineOrder> inside;
    private final Map<Picture, Lines> known = new HashMap<>();

    /// @param inside the orders inside kernels, by position of their nodes
    Arranging(Layout layout, Glyphs glyphs, Map<Integer, LineOrder> inside) {
        this.layout = layout;
        this.glyphs = glyphs;
        this.inside = inside;
    }

    /// A picture whose nodes have their places.
    record Placed(
            Picture picture,
            LineOrder order,
            List<Glyph> glyphs,
            Placement placement,
            double detours) {}

    /// The arrangement with the least detours of those tried.
    Placed best(Picture picture) {
        Start listed = start(picture, Interfaces.listed(picture));
        Start free = start(picture, List.of());
        double least = free.placed().detours() - inversions(free.placed());
        if (listed.placed().detours() <= least) {
            return widened(listed);
        }
        return searched(listed, free).stream()
                .sorted(BY_DETOURS)
                .limit(CANDIDATES)
                .map(this::widened)
                .min(Comparator.comparingDouble(Placed::detours))
                .orElseThrow();
    }

    /// With inputs and outputs as the diagram lists them.
    Placed listed(Picture picture) {
        return widened(start(picture, Interfaces.listed(picture)));
    }

    /// From the best of some orders of inputs and outputs on, neighbours change places as long as that is for the better: all that were tried on the way.
    private List<Start> searched(Start listed, Start free) {
        Picture picture = listed.picture();
        List<Integer> found = Interfaces.placed(picture, free.placed().placement());
        Map<List<Integer>, Start> tried = new LinkedHashMap<>(Map.of(listed.sequence(), listed));
        tried.computeIfAbsent(found, order -> start(picture, order));
        tried.computeIfAbsent(found.reversed(), order -> start(picture, order));
        Start best = Collections.min(tried.values(), BY_DETOURS);
        Start before;
        do {
            before = best;
            for (List<Integer> other : Interfaces.neighbours(picture, best.sequence())) {
                tried.computeIfAbsent(other, order -> start(picture, order));
            }
            best = Collections.min(tried.values(), BY_DETOURS);
        } while (!best.equals(before));
        return List.copyOf(tried.values());
    }

    private static Placed less(Placed one, Placed other) {
        return other.detours() < one.detours() ? other : one;
    }

    private static double inversions(Placed placed) {
        return Detours.inversions(placed.picture(), placed.placement());
    }

    /// @param picture as written
    private record Start(Picture picture, List<Integer> sequence, Placed placed) {}

    /// A quick arrangement with inputs and outputs in that order.
    private Start start(Picture picture, List<Integer> sequence) {
        Placed written = start(picture, picture, sequence).placed();
        Picture sorted = PortOrders.sorted(picture, free(written, sequence));
        Start start = new Start(picture, sequence, written);
        return turned(
                sorted.equals(picture)
                        ? start
                        : Collections.min(
                                List.of(start, start(picture, sorted, sequence)), BY_DETOURS));
    }

    /// With arrays of indices on the other side of what is read through them, as long as that is for the better.
    private Start turned(Start start) {
        Start best = start;
        Start before;
        do {
            before = best;
            for (Picture other : PortOrders.turned(before.placed().picture())) {
                Start turned = start(start.picture(), other, start.sequence());
                best = Collections.min(List.of(best, turned), BY_DETOURS);
            }
        } while (!best.equals(before));
        return best;
    }

    private Start start(Picture picture, Picture sorted, List<Integer> sequence) {
        Placed narrow = place(sorted, sequence, none(sorted), 1);
        List<List<Double>> wide =
                Spreads.of(sorted, narrow.placement(), none(sorted), REACHES.getLast());
        Placed placed = less(narrow, place(sorted, sequence, wide, 1));
        return new Start(picture, sequence, placed);
    }

    private static List<List<Double>> none(Picture picture) {
        return picture.nodes().stream().map(node -> List.<Double>of()).toList();
    }

    /// With ever more room between inputs that come from far apart, as long as more room is for the better.
    private Placed widened(Start start) {
        Picture picture = start.placed().picture();
        List<Integer> sequence = start.sequence();
        Map<List<List<Double>>, Placed> tried = new HashMap<>();
        Placed narrow = place(picture, sequence, none(picture), WAYS);
        Placed best = narrow;
        for (double reach : REACHES) {
            Placed placed = narrow;
            double before = Double.POSITIVE_INFINITY;
            List<List<Double>> spreads = none(picture);
            for (int i = 0; i < ATTEMPTS && placed.detours() < before; i++) {
                before = i == 0 ? before : placed.detours();
                spreads = Spreads.of(picture, placed.placement(), spreads, reach);
                placed = tried.computeIfAbsent(spreads, s -> place(picture, sequence, s, WAYS));
                best = less(best, placed);
            }
        }
        return best;
    }

    private Placed place(
            Picture picture, List<Integer> sequence, List<List<Double>> spreads, int ways) {
        Lines lines = known.computeIfAbsent(picture, this::choose);
        List<Glyph> drawn = new ArrayList<>();
        for (int i = 0; i < picture.nodes().size(); i++) {
            drawn.add(glyphs.draw(picture.nodes().get(i), lines.order(), spreads.get(i)));
        }
        return layout.placements(graph(picture, drawn, sequence, _ -> Ports.FIXED))
                .limit(ways)
                .map(
                        way ->
                                new Placed(
                                        picture,
                                        lines.order(),
                                        drawn,
                                        way,
                                        lines.detours() + Detours.between(picture, way)))
                .min(Comparator.comparingDouble(Placed::detours))
                .orElseThrow();
    }

    /// The order of lines of a picture, and what they do inside nodes.
    private record Lines(LineOrder order, double detours) {}

    private Lines choose(Picture picture) {
        LineOrder order = LineOrders.choose(picture, glyphs, inside);
        return new Lines(order, Detours.inside(picture, order, glyphs));
    }

    /// A placement in which arrays come in where the layout likes.
    private Placement free(Placed placed, List<Integer> sequence) {
        Function<Node, Ports> ports = node -> PortOrders.areFree(node) ? Ports.FREE : Ports.FIXED;
        return layout.placements(graph(placed.picture(), placed.glyphs(), sequence, ports))
                .findFirst()
                .orElseThrow();
    }

    private static Graph graph(
            Picture picture,
            List<Glyph> drawn,
            List<Integer> sequence,
            Function<Node, Ports> ports) {
        List<Graph.Node> nodes = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            Glyph glyph = drawn.get(i);
            Node node = picture.nodes().get(i);
            nodes.add(
                    new Graph.Node(
                            glyph.width(),
                            glyph.height(),
                            Drawing.column(node),
                            ports.apply(node),
                            glyph.west(),
                            glyph.east()));
        }
        List<Graph.Edge> edges = new ArrayList<>();
        for (Bundle bundle : picture.bundles()) {
            edges.add(
                    new Graph.Edge(
                            bundle.from(),
                            bundle.fromPort(),
                            bundle.to(),
                            bundle.toPort(),
                            Cables.thickness(bundle.wire())));
        }
        return new Graph(nodes, edges, sequence);
    }
}
