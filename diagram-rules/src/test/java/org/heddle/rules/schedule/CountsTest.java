package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.size.Size;
import org.heddle.rules.Sketch;
import org.heddle.rules.bounds.Masks;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.nest.Node;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.junit.jupiter.api.Test;

final class CountsTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    static List<Diagram> bodies() {
        Sketch chain =
                new Sketch()
                        .axis("q", 7)
                        .axis("d", 5)
                        .axis("x", 6)
                        .axis("e", 3)
                        .input("A[q, d]", "B[d, x]", "C[x, e]")
                        .contract("T[q, x]", "A[q, d]", "B[d, x]")
                        .contract("R[q, e]", "T[q, x]", "C[x, e]")
                        .output("R");
        Sketch matmul =
                new Sketch()
                        .axis("b", 2)
                        .axis("i", 9)
                        .axis("j", 5)
                        .axis("k", 8)
                        .input("A[b, i, k]", "B[b, k, j]", "u[j]")
                        .contract("C[b, i, j]", "A[b, i, k]", "B[b, k, j]", "u[j]")
                        .output("C");
        Sketch diagonal =
                new Sketch()
                        .axis("i", 6)
                        .axis("j", 6)
                        .input("A[i, j]")
                        .contract("B[i]", "A[i, i]", "A[i, j]")
                        .output("B");
        return List.of(
                chain.diagram(),
                matmul.diagram(),
                diagonal.diagram(),
                Streams.softmaxThenContract().diagram(),
                Masks.exponentials("s -> where(#x <= #q, s, -inf)").diagram(),
                Masks.exponentials("s -> where(#x <= #q and #x > #q - |w|, s, -inf)").diagram(),
                Masks.sum("s -> where(mod(#x - #q, 3) == 1 or #x < 2, s, 0)").diagram(),
                Masks.product("a, b -> where(#k <= #i and #j <= #k, a * b, 0)").diagram(),
                Masks.product(
                                "a, b -> where((#k <= #i or #k < 2) and #j <= #k and #i <= #j + 3, a * b, 0)")
                        .diagram());
    }

    /// Every count equals what a walk over the loops adds up, at random blockings; and its expression, evaluated, is the number.
    @Test
    void countsEqualAWalkOverTheLoops() {
        long seed = 17;
        SplittableRandom random = new SplittableRandom(seed);
        int compared = 0;
        for (Diagram body : bodies()) {
            for (Region region : Streams.regions(body)) {
                for (StreamForm form : StreamAnalyzer.candidates(region)) {
                    for (int trial = 0; trial < 25; trial++) {
                        Sizes sizes = sizes(region, random);
                        Blocking blocking = blocking(form, sizes, random);
                        Schedule schedule = Scheduler.fixed(form, blocking, CPU);
                        compare(schedule, "seed " + seed + " " + blocking + "\n" + schedule.nest());
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(200);
    }

    private static void compare(Schedule schedule, String what) {
        Nest nest = schedule.nest();
        Blocking blocking = schedule.blocking();
        Counts counts = schedule.counts();
        Walk walk = Walk.of(schedule);
        assertThat(Counts.total(counts.globalRead(), blocking)).as(what).isEqualTo(walk.readBytes);
        assertThat(Counts.total(counts.globalWrite(), blocking))
                .as(what)
                .isEqualTo(walk.writeBytes);
        assertThat(schedule.cost().globalBytes())
                .as(what)
                .isEqualTo(walk.readBytes + walk.writeBytes);
        long computeReads =
                counts.localRead().stream()
                        .filter(c -> c.what().startsWith("read "))
                        .mapToLong(c -> c.at(blocking))
                        .sum();
        assertThat(computeReads).as(what).isEqualTo(walk.operandBytes);
        List<Node.Fold> folds =
                nest.placed().stream()
                        .flatMap(
                                p ->
                                        p.node() instanceof Node.Fold f
                                                ? Stream.of(f)
                                                : Stream.empty())
                        .toList();
        if (folds.size() == 1) {
            Count items =
                    counts.flops().stream()
                            .filter(c -> c.what().equals(folds.getFirst().tile().name()))
                            .findFirst()
                            .orElseThrow();
            assertThat(items.at(blocking))
                    .as(what)
                    .isEqualTo(walk.foldedItems * items.coefficient());
        }
        if (nest.placed().stream().anyMatch(p -> !p.guards().isEmpty())) {
            return; // what is left of the blocks is a number, not a product
        }
        Size symbolic = Counts.symbolic(counts.globalRead(), nest.form().region(), nest.grid());
        assertThat(symbolic.at(symbol -> bind(symbol, nest, blocking)))
                .as("%s = %s", symbolic, what)
                .isEqualTo(walk.readBytes);
    }

    /// Axis sizes by the axis of the diagram, block extents by their labels.
    private static long bind(String symbol, Nest nest, Blocking blocking) {
        for (String axis : blocking.sizes().keySet()) {
            if (symbol.equals(Count.label(nest.grid(), axis))) {
                return blocking.extent(axis);
            }
            if (symbol.equals(nest.form().region().sizeAxis(axis))) {
                return blocking.size(axis);
            }
        }
        throw new IllegalArgumentException(symbol);
    }

    private static Sizes sizes(Region region, SplittableRandom random) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        region.axes()
                .values()
                .forEach(axis -> sizes.computeIfAbsent(axis, _ -> random.nextLong(1, 12)));
        if (region.axes().containsKey("i") && region.inputs().equals(List.of("A"))) {
            sizes.put("j", sizes.getOrDefault("i", 1L));
        }
        sizes.putIfAbsent("w", 3L);
        return new Sizes(sizes);
    }

    private static Blocking blocking(StreamForm form, Sizes sizes, SplittableRandom random) {
        Blocking blocking = Blocking.whole(form.region(), sizes);
        Set<String> cuttable = NestBuilder.cuttable(form);
        for (String axis : form.region().axes().keySet()) {
            if (cuttable.contains(axis) || form.region().parallelAxes().contains(axis)) {
                blocking = blocking.with(axis, random.nextLong(1, blocking.size(axis) + 1));
            }
        }
        return blocking;
    }

    /// Pieces of blocks, counted one by one.
    @Test
    void piecesCoverEveryBlock() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2000; i++) {
            long size = random.nextLong(0, 40);
            long extent = random.nextLong(1, Math.max(2, size + 1));
            long piece = random.nextLong(1, 9);
            Map<String, Long> sizes = Map.of("a", size);
            Blocking blocking =
                    new Blocking(
                            new LinkedHashMap<>(sizes),
                            new LinkedHashMap<>(Map.of("a", extent)),
                            new Sizes(Map.of()));
            long pieces = 0;
            long blocks = 0;
            for (long from = 0; from < size; from += extent) {
                blocks++;
                for (long at = from; at < Math.min(size, from + extent); at += piece) {
                    pieces++;
                }
            }
            assertThat(blocking.pieces("a", piece))
                    .as("%d by %d by %d", size, extent, piece)
                    .isEqualTo(pieces);
            assertThat(blocking.blocks("a")).isEqualTo(blocks);
        }
    }

    @Test
    void extentsStayWithinTheirAxis() {
        Blocking whole =
                Blocking.whole(
                        Streams.region(Streams.softmaxThenContract()),
                        Streams.softmaxThenContract().sizes());
        assertThat(whole.with("x", 100).extent("x")).isEqualTo(whole.size("x"));
        assertThat(whole.with("x", 0).extent("x")).isEqualTo(1);
        assertThat(whole.with("x", 2).blocks("x")).isEqualTo(3);
    }
}
