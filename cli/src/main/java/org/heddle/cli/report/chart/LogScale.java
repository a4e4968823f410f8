package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.List;

/// A logarithmic axis from one power of ten to another.
///
/// @param least the exponent at its beginning
/// @param most the exponent at its end, larger
public record LogScale(int least, int most) {
    public LogScale {
        if (most <= least) {
            throw new IllegalArgumentException("no decade from 10^" + least + " to 10^" + most);
        }
    }

    /// The shortest axis that has room for all of some positive numbers, and a decade at least.
    public static LogScale around(List<Double> values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, Math.log10(value));
            most = Math.max(most, Math.log10(value));
        }
        if (!Double.isFinite(least) || !Double.isFinite(most)) {
            return new LogScale(0, 1);
        }
        int first = (int) Math.floor(least);
        return new LogScale(first, Math.max(first + 1, (int) Math.ceil(most)));
    }

    /// Where a number lies, from 0 at the beginning to 1 at the end.
    public double position(double value) {
        return (Math.log10(value) - least) / (most - least);
    }

    /// The number at a position.
    public double value(double position) {
        return Math.pow(10, least + position * (most - least));
    }

    /// The powers of ten on the axis.
    public List<Double> decades() {
        List<Double> decades = new ArrayList<>();
        for (int exponent = least; exponent <= most; exponent++) {
            decades.add(Math.pow(10, exponent));
        }
        return decades;
    }
}
