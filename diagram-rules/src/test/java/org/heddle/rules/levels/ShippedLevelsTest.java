package org.heddle.rules.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All levels of machines that are shipped: what is found for products and for rows weighted by scores, how soon, and what binds.
final class ShippedLevelsTest {
    private static final String WEIGHTED =
            """
            weighted(Q: f32[h, q, d], K: f32[h, x, d], V: f32[h, x, e]) -> O
            axis h, q, x, d, e
            S[h, q, x] = Q[h, q, d] * K[h, x, d]
            T[h, q, x] = S[h, q, x] / sqrt(|d|)
            P[h, q, x] = softmax[x](T[h, q, x])
            O[h, q, e] = P[h, q, x] * V[h, x, e]
            """;

    private static final String PRODUCT =
            """
            product(A: f32[i, k], B: f32[k, j]) -> C
            axis i, j, k
            C[i, j] : f32 = A[i, k] * B[k, j]
            """;

    private static Schedule schedule(String text, Map<String, Long> sizes, Hardware hardware)
            throws Exception {
        Diagram diagram =
                TextReader.read(new SourceText("levels.hd", text)).diagram().orElseThrow();
        return Deriver.derive(diagram, new Sizes(sizes), hardware).kernels().getFirst().schedule();
    }

    private static Hardware shipped(String name) {
        return HardwareReader.shipped(name).orElseThrow();
    }

