package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// How many points of whole numbers lie in a rectangle and in half planes, in a time that does not depend on how long the sides are.
///
/// ```
///   y │      ╱      for each x the points are those from the highest lower bound to the lowest upper one;
///     │▒▒▒▒▒╱       between two places where bounds cross these are the same two lines, and the sum over x
///     │▒▒▒▒╱ │      of a line's whole parts is found as the greatest common divisor of two numbers is
///     └──────┴─ x
/// ```
final class LatticePoints {
    private LatticePoints() {}

    /// The points with `x · dx + y · dy + constant >= 0`.
    record HalfPlane(long dx, long dy, long constant) {}

    /// A line over x, `(x · slope + start) / scale`, whose whole part bounds y: from above, or, the line turned upside down, from below.
    private record Bound(long slope, long start, long scale) {
        /// The sign of this line's height less another's.
        int compare(Bound other, long x) {
            return Long.compare(
                    Math.multiplyExact(height(x), other.scale),
                    Math.multiplyExact(other.height(x), scale));
        }

        private long height(long x) {
            return Math.addExact(Math.multiplyExact(slope, x), start);
        }

        Bound upsideDown() {
            return new Bound(-slope, -start, scale);
        }

        /// The sum of its whole parts, from an x on.
        long sum(long from, long count) {
            return floors(count, scale, slope, height(from));
        }

        /// Where it crosses another: the points there, before and after it lie on one side each.
        Stream<Long> crossing(Bound other) {
            long slopes =
                    Math.subtractExact(
                            Math.multiplyExact(slope, other.scale),
                            Math.multiplyExact(other.slope, scale));
            if (slopes == 0) {
                return Stream.empty();
            }
            long starts =
                    Math.subtractExact(
                            Math.multiplyExact(other.start, scale),
                            Math.multiplyExact(start, other.scale));
            return Stream.of(Math.ceilDiv(starts, slopes), Math.floorDiv(starts, slopes) + 1);
        }
    }

    /// The points with `0 <= x < width` and `0 <= y < height` in all half planes.
    ///
    /// @throws ArithmeticException where a number on the way exceeds a long
    static long count(List<HalfPlane> halfPlanes, long width, long height) {
        long from = 0;
        long to = width;
        List<Bound> upper = new ArrayList<>(List.of(new Bound(0, height - 1, 1)));
        List<Bound> lower = new ArrayList<>(List.of(new Bound(0, 0, 1)));
        for (HalfPlane plane : halfPlanes) {
            if (plane.dy < 0) {
                upper.add(new Bound(plane.dx, plane.constant, -plane.dy));
            } else if (plane.dy > 0) {
                lower.add(new Bound(-plane.dx, -plane.constant, plane.dy));
            } else if (plane.dx > 0) {
                from = Math.max(from, Math.ceilDiv(-plane.constant, plane.dx));
            } else if (plane.dx < 0) {
                to = Math.min(to, Math.floorDiv(plane.constant, -plane.dx) + 1);
            } else if (plane.constant < 0) {
                return 0;
            }
        }
        return from < to ? between(upper, lower, from, to) : 0;
    }

    private static long between(List<Bound> upper, List<Bound> lower, long from, long to) {
        List<Bound> all = new ArrayList<>(upper);
        all.addAll(lower);
        TreeSet<Long> ends = new TreeSet<>(List.of(to));
        if (to - from > 1) {
            for (int i = 0; i < all.size(); i++) {
                for (Bound other : all.subList(0, i)) {
                    all.get(i).crossing(other).filter(x -> x > from && x < to).forEach(ends::add);
                }
            }
        }
        long sum = 0;
        long start = from;
        for (long end : ends) {
            sum = Math.addExact(sum, piece(upper, lower, start, end));
            start = end;
        }
        return sum;
    }

    /// The points over a part of x in which no bounds cross.
    private static long piece(List<Bound> upper, List<Bound> lower, long from, long to) {
        Comparator<Bound> order = (a, b) -> a.compare(b, from);
        Bound lowest = upper.stream().min(order).orElseThrow();
        Bound highest = lower.stream().max(order).orElseThrow();
        if (lowest.compare(highest, from) < 0) {
            return 0;
        }
        long count = to - from;
        long down = Math.addExact(lowest.sum(from, count), count);
        return Math.addExact(down, highest.upsideDown().sum(from, count));
    }

    /// `Σ floor((slope · i + start) / scale)` for i from 0 to `count - 1`: whole multiples of the scale are taken out, and what is left is counted along the other side of the line.
    private static long floors(long count, long scale, long slope, long start) {
        long pairs = Math.multiplyExact(count, count - 1) / 2;
        long sum =
                Math.addExact(
                        Math.multiplyExact(pairs, Math.floorDiv(slope, scale)),
                        Math.multiplyExact(count, Math.floorDiv(start, scale)));
        long rise = Math.floorMod(slope, scale);
        long offset = Math.floorMod(start, scale);
        long top = Math.addExact(Math.multiplyExact(rise, count), offset);
        if (top < scale) {
            return sum;
        }
        return Math.addExact(sum, floors(top / scale, rise, scale, top % scale));
    }
}
