package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Wrap;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.equal.CounterExample;
import org.heddle.model.equal.NumericTolerance;
import org.heddle.model.equal.Verdict;

/// A verdict on two diagrams as text.
public final class VerdictText {
    private static final int MOST_NUMBERS = 24;

    private VerdictText() {}

    public static String of(Verdict verdict, Diagram left, Diagram right) {
        List<String> lines = new ArrayList<>();
        String pair = left.name() + " and " + right.name();
        switch (verdict) {
            case Verdict.Equal(Verdict.Evidence evidence) -> {
                lines.add("equal: " + pair);
                lines.addAll(evidence(evidence));
            }
            case Verdict.Unequal(Verdict.Evidence evidence, CounterExample found) -> {
                lines.add("unequal: " + pair);
                lines.addAll(counterExample(found));
                lines.addAll(evidence(evidence));
            }
            case Verdict.Incomparable _ ->
                    throw new IllegalArgumentException("told by diagnostics: " + verdict);
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> evidence(Verdict.Evidence evidence) {
        List<String> lines = new ArrayList<>();
        lines.add(
                hanging(
                        "  f64     ",
                        10,
                        evidence.compared()
                                + " elements in "
                                + evidence.trials()
                                + " trials, seed "
                                + evidence.seed()
                                + "; largest difference "
                                + Quantity.error(evidence.worst())
                                + " of max(|left|, rms), allowed "
                                + NumericTolerance.TOLD));
        lines.add(hanging("  primes  ", 10, told(evidence.field())));
        return lines;
    }

    private static String hanging(String first, int hang, String text) {
        return Wrap.hanging(first, hang, text).stripTrailing();
    }

    private static String told(Verdict.Field field) {
        return switch (field) {
            case Verdict.Agrees(int trials, long compared, double miss, Set<String> beyond) ->
                    compared
                            + " elements in "
                            + trials
                            + " trials agree"
                            + (beyond.isEmpty()
                                    ? "; a difference at these sizes, if exponentials count as drawn, would have been missed with a probability of at most "
                                            + probability(miss)
                                    : assumed(beyond));
            case Verdict.Differs(CounterExample where, Set<String> beyond) ->
                    "residues differ ("
                            + where
                            + ")"
                            + (beyond.isEmpty()
                                    ? ""
                                    : "; that proves nothing, since not every law of "
                                            + names(beyond)
                                            + " holds there");
            case Verdict.Silent(String why) -> "nothing is known: " + why;
        };
    }

    private static String assumed(Set<String> beyond) {
        return ", which bounds no probability for "
                + names(beyond)
                + ": orders and unknown functions are drawn at random, and numbers so drawn are hardly ever equal; numbers about those that the diagrams mention were tried in f64";
    }

    private static String names(Set<String> beyond) {
        return String.join(", ", beyond);
    }

    private static String probability(double miss) {
        return String.format(Locale.ROOT, "%.0e", miss);
    }

    private static List<String> counterExample(CounterExample found) {
        List<String> lines = new ArrayList<>();
        if (!found.sizes().isEmpty()) {
            lines.add(hanging("  at      ", 10, DerivationText.sizes(found.sizes())));
        }
        found.inputs()
                .forEach(
                        (name, tensor) ->
                                lines.add(
                                        hanging("  with    ", 10, name + " = " + numbers(tensor))));
        String element = found.output().isEmpty() ? "" : found.output() + found.index() + " = ";
        lines.add(hanging("  left    ", 10, element + found.left()));
        lines.add(hanging("  right   ", 10, element + found.right()));
        return lines;
    }

    private static String numbers(Tensor tensor) {
        if (tensor.elements() > MOST_NUMBERS) {
            return tensor.elements() + " numbers (--json tells them)";
        }
        double[] values = tensor.toDoubles();
        return java.util.Arrays.stream(values)
                .mapToObj(VerdictText::number)
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
