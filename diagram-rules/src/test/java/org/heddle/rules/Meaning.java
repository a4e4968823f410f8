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
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.library.Unfold;

/// What a diagram means on random inputs, and whether two diagrams mean the same.
public final class Meaning {
    private static final int TRIALS = 8;

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

    /// Fails unless both have the same interface and, wherever the first is finite, mean the same at these sizes, for the inputs that `heddle equal` tries.
    public static void assertSame(Diagram before, Diagram after, Sizes sizes, long seed) {
        assertThat(after.inputs()).isEqualTo(before.inputs());
        assertThat(after.outputs()).isEqualTo(before.outputs());
        for (String wire : before.outputs()) {
            assertThat(after.wire(wire)).isEqualTo(before.wire(wire));
        }
        Equality.Options options =
                new Equality.Options(seed, TRIALS, Relation.REFINES, sizes.byAxis());
        Verdict verdict = Equality.compare(before, after, options);
        assertThat(verdict)
                .as("seed %d: %s\n%s\n%s", seed, verdict, before, after)
                .isInstanceOf(Verdict.Equal.class);
    }
}
