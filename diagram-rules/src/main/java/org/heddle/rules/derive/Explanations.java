package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import org.heddle.rules.stream.StreamForm;

/// Says in words what the streaming algebra found.
public final class Explanations {
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
                slot.law()
                        .ifPresent(
                                law ->
                                        parts.add(
                                                slot.name() + " corrected by " + law.correction()));
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
                slot.law()
                        .ifPresent(
                                law ->
                                        lines.add(
                                                "        when "
                                                        + String.join(", ", a.states())
                                                        + " becomes "
                                                        + String.join("', ", a.states())
                                                        + "': φ'/φ = "
                                                        + law.correction()
                                                        + ", free of "
                                                        + String.join(", ", form.stream())
                                                        + ", so "
                                                        + slot.name()
                                                        + " ← "
                                                        + law.correction()
                                                        + " · "
                                                        + slot.name()
                                                        + " ⊕ φ'"));
            }
            boolean plain =
                    a.slots().size() == 1
                            && a.finish().toString().equals(a.slots().getFirst().name());
            if (!plain) {
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
}
