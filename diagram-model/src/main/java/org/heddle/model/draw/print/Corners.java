package org.heddle.model.draw.print;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.draw.scene.Point;

/// Rounds the corners of a line: each corner becomes a curve from shortly before it to shortly after it.
final class Corners {
    private Corners() {}

    /// Straight to `from`, then curved around `corner` to `to`; three times the same point where nothing is curved.
    record Turn(Point from, Point corner, Point to) {
        boolean isSharp() {
            return from.equals(to);
        }
    }

    /// The turns between the ends of an open line.
    static List<Turn> open(List<Point> points, double round) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 1; i + 1 < points.size(); i++) {
            double in = points.get(i - 1).distance(points.get(i)) / (i == 1 ? 1 : 2);
            double out =
                    points.get(i).distance(points.get(i + 1)) / (i + 2 == points.size() ? 1 : 2);
            double cut = Math.min(round, Math.min(in, out));
            turns.add(turn(points.get(i - 1), points.get(i), points.get(i + 1), cut));
        }
        return turns;
    }

    /// The turns of a closed line, one at every point.
    static List<Turn> closed(List<Point> points, double round) {
        List<Turn> turns = new ArrayList<>();
        int count = points.size();
        for (int i = 0; i < count; i++) {
            Point before = points.get((i + count - 1) % count);
            Point at = points.get(i);
            Point after = points.get((i + 1) % count);
            double cut = Math.min(round, Math.min(before.distance(at), at.distance(after)) / 2);
            turns.add(turn(before, at, after, cut));
        }
        return turns;
    }

    private static Turn turn(Point before, Point corner, Point after, double cut) {
        double in = before.distance(corner);
        double out = corner.distance(after);
        if (cut < 0.05) {
            return new Turn(corner, corner, corner);
        }
        return new Turn(corner.towards(before, cut / in), corner, corner.towards(after, cut / out));
    }
}
