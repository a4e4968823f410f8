package org.heddle.rules.time;

import java.util.List;

/// How well predicted times agree with measured ones, over configurations of one problem.
///
/// @param configurations how many
/// @param error mean of |predicted / measured - 1|
/// @param tau Kendall's τ_b between the two orders: 1 the same order, 0 unrelated, -1 reversed; NaN where all are alike
/// @param chosen the configuration that is predicted to be fastest; the first of several
/// @param fastest the one that was measured to be fastest
public record Accuracy(int configurations, double error, double tau, int chosen, int fastest) {

    /// How well predictions agree.
    ///
    /// @param predicted seconds of each configuration
    /// @param measured seconds of each, above 0
    public static Accuracy of(List<Double> predicted, List<Double> measured) {
        int n = predicted.size();
        if (n == 0 || measured.size() != n) {
            throw new IllegalArgumentException(
                    n + " predictions and " + measured.size() + " measurements");
        }
        double error = 0;
        for (int i = 0; i < n; i++) {
            error += Math.abs(predicted.get(i) / measured.get(i) - 1) / n;
        }
        return new Accuracy(n, error, tau(predicted, measured), least(predicted), least(measured));
    }

    private static int least(List<Double> values) {
        int least = 0;
        for (int i = 1; i < values.size(); i++) {
            if (values.get(i) < values.get(least)) {
                least = i;
            }
        }
        return least;
    }

    private static double tau(List<Double> a, List<Double> b) {
        double agreeing = 0;
        double untiedA = 0;
        double untiedB = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < i; j++) {
                double signA = Math.signum(a.get(i) - a.get(j));
                double signB = Math.signum(b.get(i) - b.get(j));
                agreeing += signA * signB;
                untiedA += signA * signA;
                untiedB += signB * signB;
            }
        }
        return agreeing / Math.sqrt(untiedA * untiedB);
    }
}
