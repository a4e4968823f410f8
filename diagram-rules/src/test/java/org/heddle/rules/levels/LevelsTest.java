package org.heddle.rules.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.cost.LeastTransfers;
import org.heddle.rules.cost.Memories;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.hardware.Scope;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Chains;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.RegisterTile;
import org.heddle.rules.schedule.Rescalings;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.heddle.testdata.RandomCascades;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// On small diagrams nobody thought of, and small machines of two and three levels, the search finds what costing all blocks of all levels finds.
final class LevelsTest {
    private static final int DIAGRAMS = Integer.getInteger("heddle.levels", 60);

    /// A body, its sizes, and a machine.
    record Case(Diagram body, Sizes sizes, Hardware hardware) {
        @Override
        public String toString() {
            return body.name()
                    + " "
                    + sizes.byAxis()
                    + " "
                    + hardware.levels().stream()
                            .map(l -> l.count() + " " + l.name() + " " + l.capacityBytes())
                            .toList()
                    + (hardware.instructions().isEmpty() ? "" : " with instructions");
        }
    }

    static Stream<Case> small() {
        SplittableRandom random = new SplittableRandom(21);
        List<Diagram> cascades =
                RandomCascades.of(DIAGRAMS, 5).map(RandomCascades.Cascade::diagram).toList();
        return IntStream.range(0, DIAGRAMS).mapToObj(i -> draw(random, cascades.get(i), i));
    }

    private static Case draw(SplittableRandom random, Diagram cascade, int number) {
        Diagram body = body(random, cascade, number);
        Map<String, Long> sizes = new LinkedHashMap<>();
        body.axes().keySet().forEach(axis -> sizes.put(axis, random.nextLong(2, 7)));
        return new Case(body, new Sizes(sizes), machine(random, number));
    }

    private static Diagram body(SplittableRandom random, Diagram cascade, int number) {
        return switch (number % 4) {
            case 0 -> Chains.random(random);
            case 2 -> number % 8 == 2 ? Rescalings.random(random) : Chains.random(random);
            default -> cascade;
        };
    }

    /// Two levels below the first, or three: a cache that all groups share, or one for every two of them.
    private static Hardware machine(SplittableRandom random, int number) {
        String name = random.nextBoolean() ? "cpu" : "h200";
        Hardware shipped = HardwareReader.shipped(name).orElseThrow();
        int units = 4;
        List<Hardware.Level> levels = new ArrayList<>();
        levels.add(level("far", Scope.DEVICE, "", 1, 1L << 40, 1e9));
        String above = "far";
        if (number % 3 > 0) {
            int count = number % 3;
            levels.add(level("cache", Scope.DEVICE, above, count, random.nextLong(100, 900), 2e9));
            above = "cache";
        }
        levels.add(level("near", Scope.GROUP, above, units, random.nextLong(200, 1500), 5e9));
        levels.add(level("registers", Scope.THREAD, "near", 64, random.nextLong(100, 400), 2e10));
        boolean isOfShapes = number % 4 < 2;
        return HardwareBuilder.of(shipped)
                .units(units)
                .levels(levels)
                .pipes(
                        List.of(
                                new Hardware.Pipe("fma", DType.F32, 4e9, "test"),
                                new Hardware.Pipe("fma", DType.F64, 4e9, "test"),
                                new Hardware.Pipe("special", DType.F32, 1e9, "test"),
                                new Hardware.Pipe("special", DType.F64, 1e9, "test"),
                                new Hardware.Pipe("matrix", DType.F32, 3e10, "test")))
                .instructions(
                        isOfShapes
                                ? List.of(
                                        new Instruction(
                                                "mma",
                                                "matrix",
                                                DType.F32,
                                                DType.F32,
                                                new Instruction.Extent(2, 2, 1),
                                                new Instruction.Extent(2, 4, 2),
                                                2,
                                                2,
                                                "test"))
                                : List.of())
                .threadsPerGroup(name.equals("cpu") ? 1 : 4)
                .build();
    }

