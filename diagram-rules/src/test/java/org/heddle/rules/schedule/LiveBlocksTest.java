package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Border;
import org.heddle.rules.bounds.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class LiveBlocksTest {
    private static final List<String> AXES = List.of("i", "j", "k", "l");
    private static final Offset<Double> EPSILON = Offset.offset(1e-9);

    private static LiveBlocks guarded(List<Expr> conditions) {
        Guard guard = new Guard(conditions, new LinkedHashMap<>(), new LinkedHashMap<>());
        return new LiveBlocks(List.of(guard), Optional.empty());
    }

    private static Blocking blocking(Map<String, Long> sizes, Map<String, Long> extents) {
        return new Blocking(
                new LinkedHashMap<>(sizes), new LinkedHashMap<>(extents), new Sizes(Map.of()));
    }

    private static Blocking cubes(long size, long extent) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        Map<String, Long> extents = new LinkedHashMap<>();
        for (String axis : AXES) {
            sizes.put(axis, size);
            extents.put(axis, extent);
        }
        return blocking(sizes, extents);
    }

    /// A block of one axis may have an element that is not after one of another's.
    private static Expr notAfter(String axis, String other) {
        return Expr.call(Fun.LE, Border.first(axis), Border.last(other));
    }

    /// `k <= i and j <= k`: as many for each k as there are of i from it on, times those of j up to it.
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void ofTwoTrianglesAreCountedWithoutGoingThroughThem() {
        long size = 1 << 15;
        long expected = 0;
        for (long k = 0; k < size; k++) {
            expected += (size - k) * (k + 1);
        }
        LiveBlocks left = guarded(List.of(notAfter("k", "i"), notAfter("j", "k")));
        assertThat(left.leastElements(cubes(size, 1))).isEqualTo(expected);
        assertThat(left.share(cubes(4 * size, 4)))
                .isEqualTo((double) expected / Math.pow((double) size, 3));
    }

    /// `i <= j <= k <= i + 99`: three axes of which every two are connected; each of the 100 distances from i to k has one more j.
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void ofThreeConditionsThatConnectAllAxesAreCountedWithoutGoingThroughThem() {
        long size = 1 << 14;
        Expr band =
                Expr.call(
                        Fun.LE,
                        Border.first("k"),
                        Expr.call(Fun.ADD, Border.last("i"), Expr.num(99)));
        long expected = 0;
        for (long distance = 0; distance < 100; distance++) {
            expected += (size - distance) * (distance + 1);
        }
        LiveBlocks left = guarded(List.of(notAfter("i", "j"), notAfter("j", "k"), band));
        assertThat(left.leastElements(cubes(size, 1))).isEqualTo(expected);
    }

    /// `floor(i/64) = floor(j/64)`: what is no line turns once along each axis, and is not asked of every combination.
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void onADiagonalOfSquaresAreCountedWithoutGoingThroughThem() {
        long size = 1 << 20;
        LiveBlocks left = guarded(List.of(notLater("i", "j"), notLater("j", "i")));
        assertThat(left.leastElements(cubes(size, 1))).isEqualTo(size * 64);
        assertThat(left.share(cubes(size, 32))).isEqualTo(64.0 / size);
        assertThat(left.share(cubes(size, 96))).isGreaterThan(96.0 / size);
    }

    /// A block of one axis may have an element in a piece of 64 that is not after the piece of one of another's.
    private static Expr notLater(String axis, String other) {
        return Expr.call(Fun.LE, piece(Border.first(axis)), piece(Border.last(other)));
    }

    private static Expr piece(Expr border) {
        return Expr.call(Fun.FLOOR, Expr.call(Fun.DIV, border, Expr.num(64)));
    }

    /// Weighted sums and shares along some axes are what is found by going through all combinations.
    @Test
    void areThoseFoundOneByOne() {
        SplittableRandom random = new SplittableRandom(7);
        int skipping = 0;
        for (int trial = 0; trial < 3000; trial++) {
            List<Expr> conditions =
                    Stream.generate(() -> condition(2, random))
                            .limit(random.nextInt(1, 4))
                            .toList();
            LiveBlocks left = guarded(conditions);
            Map<String, Long> sizes = new LinkedHashMap<>();
            Map<String, Long> extents = new LinkedHashMap<>();
            for (String axis : AXES) {
                sizes.put(axis, random.nextLong(1, 12));
                extents.put(axis, random.nextLong(1, sizes.get(axis) + 1));
            }
            Blocking blocking = blocking(sizes, extents);
            List<String> along = left.axes().stream().filter(_ -> random.nextBoolean()).toList();
            double[] expected = shares(conditions, left.axes(), along, blocking);
            double all = 0;
            for (double share : expected) {
                all += share;
            }
            String what = conditions + " " + blocking;
            assertThat(left.shares(along, blocking)).as(what).containsExactly(expected, EPSILON);
            double elements = 1;
            for (String axis : left.axes()) {
                elements *= along.contains(axis) ? 1 : sizes.get(axis);
            }
            Map<String, LiveBlocks.Weight> weights = new LinkedHashMap<>();
            for (String axis : left.axes()) {
                weights.put(
                        axis,
                        along.contains(axis)
                                ? new LiveBlocks.Weight(1, 1)
                                : LiveBlocks.elements(axis, blocking));
            }
            assertThat(left.sum(weights, blocking)).as(what).isEqualTo(Math.round(all * elements));
            skipping += all > 0 && all < expected.length ? 1 : 0;
        }
        assertThat(skipping).isGreaterThan(1000);
    }

    /// Comparisons of lines, of what is no line, and conditions made of them.
    private static Expr condition(int depth, SplittableRandom random) {
        if (depth > 0 && random.nextInt(3) == 0) {
            return switch (random.nextInt(3)) {
                case 0 ->
                        Expr.call(
                                Fun.AND,
                                condition(depth - 1, random),
                                condition(depth - 1, random));
                case 1 ->
                        Expr.call(
                                Fun.OR, condition(depth - 1, random), condition(depth - 1, random));
                default -> Expr.call(Fun.NOT, condition(depth - 1, random));
            };
        }
        Fun[] orders = {Fun.LE, Fun.LT, Fun.GE, Fun.GT, Fun.LE, Fun.LT, Fun.EQ, Fun.NE};
        return Expr.call(orders[random.nextInt(orders.length)], term(random), term(random));
    }

    private static Expr term(SplittableRandom random) {
        String axis = AXES.get(random.nextInt(AXES.size()));
        Expr border = random.nextBoolean() ? Border.first(axis) : Border.last(axis);
        return switch (random.nextInt(8)) {
            case 0 -> Expr.num(random.nextInt(8));
            case 1 -> Expr.call(Fun.MUL, Expr.num(random.nextInt(2, 4)), border);
            case 2 -> Expr.call(Fun.ADD, border, term(random));
            case 3 -> Expr.call(Fun.FLOOR, Expr.call(Fun.DIV, border, Expr.num(3)));
            default -> border;
        };
    }

    private static double[] shares(
            List<Expr> conditions, List<String> axes, List<String> along, Blocking blocking) {
        int blocks = 1;
        double all = 1;
        for (String axis : axes) {
            blocks *= along.contains(axis) ? (int) blocking.blocks(axis) : 1;
            all *= along.contains(axis) ? 1 : blocking.size(axis);
        }
        double[] shares = new double[blocks];
        List<String> names = new ArrayList<>();
        for (String axis : axes) {
            names.add(axis + Border.Suffix.FIRST);
            names.add(axis + Border.Suffix.LAST);
        }
        var compiled =
                conditions.stream()
                        .map(e -> Scalars.compile(e, names, List.of(), blocking.diagram()::of))
                        .toList();
        long[] at = new long[axes.size()];
        do {
            double[] borders = new double[names.size()];
            int place = 0;
            double length = 1 / all;
            for (int i = 0; i < at.length; i++) {
                String axis = axes.get(i);
                long extent = blocking.extent(axis);
                borders[2 * i] = at[i] * extent;
                borders[2 * i + 1] = at[i] * extent + extent - 1;
                if (along.contains(axis)) {
                    place = place * (int) blocking.blocks(axis) + (int) at[i];
                } else {
                    length *= Math.min(extent, blocking.size(axis) - at[i] * extent);
                }
            }
            if (compiled.stream().allMatch(c -> c.at(borders, new long[0]) != 0)) {
                shares[place] += length;
            }
        } while (next(at, axes, blocking));
        return shares;
    }

    private static boolean next(long[] at, List<String> axes, Blocking blocking) {
        for (int i = at.length - 1; i >= 0; i--) {
            if (++at[i] < blocking.blocks(axes.get(i))) {
                return true;
            }
            at[i] = 0;
        }
        return false;
    }
}
