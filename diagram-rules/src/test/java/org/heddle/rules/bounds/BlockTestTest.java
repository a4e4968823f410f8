package org.heddle.rules.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.heddle.model.diagram.DType;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Sketch;
import org.heddle.rules.stream.Region;
import org.junit.jupiter.api.Test;

/// What is said of a block agrees with what is found by asking every element.
final class BlockTestTest {
    private static final Map<String, Long> SIZES = Map.of("q", 17L, "x", 23L, "w", 5L);
    private static final int TRIALS = 20_000;
    private static final Region REGION = region();

    /// Integers `a` along q and `b` along x enter it.
    private static Region region() {
        SequencedMap<String, String> axes = new LinkedHashMap<>();
        SIZES.keySet().forEach(axis -> axes.put(axis, axis));
        SequencedMap<String, Region.Read> reads = new LinkedHashMap<>();
        reads.put("a", new Region.Read("a", List.of("q")));
        reads.put("b", new Region.Read("b", List.of("x")));
        return new Region(
                "test",
                axes,
                reads,
                List.of("a", "b"),
                List.of(),
                List.of(),
                Map.of(
                        "a", new Region.Array("a", DType.I32, List.of("q")),
                        "b", new Region.Array("b", DType.I32, List.of("x"))));
    }

    /// A random condition on #q, #x, and elements along them.
    private static String condition(SplittableRandom random, int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            return switch (random.nextInt(3)) {
                case 0 -> "not (" + condition(random, depth - 1) + ")";
                case 1 ->
                        "("
                                + condition(random, depth - 1)
                                + ") and ("
                                + condition(random, depth - 1)
                                + ")";
                default ->
                        "("
                                + condition(random, depth - 1)
                                + ") or ("
                                + condition(random, depth - 1)
                                + ")";
            };
        }
        List<String> signs = List.of("<", "<=", ">", ">=", "==", "!=");
        if (random.nextInt(4) == 0) {
            return "mod("
                    + sum(random)
                    + ", "
                    + random.nextInt(1, 6)
                    + ") == "
                    + random.nextInt(0, 6);
        }
        return sum(random) + " " + signs.get(random.nextInt(6)) + " " + sum(random);
    }

    private static String sum(SplittableRandom random) {
        List<String> terms =
                List.of(
                        "#q",
                        "#x",
                        "2 * #x",
                        "-3 * #q",
                        "|w|",
                        "|x| - |q|",
                        "7",
                        "floor(#x / 4)",
                        "floor((#q - #x) / 3)",
                        "max(#q, #x - 2)",
                        "min(#x, 9)",
                        "abs(#x - #q)",
                        "a",
                        "b",
                        "2 * b",
                        "a - b",
                        "max(a, #x)",
                        "floor(b / 3)");
        String first = terms.get(random.nextInt(terms.size()));
        return random.nextBoolean()
                ? first
                : first
                        + (random.nextBoolean() ? " + " : " - ")
                        + "("
                        + terms.get(random.nextInt(terms.size()))
                        + ")";
    }

    /// Elements of a block of q and a block of x, and which of them meet a condition.
    private record Block(long q, long qLast, long x, long xLast, List<Long> a, List<Long> b) {
        static Block draw(SplittableRandom random) {
            long q = random.nextLong(0, 17);
            long x = random.nextLong(0, 23);
            return new Block(
                    q,
                    random.nextLong(q, 17),
                    x,
                    random.nextLong(x, 23),
                    elements(random, 17),
                    elements(random, 23));
        }

        /// Rising, as numbers of documents are, every other time.
        private static List<Long> elements(SplittableRandom random, int count) {
            LongStream drawn = random.longs(count, -2, 20);
            return (random.nextBoolean() ? drawn.sorted() : drawn).boxed().toList();
        }

        boolean says(Expr border) {
            List<Long> as = a.subList((int) q, (int) qLast + 1);
            List<Long> bs = b.subList((int) x, (int) xLast + 1);
            return border(
                    border,
                    Map.of(
                            "q.first",
                            q,
                            "q.last",
                            qLast,
                            "x.first",
                            x,
                            "x.last",
                            xLast,
                            "a.least",
                            Collections.min(as),
                            "a.most",
                            Collections.max(as),
                            "b.least",
                            Collections.min(bs),
                            "b.most",
                            Collections.max(bs)));
        }

        Set<Boolean> asked(Expr condition) {
            Set<Boolean> found = new LinkedHashSet<>();
            var compiled =
                    Scalars.compile(condition, List.of("a", "b"), List.of("q", "x"), SIZES::get);
            for (long i = q; i <= qLast; i++) {
                for (long j = x; j <= xLast; j++) {
                    double[] read = {a.get((int) i), b.get((int) j)};
                    found.add(compiled.at(read, new long[] {i, j}) != 0);
                }
            }
            return found;
        }

        private static boolean border(Expr e, Map<String, Long> borders) {
            Map<String, Long> order = new LinkedHashMap<>(borders);
            return Scalars.compile(e, List.copyOf(order.keySet()), List.of(), SIZES::get)
                            .at(
                                    order.values().stream()
                                            .mapToDouble(Long::doubleValue)
                                            .toArray(),
                                    new long[0])
                    != 0;
        }
    }

    private static Expr parse(String text) {
        return Sketch.fn("a, b -> " + text).body();
    }

    private static Guard guard(Expr condition) {
        return Guard.of(List.of(condition), List.of(condition), Set.of("q", "x"), REGION);
    }

    @Test
    void neitherSkipsAnItemNorForgetsAQuestion() {
        SplittableRandom random = new SplittableRandom(29);
        int skipped = 0;
        int full = 0;
        int looked = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Expr condition = parse(condition(random, 2));
            if (condition.indexAxes().isEmpty() && condition.arguments().isEmpty()) {
                continue;
            }
            Guard guard = guard(condition);
            Guard bound = guard.at(SIZES::get);
            Block block = Block.draw(random);
            Set<Boolean> asked = block.asked(condition);
            String what = condition + " in " + block + ": " + guard;
            assertThat(block.says(bound.test())).as(what).isEqualTo(block.says(guard.test()));
            if (!block.says(guard.test())) {
                skipped++;
                looked += guard.isListed() ? 1 : 0;
                assertThat(asked).as(what).containsExactly(false);
            }
            Expr always = guard.holds().getOrDefault(condition, Expr.num(0));
            if (block.says(always)) {
                full++;
                assertThat(asked).as(what).containsExactly(true);
            }
        }
        assertThat(skipped).isGreaterThan(TRIALS / 20);
        assertThat(full).isGreaterThan(TRIALS / 20);
        assertThat(looked).isGreaterThan(TRIALS / 20);
    }

    /// A comparison whose terms run along different axes is decided exactly: no block without an item is gone through.
    @Test
    void linesAreExact() {
        SplittableRandom random = new SplittableRandom(31);
        for (String text :
                List.of(
                        "#x <= #q",
                        "#x < #q + |x| - |q|",
                        "2 * #x >= 3 * #q - 4",
                        "#q - #x > |w|",
                        "#x == #q",
                        "floor(#x / 4) == 3",
                        "a <= b + 2",
                        "#x < a",
                        "mod(#x, 7) == 2",
                        "mod(#x - #q, 5) == 1",
                        "#x <= #q and #x > #q - |w|")) {
            Expr condition = parse(text);
            Guard guard = guard(condition);
            for (int trial = 0; trial < 2_000; trial++) {
                Block block = Block.draw(random);
                Set<Boolean> asked = block.asked(condition);
                assertThat(block.says(guard.test()))
                        .as("%s in %s: %s", text, block, guard)
                        .isEqualTo(asked.contains(true));
                if (!text.contains("mod")) {
                    assertThat(block.says(guard.holds().get(condition)))
                            .as("%s always in %s: %s", text, block, guard)
                            .isEqualTo(asked.equals(Set.of(true)));
                }
            }
        }
    }

    /// An axis without blocks is looked at as a whole.
    @Test
    void axesWithoutBlocks() {
        Guard guard = Guard.of(List.of(parse("#x <= #q + 3")), List.of(), Set.of("x"), REGION);
        assertThat(guard.test()).hasToString("x.first <= |q| + 2");
    }
}
