package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Wire;

/// Compares two diagrams under a transport drawn for the occasion, on residues drawn at random.
///
/// The difference of two elements that are no fraction of polynomials alike is one of degree d in the residues drawn: it is 0 by chance
/// with a probability of at most d/q (J. Schwartz, JACM 27(4), 1980, doi:10.1145/322217.322225; R. Zippel, EUROSAM 1979).
/// What comes out of an exponential, a root or another function counts as drawn there.
final class FieldTrial {
    private final Diagram left;
    private final Diagram right;
    private final Interface matched;

    FieldTrial(Diagram left, Diagram right, Interface matched) {
        this.left = left;
        this.right = right;
        this.matched = matched;
    }

    /// What a trial found.
    ///
    /// @param agreed by output: the number of elements of which both residues are known, and are the same
    /// @param miss a bound on the probability that elements which differ agreed
    record Outcome(Map<String, Long> agreed, double miss, Optional<CounterExample> difference) {}

    Outcome run(JointSizes.Setting setting, Inputs draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Transport field = new Transport(random);
        Map<String, FieldArray> inputs = draws.residues(field, random);
        Map<String, FieldArray> renamed = new LinkedHashMap<>();
        matched.inputs()
                .forEach(
                        m ->
                                Optional.ofNullable(inputs.get(m.left().name()))
                                        .ifPresent(a -> renamed.put(m.right().name(), a)));
        List<FieldArray> expected = FieldEvaluator.evaluate(left, setting.left(), field, inputs);
        List<FieldArray> actual = FieldEvaluator.evaluate(right, setting.right(), field, renamed);
        Map<String, Long> agreed = new LinkedHashMap<>();
        double degree = 0;
        for (Interface.Match<Wire> match : matched.outputs()) {
            FieldArray own = expected.get(left.outputs().indexOf(match.left().name()));
            FieldArray other = actual.get(right.outputs().indexOf(match.right().name()));
            long agreeing = 0;
            for (int i = 0; i < own.values().length; i++) {
                Residue a = own.values()[i];
                Residue b = other.values()[i];
                switch (a.agreement(b)) {
                    case SILENT -> {}
                    case AGREE -> {
                        agreeing++;
                        degree = Math.max(degree, degree(a, b));
                    }
                    case DIFFER -> {
                        return new Outcome(
                                agreed,
                                1,
                                Optional.of(differs(setting, match, own, i, a, b, field)));
                    }
                }
            }
            agreed.put(match.left().name(), agreeing);
        }
        boolean blind = !agreed.isEmpty() && agreed.containsValue(0L);
        double miss = blind ? 1 : Math.min(1, degree / field.primes().q());
        return new Outcome(agreed, miss, Optional.empty());
    }

    /// Of `a - b` over a common denominator.
    private static double degree(Residue a, Residue b) {
        return Math.max(a.numerator() + b.denominator(), b.numerator() + a.denominator());
    }

    private static CounterExample differs(
            JointSizes.Setting setting,
            Interface.Match<Wire> match,
            FieldArray array,
            int element,
            Residue a,
            Residue b,
            Transport field) {
        return new CounterExample(
                setting.left().byAxis(),
                Map.of(),
                match.left().name(),
                NumericTrial.index(element, array.shape()),
                told(a, field),
                told(b, field));
    }

    private static String told(Residue residue, Transport field) {
        return switch (residue.kind()) {
            case POSITIVE_INFINITY -> "inf";
            case NEGATIVE_INFINITY -> "-inf";
            case UNDEFINED -> "undefined";
            case FINITE -> {
                List<String> parts = new ArrayList<>();
                if (residue.knowsP()) {
                    parts.add(residue.p() + " mod " + field.primes().p());
                }
                if (residue.knowsQ()) {
                    parts.add(residue.q() + " mod " + field.primes().q());
                }
                yield String.join(", ", parts);
            }
        };
    }
}
