package org.heddle.model.draw.scene;

import java.util.List;

/// An upright rectangle, in pixels.
public record Rectangle(double x, double y, double width, double height) {
    /// Whether the two share a place inside.
    public boolean overlaps(Rectangle other) {
        return x < other.x + other.width
                && other.x < x + width
                && y < other.y + other.height
                && other.y < y + height;
    }

    /// Whether another lies inside this one.
    public boolean contains(Rectangle other) {
        return x <= other.x
                && y <= other.y
                && other.x + other.width <= x + width
                && other.y + other.height <= y + height;
    }

    /// Its corners, clockwise from the upper left.
    public List<Point> corners() {
        return List.of(
                new Point(x, y),
                new Point(x + width, y),
                new Point(x + width, y + height),
                new Point(x, y + height));
    }
}
