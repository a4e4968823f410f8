package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.eval.Positions;

/// Compares two diagrams in f64 on given inputs.
/// Two elements agree within the error that {@link NumericTolerance} allows.
final class NumericTrial {
    private static final double SMALLER = 0x1p-8;
    private static final int MOST_SMALLER = 20;

    /// Relative error allowed at mentioned numbers and about them, beyond what rounding does to the formulas themselves.
    private static final double ABOUT = 1e-9;

    /// A difference that no rounding is asked to explain.
    private static final double LARGE = 1e-3;

    private final Diagram left;
    private final Diagram right;
    private final Interface matched;
    private final Relation relation;
    private final Mentioned mentioned;

    /// @param mentioned by either diagram
    NumericTrial(
            Diagram left,
            Diagram right,
            Interface matched,
            Relation relation,
            Mentioned mentioned) {
        this.mentioned = mentioned;
        this.left = left;
        this.right = right;
        this.matched = matched;
        this.relation = relation;
    }

    /// What a trial found.
    ///
    /// @param worst largest difference of two finite elements, relative to `max(|left|, rms)`; infinite where one of the two is not finite
    /// @param compared number of elements
    record Outcome(double worst, long compared, Optional<CounterExample> difference) {}

    /// Inputs of one trial.
    record Case(JointSizes.Setting setting, Numbers draw, Map<String, Tensor> inputs) {}

    Case draw(JointSizes.Setting setting, Numbers draw, long seed) {
        return new Case(setting, draw, inputs(setting).numbers(draw, new SplittableRandom(seed)));
    }

    /// Draws for the inputs of the left diagram, with what the right one reads at their positions.
    Inputs inputs(JointSizes.Setting setting) {
        Map<String, Long> positions = Positions.of(right, setting.right());
        Map<String, Long> own = new LinkedHashMap<>();
        for (Interface.Match<Wire> match : matched.inputs()) {
            Long size = positions.get(match.right().name());
            if (size != null) {
                own.put(match.left().name(), size);
            }
        }
        return new Inputs(left, setting.left(), own, mentioned);
    }

    Outcome run(Case trial) {
        Results expected = left(trial.setting().left(), trial.inputs());
        Results actual = right(trial.setting().right(), trial.inputs());
        if (expected.failed().isPresent() || actual.failed().isPresent()) {
            return failure(trial, expected, actual);
        }
        return switch (trial.draw()) {
            case Draw draw -> {
                Outcome outcome = compared(trial, draw, expected, actual);
                boolean isSmall = outcome.worst() < LARGE;
                yield outcome.difference()
                                .filter(d -> isSmall || vanishes(d, expected, actual))
                                .isPresent()
                        ? judged(trial, expected, actual)
                        : outcome;
            }
            case Around _ -> judged(trial, expected, actual);
        };
    }

    /// Whether each difference is explained by what rounding does to one of the formulas, however large it is beside what they come to: of numbers near to one another a variance is little but rounding.
    boolean isOfRounding(Case trial) {
        Results expected = left(trial.setting().left(), trial.inputs());
        Results actual = right(trial.setting().right(), trial.inputs());
        return expected.failed().isEmpty()
                && actual.failed().isEmpty()
                && judged(trial, expected, actual).difference().isEmpty();
    }

    /// Whether all of an output is 0, so that no element tells how large an error is, and the other is finite.
    private boolean vanishes(CounterExample difference, Results expected, Results actual) {
        Interface.Match<Wire> match =
                matched.outputs().stream()
                        .filter(m -> m.left().name().equals(difference.output()))
                        .findFirst()
                        .orElseThrow();
        Tensor own = tensor(expected.outputs(), match.left().name());
        Tensor other = tensor(actual.outputs(), match.right().name());
        return LongStream.range(0, own.elements())
                .allMatch(i -> own.get(i) == 0 && Double.isFinite(other.get(i)));
    }

