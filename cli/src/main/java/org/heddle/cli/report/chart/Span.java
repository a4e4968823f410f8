package org.heddle.cli.report.chart;

import java.util.Collections;
import java.util.List;

/// A logarithmic axis from one positive number to another.
///
/// @param least at its beginning
/// @param most at its end, larger
public record Span(double least, double most) {
    /// How much further than its only number an axis reaches both ways.
    private static final double AROUND = 1.25;

    public Span {
        if (!(least > 0 && most > least)) {
            throw new IllegalArgumentException("no axis from " + least + " to " + most);
        }
    }

    /// The shortest axis that has room for all of some positive numbers.
    public static Span around(List<Double> values) {
        double least = Collections.min(values);
        double most = Collections.max(values);
        return least < most ? new Span(least, most) : new Span(least / AROUND, most * AROUND);
    }

    /// Where a number lies, from 0 at the beginning to 1 at the end.
    public double position(double value) {
        return Math.log(value / least) / Math.log(most / least);
    }

    /// The number at a position.
    public double value(double position) {
        return least * Math.pow(most / least, position);
    }
}
