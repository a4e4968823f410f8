package org.heddle.model.eval;

import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;

/// Holds what was computed of a diagram against what it means, element by element.
///
/// ```
///  e  the evaluator, in f64         r₁ … r₁₆  the same with rough operations: the permission to round
///  s  the evaluator within the range of the types that boxes compute in, f32 or f64
///
///  right     a is e, or e rounded to the output's type, or |a - e| <= tolerance·|e| + 4·max|rₖ - e|
///  excused   rounding alone makes e infinite or NaN, or finite where it is not, or another integer
///            an intermediate overflowed or was invalid (0/0, inf - inf), so that e is not finite: a is, or e is NaN; or an exponential of a finite number is 0, so that e is
///            infinite: a is not. A derived form may do better
///            a comparison would turn if an exponential of a finite number, which is 0 in f64, were not: e and a are finite
///            e is NaN, but no number in the place of the NaNs of the inputs changes it, and a is what it is then: what a mask hides need not be read
///            an intermediate of the formula as written is beyond the range of the type that its box computes in, and a is not finite, or is what s is, or s is NaN, or they
///            are indices; but that an exponential is large is no excuse
///            a number is compared that the range of its type does not tell from 0, and a is what s is
///  wrong     else
/// ```
///
/// So the type of an interior wire is permission to round there and no range. The type that a box computes in, never less than f32, has a range: 1e30 squared is infinite in f32, whoever computes it.
/// An infinity that is meant, a literal, a unit, a pole, must be there, and a NaN of the inputs must not be lost.
///
/// Rough runs are made until nothing is left to doubt: none where nothing cancels, all of them only where something is wrong.
public final class Judge {
    private static final int MOST_RUNS = 16;

    /// In the place of NaN: more than what is usually beside it, so that neither a maximum nor a minimum hides it, and in the range of f16.
    private static final double LARGE = 24_576;

    private final Diagram expanded;
    private final Runs runs;

    /// With two numbers in the place of each NaN of the inputs.
    private final Runs without;

    private final Runs withOther;

    private Judge(Diagram expanded, Runs runs) {
        this.expanded = expanded;
        this.runs = runs;
        this.without = runs.withoutNaN(LARGE);
        this.withOther = runs.withoutNaN(-LARGE);
    }

    /// A judge of whole outputs.
    ///
    /// @param expanded a diagram of core boxes
    public static Judge whole(Diagram expanded, Sizes sizes, Map<String, Tensor> inputs) {
        return new Judge(expanded, new Runs(expanded, sizes, inputs, OptionalInt.empty(), 0));
    }

    /// A judge of so many elements of each output, or more, see {@link Evaluator#sample}.
    public static Judge sampled(
            Diagram expanded, Sizes sizes, Map<String, Tensor> inputs, int count, long seed) {
        return new Judge(expanded, new Runs(expanded, sizes, inputs, OptionalInt.of(count), seed));
    }

    /// How far an output is from what it should be. It is right where the measure is {@link ErrorMeasure#withinWhereFinite} the tolerance.
    ///
    /// @param tolerance relative error allowed where nothing cancels; 0 for integers
    /// @throws EvaluationException as {@link Evaluator#evaluate}
    public ErrorMeasure judge(String output, Tensor actual, double tolerance)
            throws EvaluationException {
        long[] positions = runs.positions(output);
        double[] found = new double[positions.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = actual.get(positions[i]);
        }
        Bounds bounds =
                new Bounds(
                        expanded.wire(output).dtype(),
                        tolerance,
                        runs.values(new Runs.Manner.Exact(Range.F64), output));
        bounds.excuseEndsOfType(found);
        roughly(bounds, runs, Range.F64, found, output);
        if (bounds.hasWrong(found)) {
            excuseInvalid(bounds, found, output);
        }
        if (bounds.hasWrong(found)) {
            excuseHidden(bounds, found, output);
        }
        if (bounds.hasWrong(found)) {
            excuseBeyondRange(bounds, found, output);
        }
        if (bounds.hasWrong(found)) {
            excuseRoundedBeyondRange(bounds, found, output);
        }
        if (bounds.hasWrong(found)) {
            excuseCompared(bounds, found, output);
        }
        return ErrorMeasure.compare(
                found.length,
                i -> bounds.expected((int) i),
                bounds,
                i -> found[(int) i],
                i -> positions[(int) i]);
    }

    /// Looks at what rounding does, until everything is right or nothing helps.
    private static void roughly(
            Bounds bounds, Runs runs, Range range, double[] found, String output)
            throws EvaluationException {
        for (int run = 1; run <= MOST_RUNS && bounds.hasWrong(found); run++) {
            bounds.widen(runs.values(new Runs.Manner.Rough(range, run), output));
        }
    }