    private static Hardware.Level level(
            String name, Scope scope, String parent, int count, long capacity, double rate) {
        return new Hardware.Level(
                name,
                scope,
                Optional.of(parent).filter(p -> !p.isEmpty()),
                count,
                capacity,
                rate,
                4,
                "test");
    }

    /// Two caches one above the other: one that all share and one for every two, or two above four.
    static Stream<Case> ofTwoCaches() {
        SplittableRandom random = new SplittableRandom(22);
        List<Diagram> cascades =
                RandomCascades.of(DIAGRAMS, 6).map(RandomCascades.Cascade::diagram).toList();
        return IntStream.range(0, DIAGRAMS)
                .mapToObj(i -> drawWithTwoCaches(random, cascades.get(i), i))
                .filter(each -> each.body().axes().size() <= 3);
    }

    private static Case drawWithTwoCaches(SplittableRandom random, Diagram cascade, int number) {
        Diagram body = body(random, cascade, number);
        Map<String, Long> sizes = new LinkedHashMap<>();
        body.axes().keySet().forEach(axis -> sizes.put(axis, random.nextLong(2, 6)));
        int outer = 1 + number % 3 / 2;
        List<Hardware.Level> levels =
                List.of(
                        level("far", Scope.DEVICE, "", 1, 1L << 40, 1e9),
                        level("outer", Scope.DEVICE, "far", outer, random.nextLong(60, 600), 2e9),
                        level(
                                "inner",
                                Scope.DEVICE,
                                "outer",
                                2 * outer,
                                random.nextLong(40, 400),
                                3e9),
                        level("near", Scope.GROUP, "inner", 4, random.nextLong(100, 800), 5e9),
                        level(
                                "registers",
                                Scope.THREAD,
                                "near",
                                64,
                                random.nextLong(100, 400),
                                2e10));
        return new Case(
                body,
                new Sizes(sizes),
                HardwareBuilder.of(machine(random, number)).levels(levels).build());
    }

    static Stream<Case> enumerated() {
        return Stream.concat(small(), ofTwoCaches());
    }

    @ParameterizedTest
    @MethodSource("enumerated")
    void theWinnerIsThatOfAllBlocksOfAllLevels(Case each) {
        for (StreamForm form : forms(each)) {
            Trial trial = new Trial(form, each.sizes(), each.hardware());
            Chain chain = Chain.of(each.hardware());
            Enumeration all = new Enumeration(trial, chain).run();
            Planning planning = new Planning(trial, chain).run(Optional.empty());
            assertThat(planning.isComplete()).isTrue();
            if (all.least() == Double.POSITIVE_INFINITY) {
                assertThat(planning.best().winner()).isEmpty();
                continue;
            }
            double found = planning.best().winner().orElseThrow().cost().seconds();
            assertThat(found / all.least()).isCloseTo(1, within(1e-9));
            double second =
                    planning.best()
                            .runnerUp()
                            .map(r -> r.cost().seconds())
                            .orElse(Double.POSITIVE_INFINITY);
            assertThat(second == all.second() ? 1 : second / all.second())
                    .isCloseTo(1, within(1e-9));
            assertThat(planning.tried()).isLessThanOrEqualTo(all.looked());
        }
    }

    private static List<StreamForm> forms(Case each) {
        List<StreamForm> forms = new ArrayList<>();
        for (Region region : Streams.regions(each.body())) {
            forms.addAll(StreamAnalyzer.candidates(region));
        }
        return forms;
    }

