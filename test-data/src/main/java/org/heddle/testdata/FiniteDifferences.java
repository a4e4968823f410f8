package org.heddle.testdata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.library.Unfold;

/// Gradients against central differences of the evaluator, in f64.
///
/// For `L(x) = Σ dO·O(x)` with random cotangents `dO`, each element of a gradient is compared with `(L(x + h) - L(x - h)) / 2h`, at a few random elements of each input.
public final class FiniteDifferences {
    private static final double STEP = 1e-5;

    private FiniteDifferences() {}

    /// One element of a gradient: as computed, and as the quotient of differences says.
    ///
    /// @param scale the root mean square of all compared quotients of this gradient, or the quotient where that is larger
    public record Comparison(
            String gradient, long element, double computed, double quotient, double scale) {
        /// Relative to the scale; an error of the quotient itself of some 1e-10 counts nothing.
        public double error() {
            double difference = Math.abs(computed - quotient);
            return difference < 1e-9 ? 0 : difference / Math.max(scale, 1e-3);
        }
    }

    /// The same diagram with all floating wires f64.
    public static Diagram inF64(Diagram diagram) {
        Diagram unfolded = Unfold.all(diagram);
        List<Wire> wires = new ArrayList<>();
        for (Wire wire : unfolded.wires().values()) {
            DType dtype = wire.dtype().isFloating() ? DType.F64 : wire.dtype();
            wires.add(new Wire(wire.name(), dtype, wire.axes(), wire.symmetries(), wire.storage()));
        }
        return unfolded.with(wires, unfolded.boxes());
    }

    /// Compares up to `most` elements of each gradient.
    ///
    /// @param gradient the diagram of the gradients: outputs `d<input>`, cotangents as inputs `d<output>`, with a number behind where that is taken
    /// @param inputs of the diagram, f64 where they are floating
    /// @param saved what else the gradients read, by wire
    public static List<Comparison> compare(
            Diagram diagram,
            Diagram gradient,
            Sizes sizes,
            Sizes gradientSizes,
            Map<String, Tensor> inputs,
            Map<String, Tensor> saved,
            int most,
            long seed)
            throws EvaluationException {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> cotangents = new LinkedHashMap<>();
        for (String output : diagram.outputs()) {
            Wire wire = diagram.wire(output);
            if (wire.dtype().isFloating()) {
                cotangents.put(output, draw(wire, sizes, random));
            }
        }
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (String input : gradient.inputs()) {
            Tensor tensor = inputs.getOrDefault(input, saved.get(input));
            given.put(input, tensor != null ? tensor : of(input, cotangents));
        }
        Map<String, Tensor> gradients =
                Evaluator.of(Unfold.all(gradient), gradientSizes, given).evaluate();
        List<Comparison> compared = new ArrayList<>();
        for (String output : gradient.outputs()) {
            Tensor tensor = of(output, inputs);
            List<Long> elements = new ArrayList<>();
            for (long i = 0; i < Math.min(most, tensor.elements()); i++) {
                elements.add(tensor.elements() <= most ? i : random.nextLong(tensor.elements()));
            }
            Map<Long, Double> quotients = new LinkedHashMap<>();
            double squares = 0;
            for (long element : elements) {
                double at = tensor.get(element);
                double h = STEP * Math.max(1, Math.abs(at));
                tensor.set(element, at + h);
                double up = loss(diagram, sizes, inputs, cotangents);
                tensor.set(element, at - h);
                double down = loss(diagram, sizes, inputs, cotangents);
                tensor.set(element, at);
                double quotient = (up - down) / (2 * h);
                quotients.put(element, quotient);
                squares += quotient * quotient;
            }
            double rms = Math.sqrt(squares / Math.max(1, elements.size()));
            quotients.forEach(
                    (element, quotient) ->
                            compared.add(
                                    new Comparison(
                                            output,
                                            element,
                                            gradients.get(output).get(element),
                                            quotient,
                                            Math.max(rms, Math.abs(quotient)))));
        }
        return compared;
    }

    /// The array of the wire whose cotangent is named so: `dX`, or `dX_2` where `dX` was taken.
    private static Tensor of(String cotangent, Map<String, Tensor> known) {
        String wire = cotangent.substring(1);
        Tensor tensor = known.getOrDefault(wire, known.get(wire.replaceAll("_[0-9]+$", "")));
        if (tensor == null) {
            throw new IllegalArgumentException(cotangent + " is the cotangent of none of " + known);
        }
        return tensor;
    }

    private static Tensor draw(Wire wire, Sizes sizes, SplittableRandom random) {
        Tensor tensor = Tensor.allocate(DType.F64, wire.axes().stream().map(sizes::of).toList());
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.set(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    private static double loss(
            Diagram diagram,
            Sizes sizes,
            Map<String, Tensor> inputs,
            Map<String, Tensor> cotangents)
            throws EvaluationException {
        Map<String, Tensor> outputs =
                Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate(cotangents.keySet());
        double sum = 0;
        for (Map.Entry<String, Tensor> entry : cotangents.entrySet()) {
            Tensor output = outputs.get(entry.getKey());
            for (long i = 0; i < output.elements(); i++) {
                sum += output.get(i) * entry.getValue().get(i);
            }
        }
        return sum;
    }
}
