package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;

/// Makes a counter-example small: first its sizes, then its numbers, as long as the two diagrams still differ.
final class Shrinking {
    private static final int SEEDS = 6;
    private static final int MOST_ELEMENTS = 200;
    private static final double[] SIMPLE = {0, 1, -1, 2};

    private final JointSizes sizes;
    private final NumericTrial trial;

    Shrinking(JointSizes sizes, NumericTrial trial) {
        this.sizes = sizes;
        this.trial = trial;
    }

    /// The smallest found from a trial that found a difference.
    CounterExample shrink(NumericTrial.Case found, CounterExample difference) {
        NumericTrial.Case small = smallerSizes(found);
        NumericTrial.Case simple = simplerNumbers(small);
        return trial.run(simple).difference().orElse(difference);
    }

    private NumericTrial.Case smallerSizes(NumericTrial.Case found) {
        NumericTrial.Case current = found;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (String axis : sizes.free()) {
                Optional<NumericTrial.Case> smaller = smaller(current, axis);
                changed |= smaller.isPresent();
                current = smaller.orElse(current);
            }
        }
        return current;
    }

    /// The least size of an axis with which they differ; an empty one only if no other does, since it says less.
    private Optional<NumericTrial.Case> smaller(NumericTrial.Case found, String axis) {
        long size = found.setting().chosen().getOrDefault(axis, 0L);
        for (long candidate = 1; candidate < size; candidate++) {
            Optional<JointSizes.Setting> setting = sizes.with(found.setting(), axis, candidate);
            for (int seed = 0; setting.isPresent() && seed < SEEDS; seed++) {
                NumericTrial.Case next = trial.draw(setting.get(), found.draw(), seed);
                if (trial.run(next).difference().isPresent()) {
                    return Optional.of(next);
                }
            }
        }
        return Optional.empty();
    }

    private NumericTrial.Case simplerNumbers(NumericTrial.Case found) {
        long elements = found.inputs().values().stream().mapToLong(Tensor::elements).sum();
        NumericTrial.Case current = found;
        if (elements > MOST_ELEMENTS) {
            return current;
        }
        for (Map.Entry<String, Tensor> input : found.inputs().entrySet()) {
            for (int i = 0; i < input.getValue().elements(); i++) {
                current = simpler(current, input.getKey(), i);
            }
        }
        return current;
    }

    private NumericTrial.Case simpler(NumericTrial.Case current, String input, int element) {
        Tensor tensor = current.inputs().getOrDefault(input, Tensor.allocate(DType.F64, List.of()));
        double value = tensor.get(element);
        List<Double> candidates = new ArrayList<>();
        for (double simple : SIMPLE) {
            candidates.add(simple);
        }
        candidates.add(Math.rint(value));
        candidates.add(Math.rint(value * 10) / 10);
        for (double candidate : candidates) {
            if (candidate == value) {
                return current;
            }
            double[] values = tensor.toDoubles();
            values[element] = candidate;
            Map<String, Tensor> inputs = new LinkedHashMap<>(current.inputs());
            inputs.put(input, Tensor.of(DType.F64, tensor.shape(), values));
            Map<String, Tensor> kept = trial.inputs(current.setting()).mapped(inputs, v -> v);
            NumericTrial.Case next = new NumericTrial.Case(current.setting(), current.draw(), kept);
            if (trial.run(next).difference().isPresent()) {
                return next;
            }
        }
        return current;
    }
}
