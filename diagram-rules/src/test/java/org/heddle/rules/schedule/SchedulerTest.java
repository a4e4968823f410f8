package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.schedule.Bench.Candidate;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchedulerTest {
    private static Hardware machine(String name, long capacityBytes) {
        Hardware h = HardwareReader.shipped(name).orElseThrow();
        return HardwareBuilder.of(h).local(level -> level.withCapacity(capacityBytes)).build();
    }

    private static Sketch matmul() {
        return new Sketch()
                .axis("i", 60)
                .axis("j", 50)
                .axis("k", 40)
                .input("A[i, k]", "B[k, j]")
                .contract("C[i, j]", "A[i, k]", "B[k, j]")
                .output("C");
    }

    private static Sketch stream() {
        return Streams.softmaxThenContract().axis("q", 70).axis("x", 90).axis("d", 8).axis("e", 20);
    }

    /// No extents of the ladder are faster: every combination is costed, one by one.
    @ParameterizedTest
    @ValueSource(longs = {8000, 20000, 400000})
    void theWinnerIsTheFastestOfAll(long capacity) {
        for (String name : List.of("cpu", "h200")) {
            Hardware hardware = machine(name, capacity);
            for (Sketch sketch : List.of(matmul(), stream())) {
                Diagram body = sketch.diagram();
                List<Region> regions = Streams.regions(body);
                Schedule winner = found(Scheduler.schedule(regions, sketch.sizes(), hardware));
                Candidate best = bruteForce(regions, sketch.sizes(), hardware);
                assertThat(winner.cost().localMemoryBytes()).isLessThanOrEqualTo(capacity);
                Blockings.assertWins(winner, best);
                assertThat(winner.cost())
                        .isEqualTo(
                                Scheduler.fixed(winner.nest().form(), winner.blocking(), hardware)
                                        .cost());
            }
        }
    }

    private static Schedule found(Scheduler.Result result) {
        return switch (result) {
            case Scheduler.Found(Schedule schedule, _) -> schedule;
            case Scheduler.NothingFits nothing -> throw new AssertionError(nothing.toString());
        };
    }

    private static Candidate bruteForce(List<Region> regions, Sizes sizes, Hardware hardware) {
        List<Candidate> all = new Blockings(hardware, SchedulerTest::steps).all(regions, sizes);
        double fastest = all.stream().mapToDouble(c -> c.cost().seconds()).min().orElseThrow();
        Candidate best = all.stream().min(Blockings.BETTER).orElseThrow();
        assertThat(best.cost().seconds()).isLessThan(1.02 * fastest);
        return best;
    }

    private static Set<Long> steps(StreamForm form, String axis, long size) {
        Set<Long> extents = new LinkedHashSet<>();
        boolean loop = NestBuilder.cuttable(form).contains(axis);
        boolean grid = form.region().parallelAxes().contains(axis);
        extents.add(size);
        for (long extent : new long[] {1, 16, 64, 256}) {
            if (extent < size && (grid || (loop && extent >= 16))) {
                extents.add(extent);
            }
        }
        if (loop && !grid && size <= 16 && size > 1) {
            extents.add(size - 1);
        }
        return extents;
    }

    /// An axis that every array has, and none innermost, is taken whole where it is reduced and rescaled, so that the array is loaded once.
    @Test
    void aReducedAxisThatIsInnermostNowhereIsKeptWhole() {
        Sketch sketch =
                new Sketch()
                        .axis("n", 1000)
                        .axis("a", 5040)
                        .axis("m", 11)
                        .input("X[n, a, m]")
                        .reduce(Monoid.Scalar.SUM, "s[n, m]", "x -> x * x", "X[n, a, m]")
                        .map("Y[n, a, m]", "x, s -> x * rsqrt(s)", "X[n, a, m]", "s[n, m]")
                        .output("Y");
        Hardware h200 = HardwareReader.shipped("h200").orElseThrow();
        Schedule found =
                found(Scheduler.schedule(Streams.regions(sketch.diagram()), sketch.sizes(), h200));
        assertThat(found.cost().globalBytes()).isEqualTo(2L * 4 * 1000 * 5040 * 11);
        assertThat(found.blocking().extent("n")).isEqualTo(1);
    }

    /// Where nothing is moved, no percentage of it is told.
    @Test
    void nothingIsNoPercentageOfNothing() {
        Sketch sketch = matmul().axis("i", 0).axis("j", 5).axis("k", 5);
        Hardware h200 = HardwareReader.shipped("h200").orElseThrow();
        Schedule found =
                found(Scheduler.schedule(Streams.regions(sketch.diagram()), sketch.sizes(), h200));
        assertThat(found.cost().globalBytes()).isZero();
        assertThat(found.reasons())
                .anyMatch(reason -> reason.contains("no global bytes either"))
                .noneMatch(reason -> reason.contains("% global bytes"));
        assertThat(Reasons.bytes(40, 0)).isEqualTo("40 global bytes instead of none");
        assertThat(Reasons.bytes(40, 20)).isEqualTo("+100.0% global bytes");
    }

    /// Between the steps of the ladder lie better extents, and they are found: never worse than the ladder's, and some not of it.
    @Test
    void extentsBetweenTheStepsOfTheLadderAreTried() {
        Set<Long> ladder = Set.of(1L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L);
        Set<Long> others = new LinkedHashSet<>();
        for (String name : List.of("cpu", "h200")) {
            for (long size : new long[] {96, 120, 200, 1000}) {
                Sketch sketch = matmul().axis("i", size).axis("j", size).axis("k", size);
                List<Region> regions = Streams.regions(sketch.diagram());
                Hardware hardware = machine(name, 60_000);
                Schedule found = found(Scheduler.schedule(regions, sketch.sizes(), hardware));
                Candidate plain = bruteForce(regions, sketch.sizes(), hardware);
                Blockings.assertWins(found, plain);
                found.blocking().extents().values().stream()
                        .filter(extent -> extent != size && !ladder.contains(extent))
                        .forEach(others::add);
            }
        }
        assertThat(others).isNotEmpty();
    }

    /// A search that ends by its bounds says among how many blockings nothing is better.
    @Test
    void whatBoundsLeaveOutIsSaid() {
        Sketch sketch = matmul().axis("i", 300).axis("j", 300).axis("k", 64);
        Schedule winner =
                found(
                        Scheduler.schedule(
                                Streams.regions(sketch.diagram()),
                                sketch.sizes(),
                                machine("h200", 60_000)));
        assertThat(String.join("\n", winner.reasons()))
                .containsPattern("by bounds on time and bytes none of [0-9,]{5,} with lengths");
    }

    /// Of equally fast schedules the one that moves less wins; then the reasons say so.
    @Test
    void thatBytesDecidedIsSaid() {
        int decided = 0;
        for (long size = 300; size < 1500; size += 171) {
            Sketch sketch = matmul().axis("i", size).axis("j", size).axis("k", 64);
            Schedule winner =
                    found(
                            Scheduler.schedule(
                                    Streams.regions(sketch.diagram()),
                                    sketch.sizes(),
                                    machine("cpu", 60_000)));
            decided +=
                    winner.reasons().stream()
                                    .anyMatch(
                                            reason ->
                                                    reason.contains("fewer bytes decided")
                                                            && reason.contains(" time, +"))
                            ? 1
                            : 0;
        }
        assertThat(decided).isPositive();
    }

    /// A machine of many units is not fed by a few groups, however fast its memory is.
    @Test
    void fewGroupsDrawAPartOfTheBandwidth() {
        Sketch sketch =
                new Sketch()
                        .axis("n", 1_000_000)
                        .axis("m", 16)
                        .input("A[n, m]")
                        .reduce(Scalar.SUM, "N[m]", "a -> a", "A[n, m]")
                        .output("N");
        Hardware hardware = HardwareReader.shipped("h200").orElseThrow();
        Cost cost =
                found(
                                Scheduler.schedule(
                                        Streams.regions(sketch.diagram()),
                                        sketch.sizes(),
                                        hardware))
                        .cost();
        double all = cost.globalBytes() / hardware.global().bytesPerSecond();
        assertThat(cost.groups()).isLessThan(hardware.units() / 4);
        assertThat(cost.seconds()).isGreaterThan(2 * all);
    }

    @Test
    void nothingFitsSaysHowMuchIsNeeded() {
        for (long capacity : new long[] {4, 100, 200}) {
            Scheduler.Result result =
                    Scheduler.schedule(
                            Streams.regions(stream().diagram()),
                            stream().sizes(),
                            machine("cpu", capacity));
            assertThat(result)
                    .isInstanceOfSatisfying(
                            Scheduler.NothingFits.class,
                            nothing -> {
                                assertThat(nothing.neededBytes()).isGreaterThan(capacity);
                                assertThat(nothing.capacityBytes()).isEqualTo(capacity);
                                assertThat(nothing.toString())
                                        .contains(
                                                Long.toString(nothing.neededBytes()),
                                                Long.toString(capacity));
                            });
        }
    }

    /// What is said to be needed is enough, and a byte less is not.
    @Test
    void theNeedIsExact() {
        List<Region> regions = Streams.regions(matmul().diagram());
        Scheduler.Result nothing = Scheduler.schedule(regions, matmul().sizes(), machine("cpu", 1));
        long needed = ((Scheduler.NothingFits) nothing).neededBytes();
        assertThat(Scheduler.schedule(regions, matmul().sizes(), machine("cpu", needed)))
                .isInstanceOf(Scheduler.Found.class);
        assertThat(Scheduler.schedule(regions, matmul().sizes(), machine("cpu", needed - 1)))
                .isInstanceOf(Scheduler.NothingFits.class);
    }

    @Test
    void theExplanationGivesNumbers() {
        Schedule winner =
                found(
                        Scheduler.schedule(
                                Streams.regions(matmul().diagram()),
                                matmul().sizes(),
                                machine("cpu", 20000)));
        assertThat(String.join("\n", winner.reasons()))
                .contains("bound by " + winner.cost().bound())
                .contains("of 19.5 KiB")
                .containsPattern("[0-9]+ schedules tried, [0-9]+ branches too large")
                .contains("runner-up");
        assertThat(winner.labels()).contains("g_i=", "g_j=");
    }

    @Test
    void emptyAxesAreScheduled() {
        Sketch sketch = matmul().axis("k", 0);
        Schedule winner =
                found(
                        Scheduler.schedule(
                                Streams.regions(sketch.diagram()),
                                sketch.sizes(),
                                machine("cpu", 20000)));
        assertThat(winner.cost().globalReadBytes()).isZero();
        assertThat(winner.cost().globalWriteBytes()).isEqualTo(60 * 50 * 4);
    }
}
