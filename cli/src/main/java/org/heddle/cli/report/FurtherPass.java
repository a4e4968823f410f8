package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.stream.StreamForm;

/// Why a kernel's items must go by once more.
///
/// @param wire a reduction that could not join the pass before, or an output along the streamed axes that reads a finished reduction
/// @param axes the streamed axes
/// @param expression what still contains the items
/// @param reason in words, to follow the expression
/// @param passes of the kernel, in all
public record FurtherPass(
        String kernel, String wire, List<String> axes, Expr expression, String reason, int passes) {
    public FurtherPass {
        axes = List.copyOf(axes);
    }

    /// Every reason of every kernel that needs more than one pass; none where all need one.
    public static List<FurtherPass> of(Derivation derivation) {
        List<FurtherPass> found = new ArrayList<>();
        for (Kernel kernel : derivation.kernels()) {
            StreamForm form = kernel.form();
            if (form.onePass()) {
                continue;
            }
            for (StreamForm.Refusal refusal : form.refusals()) {
                found.add(
                        new FurtherPass(
                                kernel.block(),
                                refusal.reduction(),
                                refusal.axes(),
                                refusal.offending(),
                                refusal.reason(),
                                form.passes()));
            }
        }
        return found;
    }

    /// One sentence.
    @Override
    public String toString() {
        return "kernel "
                + kernel
                + " needs "
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