    private void excuseInvalid(Bounds bounds, double[] found, String output)
            throws EvaluationException {
        double[] marks = without.values(new Runs.Manner.Marks(Range.F64), output);
        for (int i = 0; i < found.length; i++) {
            double e = bounds.expected(i);
            boolean mayDoBetter =
                    Double.isNaN(e) || (Double.isInfinite(e) && Double.isFinite(found[i]));
            if (mayDoBetter && Double.isNaN(marks[i])) {
                bounds.excuse(i);
            }
        }
        if (bounds.hasWrong(found)) {
            excuseVanished(bounds, found, output);
        }
    }

    /// An exponential of a finite number is not 0: `log` and reciprocal of what is made of it are no poles, and a comparison with 0 is not decided by what f64 holds.
    private void excuseVanished(Bounds bounds, double[] found, String output)
            throws EvaluationException {
        double[] lifted = without.values(new Runs.Manner.WithoutUnderflow(), output);
        for (int i = 0; i < found.length; i++) {
            double e = bounds.expected(i);
            boolean isPole = Double.isInfinite(e) && Double.isInfinite(lifted[i]);
            boolean mayDoBetter =
                    Double.isInfinite(e) ? !isPole : Double.isFinite(e) && Double.isNaN(lifted[i]);
            if (mayDoBetter && Double.isFinite(found[i])) {
                bounds.excuse(i);
            }
        }
    }

    private void excuseHidden(Bounds bounds, double[] found, String output)
            throws EvaluationException {
        double[] one = without.values(new Runs.Manner.Exact(Range.F64), output);
        double[] other = withOther.values(new Runs.Manner.Exact(Range.F64), output);
        BitSet hidden = new BitSet();
        for (int i = 0; i < found.length; i++) {
            hidden.set(i, Double.isNaN(bounds.expected(i)) && one[i] == other[i]);
        }
        excuse(bounds, without, Range.F64, hidden, found, output);
    }

    private void excuseBeyondRange(Bounds bounds, double[] found, String output)
            throws EvaluationException {
        double[] marks = without.values(new Runs.Manner.Marks(Range.TYPES), output);
        double[] within = runs.values(new Runs.Manner.Exact(Range.TYPES), output);
        boolean areIndices = !expanded.wire(output).dtype().isFloating();
        BitSet beyond = new BitSet();
        for (int i = 0; i < found.length; i++) {
            beyond.set(i, Double.isNaN(marks[i]) && !bounds.isRight(i, found[i]));
            boolean isLost = !Double.isFinite(found[i]) && Double.isFinite(bounds.expected(i));
            if (beyond.get(i) && (areIndices || isLost || Double.isNaN(within[i]))) {
                bounds.excuse(i);
            }
        }
        excuse(bounds, runs, Range.TYPES, beyond, found, output);
    }

    /// What rounding leaves of a difference may have a square beyond the range of its type: `(v - mean)²` where all `v` are 1e30. It is rounding where the range alone leaves the element finite.
    private void excuseRoundedBeyondRange(Bounds bounds, double[] found, String output)
            throws EvaluationException {
        double[] within = runs.values(new Runs.Manner.Exact(Range.TYPES), output);
        for (int run = 1; run <= MOST_RUNS && bounds.hasWrong(found); run++) {
            double[] rough = runs.values(new Runs.Manner.Rough(Range.TYPES, run), output);
            for (int i = 0; i < found.length; i++) {
                boolean isLost =
                        !Double.isFinite(found[i])
                                && Double.isFinite(bounds.expected(i))
                                && Double.isFinite(within[i]);
                if (isLost && !Double.isFinite(rough[i])) {
                    bounds.excuse(i);
                }
            }
        }
    }

    /// `where(p > 0, v, 0)` counts an item by whether the range of a type holds its `p`.
    private void excuseCompared(Bounds bounds, double[] found, String output)
            throws EvaluationException {
        BitSet compared = new BitSet();
        for (int i = 0; i < found.length; i++) {
            compared.set(i, !bounds.isRight(i, found[i]));
        }
        excuse(bounds, runs, Range.COMPARED, compared, found, output);
    }

    /// Excuses elements that are right by other values.
    private static void excuse(
            Bounds bounds, Runs runs, Range range, BitSet asked, double[] found, String output)
            throws EvaluationException {
        if (asked.isEmpty()) {
            return;
        }
        Bounds others = bounds.around(runs.values(new Runs.Manner.Exact(range), output), asked);
        roughly(others, runs, range, found, output);
        asked.stream().filter(i -> others.isRight(i, found[i])).forEach(bounds::excuse);
    }
}