    /// Where each formula finds the other wrong by more than rounding does to itself, they differ.
    private Outcome judged(Case trial, Results expected, Results actual) {
        Sizes sizes = trial.setting().left();
        FarOut ofLeft = new FarOut(left, sizes, trial.inputs());
        FarOut ofRight = new FarOut(right, trial.setting().right(), renamed(trial.inputs()));
        long compared = 0;
        for (Interface.Match<Wire> match : matched.outputs()) {
            Tensor own = tensor(expected.outputs(), match.left().name());
            Tensor other = tensor(actual.outputs(), match.right().name());
            compared += own.elements();
            OptionalLong wrong =
                    FarOut.wrong(
                            new FarOut.Side(ofLeft, match.left().name(), own),
                            new FarOut.Side(ofRight, match.right().name(), other),
                            ABOUT);
            if (wrong.isPresent()) {
                long at = wrong.getAsLong();
                double error = Math.abs(own.get(at) - other.get(at)) / Math.abs(own.get(at));
                return differs(trial, error, compared, match, at, own.get(at), other.get(at));
            }
        }
        return new Outcome(0, compared, Optional.empty());
    }

    private Outcome compared(Case trial, Draw draw, Results expected, Results actual) {
        Sizes sizes = trial.setting().left();
        Map<String, Tensor> nearby = expected.outputs();
        if (draw.isGeneric()) {
            SplittableRandom random = new SplittableRandom(trial.inputs().size());
            Results moved =
                    left(
                            sizes,
                            inputs(trial.setting())
                                    .mapped(
                                            trial.inputs(),
                                            v -> NumericTolerance.moved(v, random.nextBoolean())));
            nearby = moved.failed().isPresent() ? nearby : moved.outputs();
        }
        double worst = 0;
        long compared = 0;
        for (Interface.Match<Wire> match : matched.outputs()) {
            String name = match.left().name();
            Tensor own = tensor(expected.outputs(), name);
            Tensor other = tensor(actual.outputs(), match.right().name());
            Tensor near = tensor(nearby, name);
            double rms = rms(own);
            for (long i = 0; i < own.elements(); i++) {
                double a = own.get(i);
                double b = other.get(i);
                double scale = Math.max(Math.abs(a), rms);
                double allowed = NumericTolerance.allowed(scale, near.get(i) - a);
                compared++;
                if (Double.isFinite(a) && Double.isFinite(b)) {
                    double error = Math.abs(a - b);
                    if (error > allowed && isOfNoValue(trial, match, i)) {
                        continue;
                    }
                    worst = Math.max(worst, error == 0 ? 0 : error / scale);
                    if (error > allowed) {
                        return differs(trial, worst, compared, match, i, a, b);
                    }
                } else if (Double.compare(a, b) != 0 && !isLicensed(trial, match, i, a, b)) {
                    return differs(trial, Double.POSITIVE_INFINITY, compared, match, i, a, b);
                }
            }
        }
        return new Outcome(worst, compared, Optional.empty());
    }

    /// Whether only what f64 cannot hold tells the two apart; what is equal refines, but a finite value stays finite.
    private boolean isLicensed(
            Case trial, Interface.Match<Wire> match, long element, double a, double b) {
        return switch (relation) {
            case REFINES ->
                    !Double.isFinite(a)
                            && ((Double.isFinite(b)
                                            && isMarked(trial, trial.inputs(), match, element))
                                    || agreesSmaller(trial, match, element));
            case EQUAL -> agreesSmaller(trial, match, element);
        };
    }

    /// Whether what is finite is made of an intermediate that is not, as 0 of `1 / inf`, or of a position among items whose exponentials vanish and which tie at 0; and another number where it is.
    private boolean isOfNoValue(Case trial, Interface.Match<Wire> match, long element) {
        return relation == Relation.REFINES
                && (isMarked(trial, trial.inputs(), match, element)
                        || (isRanked(match.left().name(), new HashSet<>())
                                && isMarked(
                                        Evaluator.markingUnderflow(
                                                left, trial.setting().left(), trial.inputs()),
                                        match,
                                        element)))
                && agreesSmaller(trial, match, element);
    }

    /// Whether a wire of the left diagram depends on an order of items.
    private boolean isRanked(String wire, Set<String> seen) {
        return seen.add(wire)
                && left.producer(wire)
                        .filter(
                                box ->
                                        isRanking(box.op())
                                                || box.reads().stream()
                                                        .anyMatch(read -> isRanked(read, seen)))
                        .isPresent();
    }

    private static boolean isRanking(Op op) {
        return op instanceof Op.Reduce(Monoid monoid, _)
                && (monoid instanceof Monoid.Extremum || monoid instanceof Monoid.TopK);
    }

    private boolean isMarked(
            Case trial, Map<String, Tensor> inputs, Interface.Match<Wire> match, long element) {
        return isMarked(Evaluator.marking(left, trial.setting().left(), inputs), match, element);
    }

