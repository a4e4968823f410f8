package org.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;

/// Labels that cannot be read: one on another, on a line, or beyond the sheet.
final class Legibility {
    private Legibility() {}

    static List<String> faults(Scene scene) {
        List<String> faults = new ArrayList<>();
        Rectangle sheet = new Rectangle(0, 0, scene.width(), scene.height());
        List<Shape.Writing> writings = scene.writings();
        for (int i = 0; i < writings.size(); i++) {
            Rectangle bounds = writings.get(i).bounds();
            String text = writings.get(i).label().plain() + " at " + writings.get(i).at();
            if (!sheet.contains(bounds)) {
                faults.add(text + " leaves the sheet");
            }
            for (Shape.Writing other : writings.subList(i + 1, writings.size())) {
                if (bounds.overlaps(other.bounds())) {
                    faults.add(text + " overlaps " + other.label().plain() + " at " + other.at());
                }
            }
            if (writings.get(i).role() != Role.MARK_TEXT && isCrossed(scene, bounds)) {
                faults.add(text + " is crossed");
            }
        }
        return faults;
    }

    private static boolean isCrossed(Scene scene, Rectangle bounds) {
        return scene.shapes().stream()
                .anyMatch(shape -> shape instanceof Shape.Line line && crosses(line, bounds));
    }

    /// Whether a level or upright part of a line runs through.
    private static boolean crosses(Shape.Line line, Rectangle bounds) {
        List<Point> points = line.points();
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            Rectangle part =
                    new Rectangle(
                            Math.min(a.x(), b.x()) - 0.01,
                            Math.min(a.y(), b.y()) - 0.01,
                            Math.abs(a.x() - b.x()) + 0.02,
                            Math.abs(a.y() - b.y()) + 0.02);
            boolean straight = a.x() == b.x() || a.y() == b.y();
            if (straight && part.overlaps(bounds)) {
                return true;
            }
        }
        return false;
    }
}
