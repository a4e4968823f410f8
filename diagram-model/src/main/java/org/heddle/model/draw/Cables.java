package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.glyph.LineOrder;
import org.heddle.model.draw.glyph.Metrics;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// Arrays between nodes: parallel lines along the path of each bundle, and a dot wherever a line branches.
///
/// ```
///   h ────────╮    outer lines take wider bends, so that lines of one array never cross
///   q ──────╮ │
///           ╰─┼──  (a branch crosses what it passes: that is what a copy of several lines looks like)
/// ```
final class Cables {
    private static final double SPARE = 8;

    /// Points closer than this are the same.
    private static final double SAME = 0.5;

    private Cables() {}

    /// Room that the lines of an array take beside its path.
    static double thickness(Wire wire) {
        return (lines(wire) - 1) * Metrics.PITCH + SPARE;
    }

    private static int lines(Wire wire) {
        return Math.max(1, wire.axes().size());
    }

    /// Draws the bundles that leave one port.
    ///
    /// @param paths the path of each bundle
    static List<Shape> draw(
            List<Bundle> bundles, List<List<Point>> paths, LineOrder order, int level) {
        List<Shape> shapes = new ArrayList<>();
        Wire wire = bundles.getFirst().wire();
        List<Integer> positions = order.of(wire);
        Set<Long> shared = bothWays(paths);
        for (int row = 0; row < lines(wire); row++) {
            double offset = (row - (lines(wire) - 1) / 2.0) * Metrics.PITCH;
            String axis = positions.isEmpty() ? "" : wire.axes().get(positions.get(row));
            Tag tag = Tag.along(wire.name(), axis);
            List<List<Point>> lines =
                    paths.stream()
                            .map(p -> beside(p, offset, shared, wire))
                            .sorted(Cables::straighterFirst)
                            .toList();
            Role role = axis.isEmpty() ? Role.ITEM : Role.AXIS;
            for (int i = 0; i < lines.size(); i++) {
                List<Point> own = fromBranch(lines.get(i), lines.subList(0, i));
                shapes.add(new Shape.Line(own, Metrics.ROUND, role, level, tag));
                if (i > 0) {
                    shapes.add(new Shape.Disc(own.getFirst(), Metrics.DOT, Role.DOT, level, tag));
                }
            }
        }
        return shapes;
    }

    /// Where lines part, the one that goes straight on comes first: the others begin at a dot on it, none at the rounded corner of another.
    private static int straighterFirst(List<Point> one, List<Point> two) {
        int i = 0;
        while (i < Math.min(one.size(), two.size()) && one.get(i).distance(two.get(i)) < SAME) {
            i++;
        }
        if (i == 0 || i == Math.min(one.size(), two.size())) {
            return Integer.compare(one.size(), two.size());
        }
        return Double.compare(
                two.get(i).distance(two.get(i - 1)), one.get(i).distance(one.get(i - 1)));
    }

    /// What a line adds to those drawn before.
    private static List<Point> fromBranch(List<Point> line, List<List<Point>> drawn) {
        List<Point> rest = line;
        double furthest = -1;
        for (List<Point> other : drawn) {
            Branch branch = branch(other, line);
            double along = length(line, branch);
            if (along > furthest) {
                furthest = along;
                rest = new ArrayList<>(List.of(branch.at()));
                rest.addAll(line.subList(branch.next(), line.size()));
            }
        }
        return rest;
    }

    private static double length(List<Point> line, Branch branch) {
        double length = branch.at().distance(line.get(branch.next() - 1));
        for (int i = 1; i < branch.next(); i++) {
            length += line.get(i - 1).distance(line.get(i));
        }
        return length;
    }

    /// Where a line leaves another.
    ///
    /// @param next the line's first point behind it
    private record Branch(Point at, int next) {}

    /// Where some of the paths go up and others down: their lines must not run over each other there.
    private static Set<Long> bothWays(List<List<Point>> paths) {
        Set<Long> up = new LinkedHashSet<>();
        Set<Long> down = new LinkedHashSet<>();
        for (List<Point> path : paths) {
            for (int i = 1; i < path.size(); i++) {
                Point from = path.get(i - 1);
                if (isUpright(from, path.get(i))) {
                    (path.get(i).y() > from.y() ? down : up).add(Math.round(from.x()));
                }
            }
        }
        up.retainAll(down);
        return up;
    }

    /// The line at a distance from a path of level and upright parts: where it goes down, lines above stand further right; where it goes up, further left.
    private static List<Point> beside(
            List<Point> path, double offset, Set<Long> shared, Wire wire) {
        double apart = lines(wire) * Metrics.UPRIGHT_PITCH / 2;
        List<Point> line = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            Point at = path.get(i);
            double x = at.x();
            int from = i > 0 && isUpright(path.get(i - 1), at) ? i - 1 : i;
            if (from + 1 < path.size() && isUpright(path.get(from), path.get(from + 1))) {
                boolean down = path.get(from + 1).y() > path.get(from).y();
                double scaled = offset * Metrics.UPRIGHT_PITCH / Metrics.PITCH;
                double clear = shared.contains(Math.round(at.x())) ? apart : 0;
                x += down ? -scaled - clear : scaled + clear;
            }
            line.add(new Point(x, at.y() + offset));
        }
        return line;
    }

    private static boolean isUpright(Point a, Point b) {
        return Math.abs(a.x() - b.x()) < 0.01 && Math.abs(a.y() - b.y()) > 0.01;
    }

    /// The last place that two lines have in common from their start.
    private static Branch branch(List<Point> other, List<Point> line) {
        int i = 0;
        while (i + 2 < other.size()
                && i + 2 < line.size()
                && other.get(i + 1).distance(line.get(i + 1)) < SAME) {
            i++;
        }
        Point start = line.get(i);
        Point one = other.get(i + 1);
        Point two = line.get(i + 1);
        boolean together =
                Math.abs(
                                (one.x() - start.x()) * (two.y() - start.y())
                                        - (one.y() - start.y()) * (two.x() - start.x()))
                        < 1;
        if (!together) {
            return new Branch(start, i + 1);
        }
        boolean first = start.distance(one) < start.distance(two);
        return first ? new Branch(one, i + 1) : new Branch(two, Math.min(i + 2, line.size() - 1));
    }
}
