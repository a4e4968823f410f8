package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hipparchus.fraction.Fraction;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

/// How fast labels grow with memory, and how fast what is moved falls: labels are `M^e`, so that a transfer that is repeated along them falls by `M^(-Σ e)`, and no tile grows by more than `M`.
///
/// ```
///   maximise  min over transfers of  Σ e(label),     Σ e(label) ≤ 1 for every tile,    0 ≤ e ≤ 1
/// ```
///
/// Transfers that can fall faster than the slowest do: the next slowest is maximised with the slowest held, and so on.
final class Exponents {
    /// Exponents are fractions of so small a denominator that this tells them apart.
    private static final double TOLERANCE = 1e-7;

    private static final int LARGEST_DENOMINATOR = 1000;

    private final List<String> labels;
    private final List<LinearConstraint> tiles = new ArrayList<>();

    /// @param held tiles
    private Exponents(Collection<String> labels, List<Transfers.Held> held) {
        this.labels = List.copyOf(labels);
        for (Transfers.Held tile : held) {
            tiles.add(new LinearConstraint(coefficients(tile.labels(), 0), Relationship.LEQ, 1));
        }
        for (String label : labels) {
            tiles.add(new LinearConstraint(coefficients(Set.of(label), 0), Relationship.LEQ, 1));
        }
    }

    /// @param of by label
    /// @param falls how fast each transfer that is repeated falls, in their order
    record Found(Map<String, Fraction> of, List<Fraction> falls) {}

    static Found of(Transfers transfers, List<Transfers.Moved> repeated) {
        Exponents exponents = new Exponents(transfers.sizes().keySet(), transfers.held());
        return exponents.solve(repeated);
    }

    private Found solve(List<Transfers.Moved> repeated) {
        double[] falls = new double[repeated.size()];
        Set<Integer> open = new LinkedHashSet<>();
        for (int i = 0; i < repeated.size(); i++) {
            open.add(i);
        }
        double[] best = new double[labels.size() + 1];
        while (!open.isEmpty()) {
            best = maximal(repeated, falls, open, open);
            double slowest = best[labels.size()];
            Set<Integer> reached = new LinkedHashSet<>();
            for (int i : open) {
                double alone =
                        maximal(repeated, at(falls, open, slowest), Set.of(), Set.of(i))[
                                labels.size()];
                if (alone <= slowest + TOLERANCE) {
                    reached.add(i);
                }
            }
            reached.forEach(i -> falls[i] = slowest);
            open.removeAll(reached);
        }
        Map<String, Fraction> of = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            of.put(labels.get(i), fraction(best[i]));
        }
        List<Fraction> all = new ArrayList<>();
        for (double fall : falls) {
            all.add(fraction(fall));
        }
        return new Found(of, all);
    }

    private static double[] at(double[] falls, Set<Integer> open, double slowest) {
        double[] all = falls.clone();
        open.forEach(i -> all[i] = slowest);
        return all;
    }

    private static Fraction fraction(double value) {
        return Math.abs(value) < TOLERANCE
                ? Fraction.ZERO
                : new Fraction(value, TOLERANCE, LARGEST_DENOMINATOR);
    }

    /// Exponents that make the slowest of some transfers fall as fast as can be, and how fast that is.
    ///
    /// @param falls how fast others fall at least
    /// @param free transfers that may fall at any rate
    /// @param slowest those of which the slowest counts
    private double[] maximal(
            List<Transfers.Moved> repeated,
            double[] falls,
            Set<Integer> free,
            Set<Integer> slowest) {
        List<LinearConstraint> all = new ArrayList<>(tiles);
        for (int i = 0; i < repeated.size(); i++) {
            Set<String> along = repeated.get(i).repeated();
            if (slowest.contains(i)) {
                all.add(new LinearConstraint(coefficients(along, -1), Relationship.GEQ, 0));
            }
            if (!free.contains(i)) {
                all.add(new LinearConstraint(coefficients(along, 0), Relationship.GEQ, falls[i]));
            }
        }
        double[] objective = new double[labels.size() + 1];
        objective[labels.size()] = 1;
        PointValuePair found =
                new SimplexSolver()
                        .optimize(
                                new LinearObjectiveFunction(objective, 0),
                                new LinearConstraintSet(all),
                                GoalType.MAXIMIZE,
                                new NonNegativeConstraint(true));
        return found.getPoint();
    }

    private double[] coefficients(Set<String> of, double slowest) {
        double[] row = new double[labels.size() + 1];
        for (int i = 0; i < labels.size(); i++) {
            row[i] = of.contains(labels.get(i)) ? 1 : 0;
        }
        row[labels.size()] = slowest;
        return row;
    }
}
