package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.heddle.model.diagram.Sizes;
import org.junit.jupiter.api.Test;

/// The search axis by axis, against all points of spaces small enough.
final class DescentTest {
    private static final List<Long> LADDER = List.of(1L, 4L, 8L, 16L, 32L, 64L, 128L, 256L);

    private final List<Cost> seen = new ArrayList<>();

    private static Space space(int axes) {
        SequencedMap<String, Long> sizes = new LinkedHashMap<>();
        SequencedMap<String, List<Long>> choices = new LinkedHashMap<>();
        for (int a = 0; a < axes; a++) {
            sizes.put("a" + a, 1000L);
            choices.put("a" + a, LADDER);
        }
        return new Space(new Blocking(sizes, sizes, new Sizes(Map.of())), choices);
    }

    private static Cost cost(double seconds) {
        return new Cost(0, 0, 0, 0, 0, 1, 0, 0, seconds, seconds, "test");
    }

    private double search(Space space, Function<Blocking, Optional<Double>> seconds) {
        seen.clear();
        new Descent(
                        space,
                        blocking -> {
                            Optional<Cost> cost = seconds.apply(blocking).map(DescentTest::cost);
                            cost.ifPresent(seen::add);
                            return cost;
                        })
                .run(List.of());
        return seen.stream().mapToDouble(Cost::seconds).min().orElse(Double.POSITIVE_INFINITY);
    }

    private static double exhaustive(Space space, Function<Blocking, Optional<Double>> seconds) {
        List<Blocking> all = new ArrayList<>(List.of(space.whole()));
        for (var axis : space.choices().entrySet()) {
            List<Blocking> next = new ArrayList<>();
            for (Blocking blocking : all) {
                axis.getValue().forEach(e -> next.add(blocking.with(axis.getKey(), e)));
            }
            all = next;
        }
        return all.stream()
                .map(seconds)
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElseThrow();
    }

    /// Where each axis has its own best extent, it is found exactly, at a fraction of the points.
    @Test
    void separableCostsAreMinimised() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 20; trial++) {
            long[] best = random.longs(4, 0, 9).toArray();
            Function<Blocking, Optional<Double>> seconds =
                    blocking -> {
                        double sum = 1;
                        for (int a = 0; a < 4; a++) {
                            double log = Math.log((double) blocking.extent("a" + a)) / Math.log(2);
                            sum += (log - best[a]) * (log - best[a]);
                        }
                        return Optional.of(sum);
                    };
            assertThat(search(space(4), seconds)).isEqualTo(exhaustive(space(4), seconds));
            assertThat(seen.size()).isLessThan(8 * 8 * 8);
        }
    }

    /// Traffic of a product of matrices under a capacity: coupled axes, and points that do not fit.
    @Test
    void productsUnderACapacityComeCloseToTheBest() {
        for (long capacity : new long[] {2_000, 20_000, 90_000}) {
            Function<Blocking, Optional<Double>> seconds =
                    b -> {
                        long i = b.extent("a0");
                        long j = b.extent("a1");
                        long k = b.extent("a2");
                        return i * j + i * k + k * j > capacity
                                ? Optional.empty()
                                : Optional.of(1e9 / i + 1e9 / j + 1e6 * b.blocks("a2"));
                    };
            assertThat(search(space(3), seconds)).isLessThan(1.3 * exhaustive(space(3), seconds));
        }
    }

    @Test
    void noPointIsCostedTwice() {
        List<Blocking> asked = new ArrayList<>();
        search(
                space(3),
                blocking -> {
                    asked.add(blocking);
                    return Optional.of(1.0 + blocking.extent("a0"));
                });
        assertThat(asked).doesNotHaveDuplicates();
    }

    /// From a start that does not fit nothing is searched; the other starts remain.
    @Test
    void aStartThatDoesNotFitIsLeft() {
        assertThat(
                        search(
                                space(2),
                                b ->
                                        b.extent("a0") * b.extent("a1") > 100
                                                ? Optional.empty()
                                                : Optional.of(200.0 - b.extent("a0"))))
                .isLessThan(200 - 32);
        assertThat(search(space(2), _ -> Optional.empty())).isInfinite();
    }
}
