package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Shape.Line;

/// Makes one line of the pieces that nodes and cables draw, so that no seam is seen: where a piece ends and another of the same axis begins.
final class Joining {
    private Joining() {}

    static Scene join(Scene scene) {
        List<Shape> shapes = scene.shapes();
        List<Shape> joined = once(shapes);
        while (joined.size() < shapes.size()) {
            shapes = joined;
            joined = once(shapes);
        }
        return new Scene(scene.width(), scene.height(), joined);
    }

    private static List<Shape> once(List<Shape> pieces) {
        List<Shape> shapes = new ArrayList<>(pieces);
        Map<List<Object>, Integer> ends = new LinkedHashMap<>();
        for (int i = 0; i < shapes.size(); i++) {
            if (shapes.get(i) instanceof Line line) {
                ends.putIfAbsent(key(line, line.points().getLast()), i);
            }
        }
        Set<Integer> gone = new LinkedHashSet<>();
        for (int i = 0; i < shapes.size(); i++) {
            if (!gone.contains(i) && shapes.get(i) instanceof Line line) {
                extend(shapes, gone, ends, i, line);
            }
        }
        List<Shape> left = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            if (!gone.contains(i)) {
                left.add(shapes.get(i));
            }
        }
        return left;
    }

    /// Puts a line behind the one that ends where it begins.
    private static void extend(
            List<Shape> shapes,
            Set<Integer> gone,
            Map<List<Object>, Integer> ends,
            int position,
            Line line) {
        Integer before = ends.remove(key(line, line.points().getFirst()));
        if (before == null
                || before == position
                || gone.contains(before)
                || !(shapes.get(before) instanceof Line first)
                || !curveAlike(first, line)) {
            return;
        }
        List<Point> points = new ArrayList<>(first.points());
        points.addAll(line.points().subList(1, line.points().size()));
        double round = isStraight(first) ? line.round() : first.round();
        Line joined = new Line(simple(points), round, first.role(), first.level(), first.tag());
        int keep = Math.min(before, position);
        shapes.set(keep, joined);
        gone.add(Math.max(before, position));
        ends.put(key(joined, joined.points().getLast()), keep);
    }

    /// Whether one radius serves the corners of both.
    private static boolean curveAlike(Line first, Line second) {
        return isStraight(first) || isStraight(second) || first.round() == second.round();
    }

    private static boolean isStraight(Line line) {
        return line.points().size() == 2;
    }

    /// Without points on the way between their neighbours.
    private static List<Point> simple(List<Point> points) {
        List<Point> kept = new ArrayList<>(List.of(points.getFirst()));
        for (int i = 1; i + 1 < points.size(); i++) {
            Point before = kept.getLast();
            Point at = points.get(i);
            Point after = points.get(i + 1);
            double bend =
                    (at.x() - before.x()) * (after.y() - at.y())
                            - (at.y() - before.y()) * (after.x() - at.x());
            if (Math.abs(bend) > 0.01) {
                kept.add(at);
            }
        }
        kept.add(points.getLast());
        return kept;
    }

    /// What two pieces of one line have in common, at a place.
    private static List<Object> key(Line line, Point at) {
        return List.of(
                line.role(),
                line.level(),
                line.tag().wire(),
                line.tag().axis(),
                Math.round(at.x() * 10),
                Math.round(at.y() * 10));
    }
}
