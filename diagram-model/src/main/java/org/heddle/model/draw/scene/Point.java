package org.heddle.model.draw.scene;

/// A place, in pixels.
public record Point(double x, double y) {
    public Point plus(double dx, double dy) {
        return new Point(x + dx, y + dy);
    }

    /// The place at a fraction of the way to another.
    public Point towards(Point other, double fraction) {
        return new Point(x + (other.x - x) * fraction, y + (other.y - y) * fraction);
    }

    public double distance(Point other) {
        return Math.hypot(other.x - x, other.y - y);
    }
}
