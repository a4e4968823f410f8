package org.heddle.testdata;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;

/// What cannot be read in a picture: labels one on another, on a line, on a sign or box that is not theirs, or beyond the sheet; signs and boxes that lie on each other or
/// on lines between arrays; lines that begin nowhere; shapes that do not say what they stand for.
public final class Legibility {
    /// Areas that only touch do not overlap.
    private static final double TOUCH = 0.5;

    /// A line begins at what is no further away than this.
    private static final double NEAR = 2.5;

    /// From the end of a line to the name of an input or output.
    private static final double NAME = 10;

    private Legibility() {}

    /// What is found, in words; empty for a picture that can be read.
    public static List<String> faults(Scene scene) {
        List<String> faults = new ArrayList<>();
        labels(scene, faults);
        figures(scene, faults);
        for (Shape shape : scene.shapes()) {
            if (isPart(shape) && shape.tag().box().isEmpty() && shape.tag().wire().isEmpty()) {
                faults.add(shape + " stands for nothing");
            }
            if (shape instanceof Shape.Line line && isWire(line)) {
                begins(scene, line, faults);
            }
        }
        return faults;
    }

    private static void labels(Scene scene, List<String> faults) {
        Rectangle sheet = new Rectangle(0, 0, scene.width(), scene.height());
        List<Shape.Writing> writings = scene.writings();
        for (int i = 0; i < writings.size(); i++) {
            Shape.Writing writing = writings.get(i);
            Rectangle bounds = writing.bounds();
            String text = text(writing);
            if (!sheet.contains(bounds)) {
                faults.add(text + " leaves the sheet");
            }
            for (Shape.Writing other : writings.subList(i + 1, writings.size())) {
                if (bounds.overlaps(other.bounds())) {
                    faults.add(text + " overlaps " + text(other));
                }
            }
            for (Shape.Area figure : figures(scene)) {
                Rectangle area = bounds(figure.points());
                boolean own = isIn(writing, figure);
                if (own
                        ? !area.contains(inner(bounds, TOUCH))
                        : inner(area, TOUCH).overlaps(bounds)) {
                    faults.add(text + (own ? " leaves its " : " lies on ") + text(figure));
                }
            }
            if (writing.role() != Role.MARK_TEXT && isCrossed(scene, bounds)) {
                faults.add(text + " is crossed");
            }
        }
    }

    /// Whether a label is written into a figure.
    private static boolean isIn(Shape.Writing writing, Shape.Area figure) {
        boolean inside =
                switch (figure.role()) {
                    case BOX -> writing.role() == Role.BOX_TEXT;
                    case MARK -> writing.role() == Role.MARK_TEXT;
                    case HEXAGON -> writing.role() == Role.AXIS_NAME;
                    default -> false;
                };
        return inside
                && writing.tag().box().equals(figure.tag().box())
                && writing.anchor() == Shape.Anchor.MIDDLE
                && bounds(figure.points())
                        .contains(new Rectangle(writing.at().x(), writing.at().y() - 4, 0, 0));
    }

    /// Boxes, signs, triangles and hexagons lie neither on each other nor on lines between arrays; no line runs through a box.
    private static void figures(Scene scene, List<String> faults) {
        List<Shape.Area> figures = figures(scene);
        for (int i = 0; i < figures.size(); i++) {
            Rectangle area = inner(bounds(figures.get(i).points()), TOUCH);
            for (Shape.Area other : figures.subList(i + 1, figures.size())) {
                if (area.overlaps(bounds(other.points()))) {
                    faults.add(text(figures.get(i)) + " lies on " + text(other));
                }
            }
            for (Shape shape : scene.shapes()) {
                boolean barred =
                        shape.role() == Role.SEPARATOR
                                || (isWire(shape) && figures.get(i).role() == Role.BOX);
                if (barred && shape instanceof Shape.Line line && crosses(line, area)) {
                    faults.add(text(figures.get(i)) + " lies on the line " + line);
                }
            }
        }
    }

