package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.glyph.Glyph;
import org.heddle.model.draw.glyph.Metrics;
import org.heddle.model.draw.layout.Graph.Column;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// Dashed lines between arrays: between those that come in on the left, and between those on their last way into one node.
final class Separators {
    private static final double SPARE = 4;

    /// Room for the label of the line below.
    private static final double LABEL = 12;

    private Separators() {}

    static List<Shape> draw(Picture picture, List<Glyph> drawn, Placement placement) {
        List<Shape> lines = new ArrayList<>(entrances(picture, drawn, placement));
        for (int node = 0; node < picture.nodes().size(); node++) {
            List<Arrival> arrivals = arrivals(picture, drawn, placement, node);
            for (int i = 1; i < arrivals.size(); i++) {
                Arrival above = arrivals.get(i - 1);
                Arrival below = arrivals.get(i);
                double y = (above.bottom() + below.top() - LABEL) / 2;
                double end = placement.nodes().get(node).x();
                double x = Math.max(above.start(), below.start());
                double from = Math.max(x, clear(drawn, placement, y, end)) + SPARE;
                line(lines, from, end, y, Tag.between(above.wire(), below.wire()));
            }
        }
        return lines;
    }

    /// The last straight way of an array into a node.
    private record Arrival(String wire, double start, double top, double bottom) {}

    /// Those of one node, from the top.
    private static List<Arrival> arrivals(
            Picture picture, List<Glyph> drawn, Placement placement, int node) {
        List<Arrival> arrivals = new ArrayList<>();
        double corner = placement.nodes().get(node).y();
        for (int i = 0; i < picture.bundles().size(); i++) {
            Bundle bundle = picture.bundles().get(i);
            if (bundle.to() == node) {
                List<Point> path = placement.edges().get(i);
                double middle = corner + drawn.get(node).west().get(bundle.toPort());
                double half = half(bundle.wire());
                double start = path.get(path.size() - 2).x();
                String wire = bundle.wire().name();
                arrivals.add(new Arrival(wire, start, middle - half, middle + half));
            }
        }
        arrivals.sort(Comparator.comparingDouble(Arrival::top));
        return arrivals;
    }

    /// Where the nodes end that a level line would meet on its way to the node that begins at `end`.
    private static double clear(List<Glyph> drawn, Placement placement, double y, double end) {
        double clear = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < drawn.size(); i++) {
            Point corner = placement.nodes().get(i);
            double right = corner.x() + drawn.get(i).width();
            boolean meets = corner.y() < y && y < corner.y() + drawn.get(i).height();
            if (meets && right <= end) {
                clear = Math.max(clear, right);
            }
        }
        return clear;
    }

    private static List<Shape> entrances(Picture picture, List<Glyph> drawn, Placement placement) {
        List<Integer> first = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            if (Drawing.column(picture.nodes().get(i)) == Column.FIRST) {
                first.add(i);
            }
        }
        first.sort(Comparator.comparingDouble(i -> placement.nodes().get(i).y()));
        List<Shape> lines = new ArrayList<>();
        for (int i = 1; i < first.size(); i++) {
            double above =
                    middle(drawn, placement, first.get(i - 1)) + half(picture, first.get(i - 1));
            double below = middle(drawn, placement, first.get(i)) - half(picture, first.get(i));
            double x = placement.nodes().get(first.get(i)).x();
            double end = x + drawn.get(first.get(i)).width();
            Tag tag = Tag.between(wire(picture, first.get(i - 1)), wire(picture, first.get(i)));
            line(lines, x, end, (above + below - LABEL) / 2, tag);
        }
        return lines;
    }

    private static double middle(List<Glyph> drawn, Placement placement, int node) {
        return placement.nodes().get(node).y() + drawn.get(node).east().getFirst();
    }

    private static double half(Picture picture, int node) {
        return half(array(picture, node));
    }

    private static String wire(Picture picture, int node) {
        return array(picture, node).name();
    }

    /// What comes in there.
    private static Wire array(Picture picture, int node) {
        return picture.nodes().get(node).outputs().getFirst().wire();
    }

    private static double half(Wire wire) {
        return (Math.max(1, wire.axes().size()) - 1) * Metrics.PITCH / 2;
    }

    private static void line(List<Shape> lines, double x0, double x1, double y, Tag tag) {
        if (x1 > x0) {
            List<Point> points = List.of(new Point(x0, y), new Point(x1, y));
            lines.add(new Shape.Line(points, 0, Role.SEPARATOR, 0, tag));
        }
    }
}
