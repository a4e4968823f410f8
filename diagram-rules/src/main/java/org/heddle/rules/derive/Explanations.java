package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.heddle.model.expr.Expr;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// Says in words what the streaming algebra found.
public final class Explanations {
    /// In operations; a longer merge is not told in full.
    private static final int LONGEST_MERGE = 24;

    private Explanations() {}

    /// One line: the axis, the passes, the corrections.
    public static String stream(StreamForm form) {
        List<String> parts = new ArrayList<>();
        parts.add(
                "over "
                        + String.join(", ", form.stream())
                        + " in "
                        + form.passes()
                        + (form.passes() == 1 ? " pass" : " passes"));
        for (StreamForm.Accumulated a : form.accumulated().values()) {
            for (StreamForm.Slot slot : a.slots()) {
                slot.law().ifPresent(law -> parts.add(corrected(slot, law)));
            }
        }
        return String.join("; ", parts);
    }

    /// The accumulators of a form, one line per fact.
    public static List<String> accumulators(StreamForm form) {
        List<String> lines = new ArrayList<>();
        for (StreamForm.Accumulated a : form.accumulated().values()) {
            for (StreamForm.Slot slot : a.slots()) {
                lines.add(
                        "pass "
                                + (a.pass() + 1)
                                + "  "
                                + slot.name()
                                + "["
                                + String.join(", ", slot.axes())
                                + "]  "
                                + slot.monoid().text()
                                + " of φ = "
                                + slot.law().map(law -> law.item()).orElse(slot.item()));
                slot.law().ifPresent(law -> lines.add("        " + moved(slot, law, form)));
            }
            if (!a.facts().isEmpty()) {
                lines.add(
                        "        legal since "
                                + a.facts().stream()
                                        .map(StreamForm.Fact::toString)
                                        .collect(Collectors.joining(", ")));
            }
            if (!(a.finish() instanceof Expr.Arg)) {
                lines.add(
                        "        "
                                + a.wire()
                                + " = "
                                + a.finish()
                                + "   (the factor free of "
                                + String.join(", ", form.stream())
                                + " goes to the tail)");
            }
        }
        for (int pass = 0; pass < form.passes(); pass++) {
            for (Region.Recurrence first : form.recurrences(pass)) {
                lines.addAll(taken(first, pass, form));
            }
        }
        for (StreamForm.Refusal refusal : form.refusals()) {
            lines.add(
                    "        "
                            + refusal.reduction()
                            + " over "
                            + String.join(", ", refusal.axes())
                            + " waits for the next pass: "
                            + refusal.offending()
                            + " "
                            + refusal.reason());
        }
        return lines;
    }

    /// A state that takes in its items one after the other.
    private static List<String> taken(Region.Recurrence first, int pass, StreamForm form) {
        List<Region.Recurrence> state = form.region().state(first);
        List<String> lines = new ArrayList<>();
        for (Region.Recurrence number : state) {
            lines.add(
                    "pass "
                            + (pass + 1)
                            + "  "
                            + number.wire()
                            + "["
                            + String.join(", ", number.stateAxes())
                            + "]  ← "
                            + merge(number.merge())
                            + " for every item "
                            + number.wire()
                            + "' = "
                            + number.value()
                            + ", in order, from "
                            + number.unit());
        }
        String numbers = String.join(", ", first.numbers());
        String units =
                state.stream().map(n -> n.unit().toString()).collect(Collectors.joining(", "));
        lines.add(
                form.inOrder().containsKey(first.wire())
                        ? "        states (%s) of parts do not merge: %s"
                                .formatted(numbers, form.inOrder().get(first.wire()))
                        : "        states (%s) of parts merge in the same way: that is associative, (%s) neutral"
                                .formatted(numbers, units));
        return lines;
    }

    private static String merge(Expr merge) {
        int operations = merge.operations();
        return operations <= LONGEST_MERGE
                ? merge.toString()
                : "merge of the states, in " + operations + " operations,";
    }

    private static String corrected(StreamForm.Slot slot, StreamForm.Law law) {
        return isProduct(law)
                ? slot.name() + " corrected by " + law.correction()
                : slot.name() + " ← " + law.text();
    }

    private static boolean isProduct(StreamForm.Law law) {
        return law.row().size() == 1 && law.shift().equals(Expr.num(0));
    }

    private static String moved(StreamForm.Slot slot, StreamForm.Law law, StreamForm form) {
        String names =
                law.moving().entrySet().stream()
                        .map(
                                e ->
                                        e.getValue().equals(Expr.arg(e.getKey()))
                                                ? e.getKey()
                                                : e.getKey() + " = " + e.getValue())
                        .collect(Collectors.joining(", "));
        String primed = String.join("', ", law.moving().keySet()) + "'";
        String free = ", free of " + String.join(", ", form.stream()) + ", so ";
        String said =
                isProduct(law)
                        ? "φ'/φ = " + law.correction()
                        : !law.shift().equals(Expr.num(0))
                                ? "φ' - φ = " + law.shift()
                                : "φ' is a combination of the φ of "
                                        + String.join(", ", law.row().keySet())
                                        + ", with coefficients";
        return "when "
                + names
                + " becomes "
                + primed
                + ": "
                + said
                + free
                + slot.name()
                + " ← "
                + law.text()
                + " ⊕ φ'";
    }
}
