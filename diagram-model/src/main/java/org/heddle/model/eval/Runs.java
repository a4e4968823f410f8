package org.heddle.model.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;

/// Evaluations of one diagram on the same inputs, each when first asked for: of whole outputs, or of chosen elements.
final class Runs {
    private final Diagram expanded;
    private final Sizes sizes;
    private final Map<String, Tensor> inputs;
    private final OptionalInt samples;
    private final long seed;
    private final Map<Manner, Run> runs = new LinkedHashMap<>();

    /// @param samples elements of each output at least; empty for all
    /// @param seed of the choice of elements
    Runs(
            Diagram expanded,
            Sizes sizes,
            Map<String, Tensor> inputs,
            OptionalInt samples,
            long seed) {
        this.expanded = expanded;
        this.sizes = sizes;
        this.inputs = inputs;
        this.samples = samples;
        this.seed = seed;
    }

    /// How to evaluate.
    sealed interface Manner {
        /// Results within a range.
        record Exact(Range range) implements Manner {}

        /// Results with every operation off by a rounding.
        ///
        /// @param run its number, from 1
        record Rough(Range range, int run) implements Manner {}

        /// NaN where an intermediate is beyond a range or invalid.
        record Marks(Range range) implements Manner {}

        /// Results where no exponential of a finite number is 0.
        record WithoutUnderflow() implements Manner {}
    }

    /// Row-major positions of the elements that are looked at.
    long[] positions(String output) {
        List<Long> shape = expanded.wire(output).axes().stream().map(sizes::of).toList();
        return samples.isPresent()
                ? SampleIndices.choose(shape, samples.getAsInt(), seed)
                : LongStream.range(0, shape.stream().reduce(1L, Math::multiplyExact)).toArray();
    }

    /// The elements that are looked at.
    double[] values(Manner manner, String output) throws EvaluationException {
        Run run = runs.get(manner);
        if (run == null) {
            run = new Run(evaluator(manner), new LinkedHashMap<>());
            runs.put(manner, run);
        }
        return samples.isPresent()
                ? run.evaluator().sample(output, samples.getAsInt(), seed).values()
                : run.whole(output);
    }

    private Evaluator evaluator(Manner manner) {
        return switch (manner) {
            case Manner.Exact(Range range) -> Evaluator.within(range, expanded, sizes, inputs);
            case Manner.Rough(Range range, int run) ->
                    Evaluator.rough(range, expanded, sizes, inputs, run);
            case Manner.Marks(Range range) -> Evaluator.marking(expanded, sizes, inputs, range);
            case Manner.WithoutUnderflow _ -> Evaluator.withoutUnderflow(expanded, sizes, inputs);
        };
    }

    /// The same with a number in the place of each NaN of the inputs.
    Runs withoutNaN(double number) {
        Map<String, Tensor> numbers = new LinkedHashMap<>();
        inputs.forEach((wire, tensor) -> numbers.put(wire, withoutNaN(tensor, number)));
        return new Runs(expanded, sizes, numbers, samples, seed);
    }

    private static Tensor withoutNaN(Tensor tensor, double number) {
        if (!tensor.dtype().isFloating()) {
            return tensor;
        }
        Tensor numbers = Tensor.allocate(tensor.dtype(), tensor.shape());
        for (long i = 0; i < tensor.elements(); i++) {
            double value = tensor.get(i);
            numbers.set(i, Double.isNaN(value) ? number : value);
        }
        return numbers;
    }

    /// @param outputs those that were evaluated, which are all or none
    private record Run(Evaluator evaluator, Map<String, Tensor> outputs) {
        double[] whole(String output) throws EvaluationException {
            if (outputs.isEmpty()) {
                outputs.putAll(evaluator.evaluate());
            }
            Tensor tensor = outputs.get(output);
            if (tensor == null) {
                throw new IllegalArgumentException("no output '" + output + "'");
            }
            return tensor.toDoubles();
        }
    }
}
