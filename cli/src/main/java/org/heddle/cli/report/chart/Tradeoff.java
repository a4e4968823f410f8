package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Predicted time over a resource: a series of designs for each combination of the others.
///
/// @param subject what is computed, on what
/// @param resource along the lower axis
/// @param series those with the fastest designs first
public record Tradeoff(String subject, String resource, List<Series> series) {
    public Tradeoff {
        series = List.copyOf(series);
    }

    /// Designs that differ in one resource.
    ///
    /// @param name the values of the other resources; empty text where there are no others
    /// @param points by rising amounts
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }

        /// The time of the fastest.
        public double fastest() {
            return points.stream().mapToDouble(Point::seconds).min().orElse(Double.NaN);
        }
    }

    /// A design.
    ///
    /// @param amount of the resource
    /// @param label the amount as text
    /// @param isFront whether none is better in everything
    public record Point(double amount, String label, double seconds, boolean isFront) {}

    /// One point for each amount that occurs, by rising amounts.
    public List<Point> amounts() {
        List<Point> amounts = new ArrayList<>();
        points().sorted(Comparator.comparingDouble(Point::amount))
                .filter(point -> amounts.isEmpty() || amounts.getLast().amount() < point.amount())
                .forEachOrdered(amounts::add);
        return amounts;
    }

    /// The axis of amounts.
    public Span amountSpan() {
        return Span.around(points().map(Point::amount).toList());
    }

    /// The axis of times.
    public Span secondsSpan() {
        return Span.around(points().map(Point::seconds).toList());
    }

    private Stream<Point> points() {
        return series.stream().flatMap(each -> each.points().stream());
    }
}
