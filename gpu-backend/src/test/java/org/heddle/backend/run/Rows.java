package org.heddle.backend.run;

import java.util.List;
import java.util.SplittableRandom;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;

/// Random f32 inputs of tests about rows of scores.
final class Rows {
    private Rows() {}

    /// Normal numbers, each row with an offset of its own for each part of it.
    ///
    /// @param offsets by row; of `n` offsets each is added to an `n`-th of the items
    /// @param spread standard deviation
    static Tensor scores(
            List<double[]> offsets, long items, double spread, SplittableRandom random) {
        Tensor scores = Tensor.allocate(DType.F32, List.of((long) offsets.size(), items));
        for (int q = 0; q < offsets.size(); q++) {
            double[] row = offsets.get(q);
            for (long x = 0; x < items; x++) {
                double added = row[(int) (x * row.length / items)];
                scores.set(q * items + x, added + spread * random.nextGaussian());
            }
        }
        return scores;
    }

    /// Numbers of the standard normal distribution.
    static Tensor normal(List<Long> shape, SplittableRandom random) {
        Tensor values = Tensor.allocate(DType.F32, shape);
        for (long i = 0; i < values.elements(); i++) {
            values.set(i, random.nextGaussian());
        }
        return values;
    }
}
