package org.heddle.cli.report.chart;

import java.util.List;
import java.util.stream.Stream;

/// What a text, a mark or a line covers of a picture: a rectangle, which may be turned.
///
/// ```
///            width
///        ┌───────────┐
///        │   (x, y)  │ height        y goes down, degrees clockwise
///        └───────────┘
/// ```
///
/// @param x of its centre, in pixels as all of it
/// @param y of its centre
/// @param degrees by which it is turned about its centre
public record Area(double x, double y, double width, double height, double degrees) {
    /// A point of a picture, or a direction.
    private record Point(double x, double y) {
        double along(Point direction) {
            return x * direction.x + y * direction.y;
        }
    }

    /// One that is not turned.
    public static Area upright(double x, double y, double width, double height) {
        return new Area(x, y, width, height, 0);
    }

    /// One that is not turned, by its corners.
    public static Area between(double left, double top, double right, double bottom) {
        return upright((left + right) / 2, (top + bottom) / 2, right - left, bottom - top);
    }

    /// What a straight line covers.
    public static Area line(double x1, double y1, double x2, double y2, double thickness) {
        double length = Math.hypot(x2 - x1, y2 - y1);
        double degrees = Math.toDegrees(Math.atan2(y2 - y1, x2 - x1));
        return new Area((x1 + x2) / 2, (y1 + y2) / 2, length, thickness, degrees);
    }

    /// With a margin on all sides.
    public Area grown(double margin) {
        return new Area(x, y, width + 2 * margin, height + 2 * margin, degrees);
    }

    /// Whether they have more than a border in common: no direction of a side keeps them apart.
    public boolean overlaps(Area other) {
        return Stream.of(across(), down(), other.across(), other.down())
                .noneMatch(direction -> isApart(other, direction));
    }

    /// Whether all of it lies in an area that is not turned.
    public boolean isWithin(Area frame) {
        return corners().stream()
                .allMatch(
                        corner ->
                                Math.abs(corner.x - frame.x) <= frame.width / 2
                                        && Math.abs(corner.y - frame.y) <= frame.height / 2);
    }

    /// How many times a way from the centre of one that is not turned leads to its border.
    public double reach(double dx, double dy) {
        return Math.min(width / 2 / Math.abs(dx), height / 2 / Math.abs(dy));
    }

    private boolean isApart(Area other, Point direction) {
        double between = Math.abs(new Point(other.x - x, other.y - y).along(direction));
        return between >= reach(direction) + other.reach(direction);
    }

    /// How far it goes from its centre.
    private double reach(Point direction) {
        return width / 2 * Math.abs(across().along(direction))
                + height / 2 * Math.abs(down().along(direction));
    }

    private Point across() {
        double angle = Math.toRadians(degrees);
        return new Point(Math.cos(angle), Math.sin(angle));
    }

    private Point down() {
        double angle = Math.toRadians(degrees);
        return new Point(-Math.sin(angle), Math.cos(angle));
    }

    private List<Point> corners() {
        return Stream.of(-0.5, 0.5)
                .flatMap(a -> Stream.of(-0.5, 0.5).map(b -> corner(a * width, b * height)))
                .toList();
    }

    private Point corner(double along, double below) {
        Point across = across();
        Point down = down();
        return new Point(
                x + along * across.x + below * down.x, y + along * across.y + below * down.y);
    }
}