    /// All levels of rows that are weighted by scores, on an H200, are searched to the end in less than a second, and the group has the blocks that are emitted.
    @Test
    void rowsWeightedByScoresTakeLessThanASecond() throws Exception {
        Map<String, Long> sizes = Map.of("h", 8L, "q", 512L, "x", 512L, "d", 64L, "e", 64L);
        Schedule schedule = schedule(WEIGHTED, sizes, shipped("h200"));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            long start = threads.getCurrentThreadCpuTime();
            Levels levels = Levels.of(schedule).orElseThrow();
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) / 1e9);
            assertThat(levels.isComplete()).isTrue();
            assertThat(costed(levels).isBest()).isTrue();
            assertThat(LevelsTest.level(levels, "shared").bytes())
                    .isEqualTo(schedule.cost().globalBytes());
        }
        System.out.printf(Locale.ROOT, "all levels of weighted rows at h200: %.3f s%n", best);
        assertThat(best).isLessThan(1);
    }

    /// The seconds of all levels, of steps beside pieces and of computing are those of all, also where units wait for want of groups.
    @ParameterizedTest
    @ValueSource(strings = {"h200", "mi300x", "b200", "cpu"})
    void allThatIsAddedUpIsTold(String machine) throws Exception {
        String half = PRODUCT.replace("A: f32", "A: f16").replace("B: f32", "B: f16");
        Map<String, Long> sizes = Map.of("h", 8L, "q", 512L, "x", 512L, "d", 64L, "e", 64L);
        for (Schedule schedule :
                List.of(
                        schedule(
                                half, Map.of("i", 4096L, "j", 4096L, "k", 4096L), shipped(machine)),
                        schedule(PRODUCT, Map.of("i", 96L, "j", 80L, "k", 512L), shipped(machine)),
                        schedule(WEIGHTED, sizes, shipped(machine)))) {
            Levels levels = Levels.of(schedule).orElseThrow();
            double sum = levels.steps().seconds() + levels.computing();
            for (Level level : levels.levels()) {
                sum += level.seconds();
            }
            assertThat(sum / levels.seconds()).isCloseTo(1, within(1e-9));
            assertThat(levels.steps().bytes()).isPositive();
            double perSecond = shipped(machine).local().bytesPerSecond() * levels.working();
            assertThat(levels.steps().seconds() * perSecond / levels.steps().bytes())
                    .isCloseTo(1, within(1e-9));
        }
    }

    /// Blocks of products are whole instructions of a warpgroup, and pieces one of them.
    @Test
    void productsAreOfWholeInstructions() throws Exception {
        Map<String, Long> sizes = Map.of("i", 4096L, "j", 4096L, "k", 4096L);
        String half = PRODUCT.replace("A: f32", "A: f16").replace("B: f32", "B: f16");
        Levels levels = Levels.of(schedule(half, sizes, shipped("h200"))).orElseThrow();
        assertThat(levels.isOfInstructions()).isTrue();
        Level shared = LevelsTest.level(levels, "shared");
        Level team = LevelsTest.level(levels, "warpgroup");
        assertThat(team.by()).hasValue("wgmma.mma_async.m64nNk16");
        assertThat(team.blocks().values()).contains(64L);
        for (String axis : List.of("i", "j")) {
            long block = shared.blocks().getOrDefault("g_" + axis, 0L);
            assertThat(block % team.blocks().getOrDefault("r_" + axis, 0L)).isZero();
        }
        assertThat(shared.blocks().getOrDefault("s_k", 0L) % 16).isZero();
        assertThat(team.bindings().getFirst()).isInstanceOf(Binding.Shape.class);
        assertThat(shared.bindings().getFirst())
                .isInstanceOfSatisfying(
                        Binding.Room.class,
                        room -> {
                            assertThat(room.neededBytes()).isGreaterThan(room.capacityBytes());
                            assertThat(room.memory()).isEqualTo("shared");
                        });
    }

    /// With half of the room that binds the search finds something slower, with twice as much something faster.
    @Test
    void whatBindsBinds() throws Exception {
        Map<String, Long> sizes = Map.of("i", 512L, "j", 512L, "k", 512L);
        double before = Double.POSITIVE_INFINITY;
        for (long capacity : new long[] {1 << 16, 1 << 17, 1 << 18, 1 << 19}) {
            Hardware own =
                    HardwareBuilder.of(shipped("cpu"))
                            .local(level -> level.withCapacity(capacity))
                            .build();
            Levels levels = Levels.of(schedule(PRODUCT, sizes, own)).orElseThrow();
            assertThat(LevelsTest.level(levels, "local").bindings().getFirst())
                    .isInstanceOf(Binding.Room.class);
            assertThat(levels.seconds()).isLessThan(before);
            before = levels.seconds();
        }
    }

    /// Groups that share what goes by are no more than work at the same time.
    @Test
    void groupsAtATimeBindCaches() throws Exception {
        Map<String, Long> sizes = Map.of("i", 4096L, "j", 4096L, "k", 4096L);
        Hardware own =
                HardwareBuilder.of(shipped("h200"))
                        .levels(
                                shipped("h200").levels().stream()
                                        .map(
                                                l ->
                                                        l.name().equals("l2")
                                                                ? l.withCapacity(1 << 20)
                                                                : l)
                                        .toList())
                        .build();
        Levels levels = Levels.of(schedule(PRODUCT, sizes, own)).orElseThrow();
        assertThat(LevelsTest.level(levels, "l2").bindings())
                .filteredOn(Binding.AtATime.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Binding.AtATime.class,
                        most -> assertThat(most.groups()).isGreaterThan(most.most()));
    }

    @Test
    void nothingIsToldWhereNothingIsToBeDone() throws Exception {
        Map<String, Long> sizes = Map.of("i", 4L, "j", 4L, "k", 0L);
        assertThat(Levels.of(schedule(PRODUCT, sizes, shipped("h200")))).isEmpty();
    }

    /// Blocks that a cache has no room for are told so, not as if an instruction were the reason.
    @Test
    void scheduledBlocksThatACacheHasNoRoomForAreTold() throws Exception {
        Map<String, Long> sizes = Map.of("i", 256L, "j", 256L, "k", 256L);
        Hardware small =
                HardwareBuilder.of(shipped("h200"))
                        .levels(
                                shipped("h200").levels().stream()
                                        .map(l -> l.name().equals("l2") ? of(l, 64) : l)
                                        .toList())
                        .build();
        Levels levels = Levels.of(schedule(PRODUCT, sizes, small)).orElseThrow();
        assertThat(levels.scheduled().orElseThrow())
                .isInstanceOfSatisfying(
                        Levels.Scheduled.NoRoom.class,
                        none -> {
                            assertThat(none.memory()).isEqualTo("l2");
                            assertThat(none.capacityBytes()).isEqualTo(64);
                            assertThat(none.neededBytes()).isGreaterThan(64);
                        });
    }

    private static Hardware.Level of(Hardware.Level level, long capacity) {
        return new Hardware.Level(
                level.name(),
                level.scope(),
                level.parent(),
                level.count(),
                capacity,
                level.bytesPerSecond(),
                level.granularityBytes(),
                level.source());
    }

    private static Levels.Scheduled.Costed costed(Levels levels) {
        return switch (levels.scheduled().orElseThrow()) {
            case Levels.Scheduled.Costed costed -> costed;
            case Levels.Scheduled.NoRoom none -> throw new AssertionError(none);
            case Levels.Scheduled.NotWhole none -> throw new AssertionError(none);
        };
    }
}