    private static List<Shape.Area> figures(Scene scene) {
        List<Shape.Area> figures = new ArrayList<>();
        for (Shape shape : scene.shapes()) {
            if (shape instanceof Shape.Area area
                    && List.of(Role.BOX, Role.MARK, Role.TRIANGLE, Role.HEXAGON)
                            .contains(area.role())) {
                figures.add(area);
            }
        }
        return figures;
    }

    /// A line of an array begins at something; nothing need read it.
    private static void begins(Scene scene, Shape.Line line, List<String> faults) {
        Point start = line.points().getFirst();
        if (scene.shapes().stream()
                .noneMatch(other -> !other.equals(line) && isAt(other, line, start))) {
            faults.add(line.tag().title() + " begins nowhere, at " + start);
        }
    }

    private static boolean isAt(Shape shape, Shape.Line line, Point end) {
        return switch (shape) {
            case Shape.Line other -> isWire(other) && distance(other, end) < NEAR;
            case Shape.Area area ->
                    area.role() != Role.ROOM
                            && area.role() != Role.PANEL
                            && area.role() != Role.REGION
                            && bounds(area.points()).overlaps(around(end, NEAR));
            case Shape.Disc disc -> disc.centre().distance(end) < NEAR + disc.radius();
            case Shape.Writing writing ->
                    writing.role() == Role.INTERFACE_NAME
                            && writing.tag().wire().equals(line.tag().wire())
                            && besides(writing.bounds(), end.x());
        };
    }

    private static boolean besides(Rectangle name, double x) {
        return name.x() - NAME < x && x < name.x() + name.width() + NAME;
    }

    private static double distance(Shape.Line line, Point point) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < line.points().size(); i++) {
            Point a = line.points().get(i - 1);
            Point b = line.points().get(i);
            double length = Math.max(1e-9, a.distance(b));
            double along =
                    ((point.x() - a.x()) * (b.x() - a.x()) + (point.y() - a.y()) * (b.y() - a.y()))
                            / (length * length);
            double part = Math.clamp(along, 0, 1);
            Point nearest =
                    new Point(a.x() + part * (b.x() - a.x()), a.y() + part * (b.y() - a.y()));
            least = Math.min(least, nearest.distance(point));
        }
        return least;
    }

    private static boolean isWire(Shape shape) {
        return shape.role() == Role.AXIS || shape.role() == Role.ITEM;
    }

    /// Whether a shape is part of a diagram: frames, their titles and signs between pictures are not.
    private static boolean isPart(Shape shape) {
        return shape.role() != Role.PANEL
                && shape.role() != Role.RELATION
                && shape.role() != Role.TITLE
                && shape.role() != Role.CAPTION;
    }

    private static String text(Shape.Writing writing) {
        return writing.label().plain() + " at " + writing.at();
    }

    private static String text(Shape.Area area) {
        return area.role() + " of " + area.tag().box() + " at " + area.points().getFirst();
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
            boolean straight = Math.abs(a.x() - b.x()) < 0.01 || Math.abs(a.y() - b.y()) < 0.01;
            if (straight && inner(bounds(List.of(a, b)), -0.01).overlaps(bounds)) {
                return true;
            }
        }
        return false;
    }

    private static Rectangle around(Point point, double distance) {
        return inner(bounds(List.of(point)), -distance);
    }

    private static Rectangle bounds(List<Point> points) {
        double left = points.stream().mapToDouble(Point::x).min().orElseThrow();
        double top = points.stream().mapToDouble(Point::y).min().orElseThrow();
        double right = points.stream().mapToDouble(Point::x).max().orElseThrow();
        double bottom = points.stream().mapToDouble(Point::y).max().orElseThrow();
        return new Rectangle(left, top, right - left, bottom - top);
    }

    /// The rectangle without a border of that width.
    private static Rectangle inner(Rectangle outer, double border) {
        return new Rectangle(
                outer.x() + border,
                outer.y() + border,
                outer.width() - 2 * border,
                outer.height() - 2 * border);
    }
}
