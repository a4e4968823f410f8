package org.heddle.model.draw.glyph;

import java.util.List;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Shape;

/// The room that shapes take.
final class Extent {
    private Extent() {}

    static Rectangle of(Shape shape) {
        return switch (shape) {
            case Shape.Line line -> around(line.points());
            case Shape.Area area -> around(area.points());
            case Shape.Disc disc ->
                    new Rectangle(
                            disc.centre().x() - disc.radius(),
                            disc.centre().y() - disc.radius(),
                            2 * disc.radius(),
                            2 * disc.radius());
            case Shape.Writing writing -> writing.bounds();
        };
    }

    private static Rectangle around(List<Point> points) {
        double left = points.stream().mapToDouble(Point::x).min().orElse(0);
        double right = points.stream().mapToDouble(Point::x).max().orElse(0);
        double top = points.stream().mapToDouble(Point::y).min().orElse(0);
        double bottom = points.stream().mapToDouble(Point::y).max().orElse(0);
        return new Rectangle(left, top, right - left, bottom - top);
    }
}
