package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// Symmetries: a bow ties the lines of axes that may change places.
///
/// ```
///   i ──┬───
///       )        A[i, j] = A[j, i]
///   j ──┴───
/// ```
final class Ties {
    /// Room that bows take behind the names of axes.
    static final double ROOM = 10;

    private static final double BULGE = 7;
    private static final double ROUND = 12;

    private Ties() {}

    /// Bows between neighbours among the lines of each symmetry.
    ///
    /// @param positions of the wire's axes in drawn order
    /// @param rows heights of the lines
    /// @param x where bows begin, BULGE less than their furthest point
    static List<Shape> of(
            Wire wire, List<Integer> positions, List<Double> rows, double x, int level) {
        List<Shape> ties = new ArrayList<>();
        for (Symmetry symmetry : wire.symmetries()) {
            Tag tag = Tag.wire(wire.name(), title(wire, symmetry));
            double last = Double.NaN;
            for (int i = 0; i < rows.size(); i++) {
                if (symmetry.axes().contains(wire.axes().get(positions.get(i)))) {
                    if (!Double.isNaN(last)) {
                        ties.add(bow(x - BULGE, last, rows.get(i), level, tag));
                    }
                    last = rows.get(i);
                }
            }
        }
        return ties;
    }

    private static String title(Wire wire, Symmetry symmetry) {
        return wire.name()
                + " is "
                + symmetry.kind().text()
                + " in "
                + String.join(", ", symmetry.axes());
    }

    private static Shape bow(double x, double top, double bottom, int level, Tag tag) {
        List<Point> points =
                List.of(
                        new Point(x, top),
                        new Point(x + BULGE, top + BULGE),
                        new Point(x + BULGE, bottom - BULGE),
                        new Point(x, bottom));
        return new Shape.Line(points, ROUND, Role.TIE, level, tag);
    }
}
