package org.heddle.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.library.Unfold;

/// What a diagram means on random inputs, and whether two diagrams mean the same.
public final class Meaning {
    private Meaning() {}

    /// Random inputs: ordinary values, an exact zero now and then.
    public static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String input : diagram.inputs()) {
            List<Long> shape = diagram.wire(input).axes().stream().map(sizes::of).toList();
            Tensor tensor = Tensor.allocate(DType.F64, shape);
            for (long i = 0; i < tensor.elements(); i++) {
                tensor.set(i, random.nextInt(16) == 0 ? 0 : random.nextDouble(-2, 2));
            }
            tensors.put(input, tensor);
        }
        return tensors;
    }

    public static Map<String, Tensor> of(Diagram diagram, Sizes sizes, Map<String, Tensor> inputs) {
        try {
            return Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate();
        } catch (EvaluationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Fails unless both have the same interface and, wherever the first is finite, the same outputs.
    public static void assertSame(Diagram before, Diagram after, Sizes sizes, long seed) {
        assertThat(after.inputs()).isEqualTo(before.inputs());
        assertThat(after.outputs()).isEqualTo(before.outputs());
        for (String wire : before.outputs()) {
            assertThat(after.wire(wire)).isEqualTo(before.wire(wire));
        }
        Map<String, Tensor> inputs = inputs(before, sizes, seed);
        Map<String, Tensor> expected = of(before, sizes, inputs);
        Map<String, Tensor> actual = of(after, sizes, inputs);
        expected.forEach(
                (wire, tensor) -> {
                    for (long i = 0; i < tensor.elements(); i++) {
                        double a = tensor.get(i);
                        double b = actual.get(wire).get(i);
                        if (Double.isFinite(a)) {
                            assertThat(Math.abs(a - b))
                                    .as(
                                            "%s[%d] = %s before, %s after, seed %d\n%s\n%s",
                                            wire, i, a, b, seed, before, after)
                                    .isLessThanOrEqualTo(1e-9 * Math.max(1, Math.abs(a)));
                        }
                    }
                });
    }
}
