package org.heddle.model.draw.scene;

import java.util.List;

/// A mark on the plane.
///
/// ```
/// Shape ::= Line(points, round)       through the points, its corners rounded
///         | Area(points, round)       enclosed by the points, its corners rounded
///         | Disc(centre, radius)
///         | Writing(anchor, label)    on a baseline that begins, is centred or ends at the anchor
/// ```
///
/// The level is 0 for what happens in the slowest memory, one more inside each kernel.
public sealed interface Shape {
    Role role();

    int level();

    Tag tag();

    /// The same elsewhere.
    Shape move(double dx, double dy);

    /// A line.
    ///
    /// @param round radius of its corners; smaller where the parts are short
    record Line(List<Point> points, double round, Role role, int level, Tag tag) implements Shape {
        public Line {
            points = List.copyOf(points);
        }

        @Override
        public Line move(double dx, double dy) {
            return new Line(moved(points, dx, dy), round, role, level, tag);
        }
    }

    /// A filled or outlined polygon.
    record Area(List<Point> points, double round, Role role, int level, Tag tag) implements Shape {
        public Area {
            points = List.copyOf(points);
        }

        @Override
        public Area move(double dx, double dy) {
            return new Area(moved(points, dx, dy), round, role, level, tag);
        }
    }

    /// A filled circle.
    record Disc(Point centre, double radius, Role role, int level, Tag tag) implements Shape {
        @Override
        public Disc move(double dx, double dy) {
            return new Disc(centre.plus(dx, dy), radius, role, level, tag);
        }
    }

    /// Where the anchor of a writing is.
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /// A line of text.
    record Writing(Point at, Anchor anchor, Label label, Role role, int level, Tag tag)
            implements Shape {
        /// Heights above and below the baseline, in parts of the font size.
        private static final double ASCENT = 0.76;

        private static final double DESCENT = 0.24;

        @Override
        public Writing move(double dx, double dy) {
            return new Writing(at.plus(dx, dy), anchor, label, role, level, tag);
        }

        /// The room it takes.
        public Rectangle bounds() {
            double width = label.width(role);
            double left =
                    switch (anchor) {
                        case START -> at.x();
                        case MIDDLE -> at.x() - width / 2;
                        case END -> at.x() - width;
                    };
            double size = role.fontSize();
            return new Rectangle(left, at.y() - ASCENT * size, width, (ASCENT + DESCENT) * size);
        }
    }

    private static List<Point> moved(List<Point> points, double dx, double dy) {
        return points.stream().map(point -> point.plus(dx, dy)).toList();
    }
}
