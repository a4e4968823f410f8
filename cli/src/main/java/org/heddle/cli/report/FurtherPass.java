package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.stream.StreamForm;

/// Why items must go by once more.
///
/// @param kernels one, or two that read the same in turn
/// @param wire a reduction that could not join the pass before, or an output along the streamed axes that reads a finished reduction
/// @param axes the streamed axes
/// @param expression what still contains the items
/// @param reason in words, to follow the expression
/// @param passes of the kernel, or of a kernel that did the work of both, in all
public record FurtherPass(
        List<String> kernels,
        String wire,
        List<String> axes,
        Expr expression,
        String reason,
        int passes) {
    public FurtherPass {
        kernels = List.copyOf(kernels);
        axes = List.copyOf(axes);
    }

    /// Every reason; none where items go by once.
    public static List<FurtherPass> of(Derivation derivation) {
        List<FurtherPass> found = new ArrayList<>();
        for (Derivation.FurtherPasses further : derivation.furtherPasses()) {
            for (StreamForm.Refusal refusal : further.refusals()) {
                found.add(
                        new FurtherPass(
                                further.kernels(),
                                refusal.reduction(),
                                refusal.axes(),
                                refusal.offending(),
                                refusal.reason(),
                                further.passes()));
            }
        }
        return found;
    }

    /// One sentence.
    @Override
    public String toString() {
        return (kernels.size() == 1
                        ? "kernel " + kernels.getFirst() + " needs "
                        : "kernels " + String.join(" and ", kernels) + ", as one, would need ")
                + passes
                + " passes over "
                + String.join(", ", axes)
                + ": "
                + wire
                + " = … "
                + expression
                + " … "
                + reason;
    }
}