    /// At local memory the search counts what the scheduler counts, and with the pieces that are emitted the same local bytes.
    @ParameterizedTest
    @MethodSource("small")
    void bytesAreThoseOfTheSchedule(Case each) {
        Hardware plain = HardwareBuilder.of(each.hardware()).instructions(List.of()).build();
        for (StreamForm form : forms(each)) {
            if (!(Scheduler.schedule(form, each.sizes(), plain)
                    instanceof Scheduler.Found(Schedule schedule, _))) {
                continue;
            }
            Trial trial = new Trial(form, each.sizes(), plain);
            long local = trial.local(schedule.blocking());
            for (Trial.Folding folding :
                    trial.steps(trial.benches().at(schedule.blocking())).folds()) {
                Piece piece = Piece.of(folding, Chain.of(plain)).getFirst();
                RegisterTile emitted = schedule.layouts().registers(folding.fold());
                List<Long> lengths =
                        piece.axes().stream().map(axis -> (long) emitted.extent(axis)).toList();
                local += piece.reading(schedule.blocking()).applyAsLong(lengths);
            }
            if (plain.execution() == Hardware.Execution.SIMT) {
                assertThat(local)
                        .isEqualTo(
                                schedule.cost().localReadBytes()
                                        + schedule.cost().localWriteBytes());
            }
            Levels.of(schedule)
                    .flatMap(Levels::scheduled)
                    .ifPresent(scheduled -> assertIsOf(schedule, scheduled));
        }
    }

    private static void assertIsOf(Schedule schedule, Levels.Scheduled scheduled) {
        switch (scheduled) {
            case Levels.Scheduled.Costed(_, long bytes, double more) -> {
                assertThat(bytes).isEqualTo(schedule.cost().globalBytes());
                assertThat(more).isGreaterThanOrEqualTo(-1e-9);
            }
            case Levels.Scheduled.NoRoom(_, long needed, long capacity) ->
                    assertThat(needed).isGreaterThan(capacity);
            case Levels.Scheduled.NotWhole none -> throw new AssertionError(none);
        }
    }

    /// What is told of the second best is not what is told of the best.
    @ParameterizedTest
    @MethodSource("small")
    void theSecondBestIsToldFromTheBest(Case each) {
        for (StreamForm form : forms(each)) {
            Optional<Levels> levels =
                    Levels.of(form, each.sizes(), each.hardware(), Optional.empty());
            for (Level level : levels.map(Levels::levels).orElse(List.of())) {
                boolean isTheSame =
                        level.runnerUp()
                                .map(
                                        other ->
                                                other.blocks().equals(level.blocks())
                                                        && other.rows().equals(level.rows()))
                                .orElse(false);
                assertThat(isTheSame).as("%s", level).isFalse();
            }
        }
    }

    /// No level takes in less than the least that its memory allows over real labels.
    @ParameterizedTest
    @MethodSource("small")
    void noGroupMovesLessThanRealLabels(Case each) {
        for (StreamForm form : forms(each)) {
            if (!(Scheduler.schedule(form, each.sizes(), each.hardware())
                    instanceof Scheduler.Found(Schedule schedule, _))) {
                continue;
            }
            Optional<Levels> levels = Levels.of(schedule);
            if (levels.isEmpty()) {
                continue;
            }
            Level group = level(levels.get(), "near");
            Schedule found = Scheduler.fixed(form, blocking(schedule, group), each.hardware());
            assertThat(group.bytes()).isEqualTo(found.cost().globalBytes());
            assertThat(group.heldBytes())
                    .isEqualTo(found.cost().localMemoryBytes())
                    .isLessThanOrEqualTo(group.capacityBytes());
            LeastTransfers least = LeastTransfers.of(schedule);
            for (Memories.Fed fed : Memories.of(least, each.hardware(), each.sizes()::of)) {
                assertThat((double) level(levels.get(), fed.level()).bytes())
                        .as("%s into %s", schedule.labels(), fed.level())
                        .isGreaterThanOrEqualTo(fed.bytes() * (1 - 1e-6));
            }
        }
    }

    private static Blocking blocking(Schedule schedule, Level group) {
        Blocking blocking = schedule.blocking();
        for (String axis : blocking.extents().keySet()) {
            String label = Count.label(schedule.nest().form().region().parallelAxes(), axis);
            Long extent = group.blocks().get(label);
            blocking = blocking.with(axis, extent == null ? blocking.size(axis) : extent);
        }
        return blocking;
    }

    static Level level(Levels levels, String name) {
        return levels.levels().stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
