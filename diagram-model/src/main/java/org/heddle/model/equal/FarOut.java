package org.heddle.model.equal;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.ErrorMeasure;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.eval.Judge;

/// One of two formulas on inputs far from 0, where it may cancel, overflow or vanish by rounding though an equal one does not.
///
/// ```
///   left ── judge ──► right's values        wrong only where both judges say so: each allows what f64 makes of its own formula
///   left's values ◄── judge ── right        not asked: what is made of overflows and of exponentials that vanish
/// ```
final class FarOut {
    /// What may have vanished.
    private static final double NOTHING = 1e-200;

    private final Diagram diagram;
    private final Sizes sizes;
    private final Map<String, Tensor> inputs;
    private final Judge judge;

    FarOut(Diagram diagram, Sizes sizes, Map<String, Tensor> inputs) {
        this.diagram = precise(diagram);
        this.sizes = sizes;
        this.inputs = inputs;
        this.judge = Judge.whole(this.diagram, sizes, inputs);
    }

    /// An output of a formula.
    record Side(FarOut formula, String output, Tensor values) {}

    /// An element at which neither formula finds the other right.
    ///
    /// @param tolerance relative error allowed, of an element or of the root mean square of all
    static OptionalLong wrong(Side left, Side right, double tolerance) {
        try {
            BitSet same = near(left.values(), right.values(), tolerance);
            if (worst(left, right, same, tolerance).isEmpty()) {
                return OptionalLong.empty();
            }
            same.or(left.formula().unknown(left.output()));
            same.or(right.formula().unknown(right.output()));
            OptionalLong wrong = worst(left, right, same, tolerance);
            return wrong.isEmpty() || worst(right, left, same, tolerance).isEmpty()
                    ? OptionalLong.empty()
                    : wrong;
        } catch (EvaluationException _) {
            return OptionalLong.empty();
        }
    }

    /// The element of another side that is most wrong; empty where all are right.
    ///
    /// @param same elements that are not asked about
    private static OptionalLong worst(Side judging, Side judged, BitSet same, double tolerance)
            throws EvaluationException {
        Tensor asked = Tensor.allocate(judged.values().dtype(), judged.values().shape());
        for (long i = 0; i < asked.elements(); i++) {
            asked.set(i, (same.get((int) i) ? judging : judged).values().get(i));
        }
        ErrorMeasure error = judging.formula().judge.judge(judging.output(), asked, tolerance);
        return error.withinWhereFinite(tolerance)
                ? OptionalLong.empty()
                : OptionalLong.of(error.worstIndex());
    }

    /// Elements that differ by less than what is beside them leaves of them.
    private static BitSet near(Tensor left, Tensor right, double tolerance) {
        double allowed = Math.max(NOTHING, tolerance * NumericTrial.rms(left));
        BitSet near = new BitSet();
        for (int i = 0; i < left.elements(); i++) {
            near.set(i, Math.abs(left.get(i) - right.get(i)) <= allowed);
        }
        return near;
    }

    private BitSet unknown(String output) throws EvaluationException {
        Tensor marked =
                Evaluator.markingUnderflow(diagram, sizes, inputs)
                        .evaluate(List.of(output))
                        .get(output);
        BitSet unknown = new BitSet();
        for (int i = 0; marked != null && i < marked.elements(); i++) {
            unknown.set(i, Double.isNaN(marked.get(i)));
        }
        return unknown;
    }

    /// Every number in f64: what is computed here, and what it is judged by.
    private static Diagram precise(Diagram diagram) {
        return new Diagram(
                diagram.name(),
                diagram.axes().values(),
                diagram.wires().values().stream().map(FarOut::precise).toList(),
                diagram.inputs(),
                diagram.outputs(),
                diagram.over(),
                diagram.boxes(),
                List.copyOf(diagram.definitions().values()));
    }

    private static Wire precise(Wire wire) {
        DType dtype = wire.dtype().isFloating() ? DType.F64 : wire.dtype();
        return new Wire(wire.name(), dtype, wire.axes(), wire.symmetries(), wire.storage());
    }
}