    private static boolean isMarked(Evaluator marking, Interface.Match<Wire> match, long element) {
        try {
            Tensor marked = tensor(marking.evaluate(), match.left().name());
            return Double.isNaN(marked.get(element));
        } catch (EvaluationException _) {
            return false;
        }
    }

    /// An overflow goes where the inputs are smaller; a 0/0 that is meant stays.
    private boolean agreesSmaller(Case trial, Interface.Match<Wire> match, long element) {
        double scale = 1;
        for (int i = 0; i < MOST_SMALLER; i++) {
            scale *= SMALLER;
            Smaller found = smaller(trial, match, element, scale);
            if (found != Smaller.OVERFLOWS) {
                return found == Smaller.AGREES;
            }
        }
        return false;
    }

    private enum Smaller {
        AGREES,
        DIFFERS,
        OVERFLOWS
    }

    private Smaller smaller(Case trial, Interface.Match<Wire> match, long element, double scale) {
        Map<String, Tensor> smaller =
                inputs(trial.setting()).mapped(trial.inputs(), v -> v * scale);
        Results own = left(trial.setting().left(), smaller);
        Results other = right(trial.setting().right(), smaller);
        if (own.failed().isPresent() || other.failed().isPresent()) {
            return Smaller.DIFFERS;
        }
        Tensor wire = tensor(own.outputs(), match.left().name());
        double a = wire.get(element);
        double b = tensor(other.outputs(), match.right().name()).get(element);
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return Smaller.OVERFLOWS;
        }
        return Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), rms(wire))
                ? Smaller.AGREES
                : relation == Relation.REFINES && isMarked(trial, smaller, match, element)
                        ? Smaller.OVERFLOWS
                        : Smaller.DIFFERS;
    }

    private static Outcome differs(
            Case trial,
            double worst,
            long compared,
            Interface.Match<Wire> match,
            long element,
            double a,
            double b) {
        Wire wire = match.left();
        Sizes sizes = trial.setting().left();
        List<Long> shape = wire.axes().stream().map(sizes::of).toList();
        return new Outcome(
                worst,
                compared,
                Optional.of(
                        new CounterExample(
                                sizes.byAxis(),
                                trial.inputs(),
                                wire.name(),
                                index(element, shape),
                                Double.toString(a),
                                Double.toString(b))));
    }

    static List<Long> index(long element, List<Long> shape) {
        List<Long> index = new ArrayList<>();
        long rest = element;
        for (long size : shape.reversed()) {
            index.addFirst(rest % size);
            rest /= size;
        }
        return index;
    }

    /// Where both diagrams have no value for the same inputs, nothing can be said.
    private static Outcome failure(Case trial, Results expected, Results actual) {
        if (expected.failed().isPresent() && actual.failed().isPresent()) {
            return new Outcome(0, 0, Optional.empty());
        }
        CounterExample failed =
                new CounterExample(
                        trial.setting().left().byAxis(),
                        trial.inputs(),
                        "",
                        List.of(),
                        expected.failed().orElse("has a value"),
                        actual.failed().orElse("has a value"));
        return new Outcome(Double.POSITIVE_INFINITY, 0, Optional.of(failed));
    }

    /// Outputs by name, or why there are none.
    private record Results(Map<String, Tensor> outputs, Optional<String> failed) {}

    private Results left(Sizes sizes, Map<String, Tensor> inputs) {
        return evaluate(left, sizes, inputs);
    }

    private Results right(Sizes sizes, Map<String, Tensor> inputs) {
        return evaluate(right, sizes, renamed(inputs));
    }

    private Map<String, Tensor> renamed(Map<String, Tensor> inputs) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        matched.inputs()
                .forEach(m -> renamed.put(m.right().name(), tensor(inputs, m.left().name())));
        return renamed;
    }

    private static Results evaluate(Diagram diagram, Sizes sizes, Map<String, Tensor> inputs) {
        try {
            return new Results(Evaluator.of(diagram, sizes, inputs).evaluate(), Optional.empty());
        } catch (EvaluationException e) {
            return new Results(Map.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no array of " + name);
        }
        return tensor;
    }

    static double rms(Tensor tensor) {
        double squares = 0;
        long finite = 0;
        for (long i = 0; i < tensor.elements(); i++) {
            double value = tensor.get(i);
            squares += Double.isFinite(value) ? value * value : 0;
            finite += Double.isFinite(value) ? 1 : 0;
        }
        return finite == 0 ? 0 : Math.sqrt(squares / finite);
    }
}
