package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.search.BranchAndBound;
import org.heddle.rules.search.Least;
import org.junit.jupiter.api.Test;

/// The joint search, against all points of spaces small enough.
final class BranchAndBoundTest {
    /// Arrays over axes, each read once per block of every axis that it lacks, with a tile of each in local memory.
    private record Product(List<List<String>> arrays, long capacity) {
        long moved(Blocking blocking) {
            long sum = 0;
            for (List<String> array : arrays) {
                long bytes = 4;
                for (String axis : blocking.sizes().keySet()) {
                    bytes *= array.contains(axis) ? blocking.size(axis) : blocking.blocks(axis);
                }
                sum += bytes;
            }
            return sum;
        }

        boolean fits(Blocking blocking) {
            long sum = 0;
            for (List<String> array : arrays) {
                long bytes = 4;
                for (String axis : array) {
                    bytes *= blocking.extent(axis);
                }
                sum += bytes;
            }
            return sum <= capacity;
        }

        Cost cost(Blocking blocking) {
            long bytes = moved(blocking);
            return new Cost(bytes, 0, 0, 0, 0, 1, 0, 0, bytes, bytes, "global bandwidth");
        }
    }

    private static Space space(List<Long> lengths) {
        SequencedMap<String, Long> sizes = new LinkedHashMap<>();
        SequencedMap<String, List<Long>> choices = new LinkedHashMap<>();
        for (int a = 0; a < lengths.size(); a++) {
            sizes.put("a" + a, lengths.get(a));
            choices.put("a" + a, Extents.spread(lengths.get(a)));
        }
        return new Space(new Blocking(sizes, sizes, new Sizes(Map.of())), choices);
    }

    private static List<Blocking> all(Space space) {
        List<Blocking> all = new ArrayList<>(List.of(space.whole()));
        for (var axis : space.choices().entrySet()) {
            List<Blocking> next = new ArrayList<>();
            for (Blocking blocking : all) {
                axis.getValue().forEach(e -> next.add(blocking.with(axis.getKey(), e)));
            }
            all = next;
        }
        return all;
    }

    private static long best(Space space, Product product) {
        return all(space).stream()
                .filter(product::fits)
                .mapToLong(product::moved)
                .min()
                .orElseThrow();
    }

    private static List<Long> found(Space space, Product product, int nodes) {
        List<Long> evaluated = new ArrayList<>();
        Incumbent best = new Incumbent(product.cost(space.smallest()));
        new BranchAndBound<>(
                        space,
                        product::fits,
                        (_, largest) -> new Least(product.moved(largest), product.moved(largest)),
                        Comparator.comparingDouble(Least::seconds),
                        best::mayBeBeaten,
                        blocking -> {
                            Cost cost = product.cost(blocking);
                            evaluated.add(cost.globalBytes());
                            if (product.fits(blocking)) {
                                best.offer(cost);
                            }
                        },
                        nodes)
                .run();
        return evaluated;
    }

    /// Up to the half percent that is not searched for, and looking at a small part of all points.
    @Test
    void theBestOfAllIsFound() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 30; trial++) {
            List<Long> lengths = random.longs(4, 8, 60).boxed().toList();
            List<List<String>> arrays = new ArrayList<>();
            for (int array = 0; array < 4; array++) {
                arrays.add(random.ints(2, 0, 4).distinct().mapToObj(a -> "a" + a).toList());
            }
            Product product = new Product(arrays, random.nextLong(200, 8000));
            Space space = space(lengths);
            List<Long> evaluated = found(space, product, 20_000);
            long best = best(space, product);
            assertThat(evaluated.isEmpty() ? product.moved(space.smallest()) : evaluated.getLast())
                    .as("%s over %s", product, lengths)
                    .isBetween(best, (long) (1.006 * best));
            assertThat(evaluated.size()).isLessThan(50);
        }
    }

    /// Three axes have to change at once: two alone gain nothing that fits.
    @Test
    void roomIsExchangedBetweenManyAxes() {
        Product mttkrp =
                new Product(
                        List.of(
                                List.of("a0", "a1", "a2", "a3"),
                                List.of("a1", "a4"),
                                List.of("a2", "a4"),
                                List.of("a3", "a4"),
                                List.of("a0", "a4")),
                        8 << 10);
        Space space = space(List.of(24L, 24L, 24L, 24L, 40L));
        assertThat(found(space, mttkrp, 20_000).getLast())
                .isLessThanOrEqualTo((long) (1.006 * best(space, mttkrp)));
    }

    /// What is found early is not far off, and the search ends where it must.
    @Test
    void fewNodesAreEnoughForSomethingGood() {
        Product matmul =
                new Product(
                        List.of(List.of("a0", "a2"), List.of("a2", "a1"), List.of("a0", "a1")),
                        4000);
        Space space = space(List.of(200L, 300L, 100L));
        assertThat(found(space, matmul, 300).getLast())
                .isLessThan((long) (1.1 * best(space, matmul)));
        assertThat(found(space, matmul, 0)).isEmpty();
    }

    @Test
    void whatDoesNotFitAtAllIsLeft() {
        Product large = new Product(List.of(List.of("a0", "a1")), 3);
        assertThat(found(space(List.of(8L, 8L)), large, 1000)).isEmpty();
    }
}
