package org.heddle.backend.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.testdata.RandomItems;
import org.heddle.testdata.RandomItems.Reduced;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Items of softmaxes, logarithms, deviations and conditions in combinations that no rule knows, on rows that are masked, far out, constant or wide: the judge finds the kernels right.
///
/// `-Dheddle.items=N` tries as many, `-Dheddle.items.seed=S` others.
final class RandomItemsTest {
    private static final int DIAGRAMS = Integer.getInteger("heddle.items", 40);
    private static final long SEED = Long.getLong("heddle.items.seed", 5);
    private static final long ITEMS = 203;
    private static final double INF = Double.POSITIVE_INFINITY;

    /// A row's deviation, then what is added to its items, in turn.
    private static final List<double[]> ROWS =
            List.of(
                    new double[] {1, 0},
                    new double[] {1, 1e4},
                    new double[] {1, 0, -INF, 0},
                    new double[] {1, -1e30, 0, 0},
                    new double[] {1, -1000, -1000, 0},
                    new double[] {0, 0},
                    new double[] {50, 0},
                    new double[] {1, -200, 0},
                    new double[] {0, 1.5},
                    new double[] {1e-3, 1});

    static Stream<Reduced> items() {
        return RandomItems.of(DIAGRAMS, SEED);
    }

    @ParameterizedTest
    @MethodSource("items")
    void areRight(Reduced reduced) throws Exception {
        Diagram diagram = reduced.diagram();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String input : diagram.inputs()) {
            inputs.put(input, rows(input.equals("S") ? 3 : 4));
        }
        InSmallBlocks.run(diagram, Map.of("q", (long) ROWS.size(), "x", ITEMS), inputs).areRight(0);
    }

    private static Tensor rows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.allocate(DType.F32, List.of((long) ROWS.size(), ITEMS));
        for (int q = 0; q < ROWS.size(); q++) {
            double[] row = ROWS.get(q);
            for (int x = 0; x < ITEMS; x++) {
                double added = row[1 + random.nextInt(row.length - 1)];
                tensor.set(q * ITEMS + x, added + row[0] * random.nextGaussian());
            }
        }
        return tensor;
    }
}
