package org.heddle.backend.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.ErrorMeasure;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Judge;
import org.heddle.model.library.Unfold;

/// Judges what devices computed with compiled kernels, on the same inputs: each output by a {@link Judge}, within the tolerance that its types and the longest sum ask for.
public final class Referee {
    /// Outputs up to this many elements are compared whole if the evaluator can hold everything.
    private static final long WHOLE_OPERATIONS = 200_000_000L;

    private final Diagram diagram;
    private final Diagram expanded;
    private final Sizes sizes;
    private final Roundings roundings;
    private final boolean isWhole;
    private final Judge judge;

    private Referee(Compiled compiled, Map<String, Tensor> inputs, Comparer.Options options) {
        this.diagram = compiled.diagram();
        this.expanded = Unfold.all(diagram);
        this.sizes = compiled.derivation().sizes();
        this.roundings = new Roundings(compiled, expanded);
        this.isWhole = work() <= WHOLE_OPERATIONS;
        this.judge =
                isWhole
                        ? Judge.whole(expanded, sizes, inputs)
                        : Judge.sampled(expanded, sizes, inputs, options.samples(), options.seed());
    }

    /// What judges results of a compiled diagram on inputs.
    ///
    /// @param inputs by wire
    /// @param options which elements of large outputs are looked at
    public static Referee of(
            Compiled compiled, Map<String, Tensor> inputs, Comparer.Options options) {
        return new Referee(compiled, inputs, options);
    }

    /// A row for each output of the diagram.
    ///
    /// @param outputs by wire
    /// @throws DiagnosticException where the evaluator has no value
    public List<Comparison.OutputRow> judge(Map<String, Tensor> outputs)
            throws DiagnosticException {
        List<Comparison.OutputRow> rows = new ArrayList<>();
        try {
            for (String output : diagram.outputs()) {
                Tensor actual = outputs.get(output);
                if (actual == null) {
                    throw new IllegalArgumentException("no array of output '" + output + "'");
                }
                double tolerance =
                        Tolerances.relative(
                                diagram.wire(output).dtype(),
                                roundings.computed(output),
                                roundings.stored(output),
                                longestSum());
                ErrorMeasure error = judge.judge(output, actual, tolerance);
                rows.add(new Comparison.OutputRow(output, error, isWhole, tolerance));
            }
        } catch (EvaluationException e) {
            throw new DiagnosticException(e.told(diagram, "compare at smaller sizes"));
        }
        return rows;
    }

    /// Items of the longest reduction.
    private double longestSum() {
        double longest = 1;
        for (Box box : expanded.boxes()) {
            double items = 1;
            for (String axis : box.reducedAxes()) {
                items *= sizes.of(axis);
            }
            longest = Math.max(longest, items);
        }
        return longest;
    }

    /// Items of all boxes: what the evaluator would compute.
    private double work() {
        double items = 0;
        for (Box box : expanded.boxes()) {
            double own = 1;
            for (String axis : box.axes()) {
                own *= sizes.of(axis);
            }
            items += own;
        }
        return items;
    }
}
