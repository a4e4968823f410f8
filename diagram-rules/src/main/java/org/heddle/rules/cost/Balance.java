package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.fraction.Fraction;
import org.hipparchus.fraction.FractionField;
import org.hipparchus.linear.Array2DRowFieldMatrix;
import org.hipparchus.linear.ArrayFieldVector;
import org.hipparchus.linear.FieldDecompositionSolver;
import org.hipparchus.linear.FieldLUDecomposition;
import org.hipparchus.linear.FieldMatrix;

/// The least sum of transfers that all fall alike, for tiles that fill one unit of memory: a geometric program with as many labels as its terms decide.
///
/// ```
///   minimise  Σ α · Π label^(-1)      where  Σ b · Π label ≤ 1
///
///   each transfer is a share δ of the least, each tile a share ε of the memory:
///     Σ δ = 1,     for every label  Σ δ of the transfers repeated along it = Σ ε of the tiles that have it
///   least = Π (α/δ)^δ · Π (b/ε)^ε · λ^λ,      λ = Σ ε                                       (Duffin, Peterson, Zener 1967)
/// ```
///
/// @param alpha the least
/// @param factors the labels that attain it
record Balance(PowerProduct alpha, Map<String, PowerProduct> factors) {
    /// Empty where the shares are not decided, or one is not positive.
    static Optional<Balance> of(
            List<Transfers.Moved> moved, List<Transfers.Held> held, Transfers transfers) {
        TreeSet<String> labels = new TreeSet<>();
        moved.forEach(m -> labels.addAll(m.repeated()));
        held.forEach(tile -> labels.addAll(tile.labels()));
        int terms = moved.size() + held.size();
        if (terms != labels.size() + 1) {
            return Optional.empty();
        }
        FieldMatrix<Fraction> incidence = incidence(moved, held, List.copyOf(labels));
        Optional<FieldDecompositionSolver<Fraction>> solver = solver(incidence);
        if (solver.isEmpty()) {
            return Optional.empty();
        }
        Fraction[] one = new Fraction[terms];
        java.util.Arrays.fill(one, Fraction.ZERO);
        one[0] = Fraction.ONE;
        Fraction[] shares = solver.get().solve(new ArrayFieldVector<>(one)).toArray();
        for (Fraction share : shares) {
            if (share.compareTo(Fraction.ZERO) <= 0) {
                return Optional.empty();
            }
        }
        List<PowerProduct> coefficients = new ArrayList<>();
        moved.forEach(m -> coefficients.add(transfers.coefficient(m)));
        held.forEach(tile -> coefficients.add(PowerProduct.of(tile.bytes())));
        return Optional.of(
                balance(incidence, coefficients, shares, moved.size(), List.copyOf(labels)));
    }

    /// A row of ones for the transfers, then one for every label: what is repeated along it less the tiles that have it.
    private static FieldMatrix<Fraction> incidence(
            List<Transfers.Moved> moved, List<Transfers.Held> held, List<String> labels) {
        int terms = moved.size() + held.size();
        FieldMatrix<Fraction> matrix =
                new Array2DRowFieldMatrix<>(FractionField.getInstance(), terms, terms);
        for (int i = 0; i < moved.size(); i++) {
            matrix.setEntry(0, i, Fraction.ONE);
            for (int l = 0; l < labels.size(); l++) {
                boolean along = moved.get(i).repeated().contains(labels.get(l));
                matrix.setEntry(l + 1, i, along ? Fraction.ONE : Fraction.ZERO);
            }
        }
        for (int i = 0; i < held.size(); i++) {
            for (int l = 0; l < labels.size(); l++) {
                boolean has = held.get(i).labels().contains(labels.get(l));
                matrix.setEntry(l + 1, moved.size() + i, has ? Fraction.MINUS_ONE : Fraction.ZERO);
            }
        }
        return matrix;
    }

    private static Optional<FieldDecompositionSolver<Fraction>> solver(
            FieldMatrix<Fraction> matrix) {
        try {
            FieldDecompositionSolver<Fraction> solver =
                    new FieldLUDecomposition<>(matrix).getSolver();
            return solver.isNonSingular() ? Optional.of(solver) : Optional.empty();
        } catch (MathRuntimeException _) {
            return Optional.empty();
        }
    }

    private static Balance balance(
            FieldMatrix<Fraction> incidence,
            List<PowerProduct> coefficients,
            Fraction[] shares,
            int transfers,
            List<String> labels) {
        Fraction filled = Fraction.ZERO;
        PowerProduct alpha = PowerProduct.ONE;
        for (int i = 0; i < shares.length; i++) {
            filled = i < transfers ? filled : filled.add(shares[i]);
            alpha = alpha.times(part(coefficients.get(i), shares[i]).pow(shares[i]));
        }
        alpha = alpha.times(PowerProduct.of(Math.pow(filled.doubleValue(), filled.doubleValue())));
        return new Balance(alpha, factors(incidence, coefficients, shares, filled, labels));
    }

    private static PowerProduct part(PowerProduct coefficient, Fraction share) {
        return coefficient.times(PowerProduct.of(1 / share.doubleValue()));
    }

    /// What each label is, from the share of each term: a transfer comes to `δ · least`, a tile to `ε / λ`. In logarithms these are linear in the labels and in the least, by the transposed incidence.
    private static Map<String, PowerProduct> factors(
            FieldMatrix<Fraction> incidence,
            List<PowerProduct> coefficients,
            Fraction[] shares,
            Fraction filled,
            List<String> labels) {
        FieldMatrix<Fraction> inverse =
                new FieldLUDecomposition<>(incidence.transpose()).getSolver().getInverse();
        Map<String, PowerProduct> factors = new LinkedHashMap<>();
        for (int l = 0; l < labels.size(); l++) {
            PowerProduct factor = PowerProduct.ONE;
            for (int i = 0; i < shares.length; i++) {
                boolean isTile = incidence.getEntry(0, i).equals(Fraction.ZERO);
                PowerProduct of = part(coefficients.get(i), shares[i]);
                PowerProduct known = isTile ? of.times(PowerProduct.of(filled.doubleValue())) : of;
                factor = factor.times(known.pow(inverse.getEntry(l + 1, i)));
            }
            factors.put(labels.get(l), factor);
        }
        return factors;
    }
}
