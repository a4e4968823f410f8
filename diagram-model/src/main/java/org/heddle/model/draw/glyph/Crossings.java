package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Shape;

/// How often lines cross inside a node: on its sheet, or unseen behind its box.
public final class Crossings {
    private Crossings() {}

    /// Crossings of a node drawn with that order of lines; those of a kernel's body are not counted.
    public static int of(Node node, LineOrder order, Glyphs glyphs) {
        return switch (node.symbol()) {
            case Symbol.Source _, Symbol.Entry _, Symbol.Sink _, Symbol.Exit _ -> 0;
            case Symbol.Kernel _ -> 0;
            case Symbol.Product _, Symbol.Rearranged _ -> seen(glyphs.draw(node, order));
            case Symbol.Fold _, Symbol.Scan _, Symbol.Named _, Symbol.Pointwise _ ->
                    seen(glyphs.draw(node, order)) + unseen(node, order);
        };
    }

    /// Pairs of axes that stand the other way round in a second order of the same things.
    public static int inversions(List<?> order, List<?> other) {
        int count = 0;
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                int first = other.indexOf(order.get(i));
                int second = other.indexOf(order.get(j));
                count += first >= 0 && second >= 0 && first > second ? 1 : 0;
            }
        }
        return count;
    }

    private static int unseen(Node node, LineOrder order) {
        int count = 0;
        for (Reading output : node.outputs()) {
            for (Reading input : node.inputs()) {
                count += inversions(axes(input, order), axes(output, order));
            }
        }
        return count;
    }

    /// The axes of the box along which an array is read, in the order of its lines.
    public static List<String> axes(Reading reading, LineOrder order) {
        return order.of(reading.wire()).stream()
                .flatMap(position -> reading.indices().get(position).axes().stream())
                .distinct()
                .toList();
    }

    private static int seen(Glyph glyph) {
        List<List<Point>> lines = new ArrayList<>();
        for (Shape shape : glyph.shapes()) {
            if (shape instanceof Shape.Line line) {
                lines.add(line.points());
            }
        }
        int count = 0;
        for (int i = 0; i < lines.size(); i++) {
            for (int j = i + 1; j < lines.size(); j++) {
                count += of(lines.get(i), lines.get(j));
            }
        }
        return count;
    }

    /// How often two lines cross.
    public static int of(List<Point> a, List<Point> b) {
        int count = 0;
        for (int i = 1; i < a.size(); i++) {
            for (int j = 1; j < b.size(); j++) {
                count += cross(a.get(i - 1), a.get(i), b.get(j - 1), b.get(j)) ? 1 : 0;
            }
        }
        return count;
    }

    /// Whether two segments have an inner point in common and do not run along each other.
    private static boolean cross(Point a, Point b, Point c, Point d) {
        return side(a, b, c) * side(a, b, d) < -1e-6 && side(c, d, a) * side(c, d, b) < -1e-6;
    }

    private static double side(Point a, Point b, Point c) {
        return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
    }
}
