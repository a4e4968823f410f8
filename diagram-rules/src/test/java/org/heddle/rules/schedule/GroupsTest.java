package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.heddle.rules.time.Need;
import org.heddle.rules.time.Task;
import org.heddle.rules.time.Work;
import org.heddle.testdata.RandomCascades;
import org.junit.jupiter.api.Test;

/// The groups of a kernel ask together for what the kernel does, each for its part.
final class GroupsTest {
    private static final Hardware CPU =
            HardwareBuilder.of(HardwareReader.shipped("cpu").orElseThrow()).units(2).build();

    private static Sketch product(long i, long j, long k) {
        return new Sketch()
                .axis("i", i)
                .axis("j", j)
                .axis("k", k)
                .input("A[i, k]", "B[k, j]")
                .contract("C[i, j]", "A[i, k]", "B[k, j]")
                .output("C");
    }

    private static Schedule fixed(Sketch sketch, Map<String, Long> extents) {
        Region region = Streams.regions(sketch.diagram()).getFirst();
        StreamForm form = StreamAnalyzer.candidates(region).getFirst();
        Blocking blocking = Blocking.whole(region, sketch.sizes());
        for (Map.Entry<String, Long> extent : extents.entrySet()) {
            blocking = blocking.with(extent.getKey(), extent.getValue());
        }
        return Scheduler.fixed(form, blocking, CPU);
    }

    /// What a kernel asks, counted as a whole.
    private static Work whole(Schedule schedule) {
        Layouts.Plan plan = schedule.layouts().pieces().plan();
        BlocksLeft left = new BlocksLeft(Optional.empty());
        var placed = schedule.nest().placed();
        Blocking blocking = schedule.blocking();
        Hardware hardware = schedule.hardware();
        Handling handling =
                new Handling(
                        schedule.nest(),
                        placed,
                        plan,
                        schedule.counts().settled(),
                        left,
                        blocking,
                        hardware);
        return new Pricing(
                        schedule.nest(),
                        placed,
                        plan,
                        schedule.counts().settled(),
                        left,
                        blocking,
                        hardware,
                        Optional.of(handling))
                .work(blocking, plan.pieces(blocking), blocking, schedule.cost().groups());
    }

    private static Work sum(List<Task> tasks) {
        Work sum = Work.NONE;
        for (Task task : tasks) {
            sum = sum.plus(task.work().times((double) task.count()));
        }
        return sum;
    }

    @Test
    void groupsAskTogetherForWhatTheKernelDoes() {
        SplittableRandom random = new SplittableRandom(23);
        List<Diagram> bodies = new ArrayList<>();
        RandomCascades.of(20, 29).map(RandomCascades.Cascade::diagram).forEach(bodies::add);
        bodies.add(product(9, 9, 9).diagram());
        int uneven = 0;
        for (Diagram body : bodies) {
            for (Region region : Streams.regions(body)) {
                for (StreamForm form : StreamAnalyzer.candidates(region)) {
                    for (int draw = 0; draw < 10; draw++) {
                        Schedule schedule = drawn(form, body, random);
                        List<Task> tasks = schedule.tasks();
                        uneven += tasks.size() > 1 ? 1 : 0;
                        assertSums(schedule, tasks);
                    }
                }
            }
        }
        assertThat(uneven).isGreaterThan(50);
    }

    private static Schedule drawn(StreamForm form, Diagram body, SplittableRandom random) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        body.axes().keySet().forEach(axis -> sizes.put(axis, (long) random.nextInt(1, 60)));
        Blocking blocking = Blocking.whole(form.region(), new Sizes(sizes));
        for (String axis : form.region().axes().keySet()) {
            boolean isOne = form.isSequential(axis) || form.single().contains(axis);
            long most = Math.max(1, blocking.size(axis));
            blocking = blocking.with(axis, isOne ? 1 : random.nextLong(1, most + 1));
        }
        return Scheduler.fixed(form, blocking, CPU);
    }

    private static void assertSums(Schedule schedule, List<Task> tasks) {
        Work whole = whole(schedule);
        Work sum = sum(tasks);
        assertThat(tasks.stream().mapToLong(Task::count).sum()).isEqualTo(schedule.cost().groups());
        for (Need need : Need.values()) {
            if (need != Need.ARITHMETIC) {
                assertThat(sum.of(need))
                        .as("%s of %s\n%s", need, schedule.blocking(), schedule.nest())
                        .isCloseTo(whole.of(need), within(1e-9 * (1e-9 + whole.of(need))));
            }
        }
        assertThat(sum.of(Need.ARITHMETIC))
                .isGreaterThanOrEqualTo(whole.of(Need.ARITHMETIC) * (1 - 1e-9));
    }

    /// Blocks of 2 under a triangle of 8: a group sees 1, 2, 3, 4 of the four blocks of x, and asks for as many parts of what it does there.
    @Test
    void masksMakeGroupsUnequal() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 8)
                        .axis("x", 8)
                        .axis("e", 4)
                        .input("S[q, x]", "V[x, e]")
                        .map("T[q, x]", "s -> where(#x <= #q, s, 0)", "S[q, x]")
                        .contract("O[q, e]", "T[q, x]", "V[x, e]")
                        .output("O");
        List<Task> tasks = fixed(sketch, Map.of("q", 2L, "x", 2L)).tasks();
        assertThat(tasks).hasSize(4).allMatch(task -> task.count() == 1);
        double stored = 2 * 4 * 4;
        double perBlock = (2 * 2 + 2 * 4) * 4;
        for (int q = 0; q < 4; q++) {
            assertThat(tasks.get(q).work().of(Need.GLOBAL) * CPU.global().bytesPerSecond())
                    .isGreaterThanOrEqualTo(stored + (q + 1) * perBlock);
            assertThat(tasks.get(q).work().of(Need.SPECIAL)).isZero();
        }
        double first = tasks.get(1).work().of(Need.STEP) - tasks.get(0).work().of(Need.STEP);
        double last = tasks.get(3).work().of(Need.STEP) - tasks.get(2).work().of(Need.STEP);
        assertThat(first).isPositive().isCloseTo(last, within(1e-9));
    }

    /// 100 rows in blocks of 40 by two blocks of columns: two rows of whole groups, then shorter ones that ask for half of it.
    @Test
    void theLastBlockIsShorter() {
        List<Task> tasks = fixed(product(100, 64, 16), Map.of("i", 40L, "j", 32L)).tasks();
        assertThat(tasks).extracting(Task::count).containsExactly(4L, 2L);
        assertThat(tasks.get(1).work().of(Need.LOCAL) / tasks.get(0).work().of(Need.LOCAL))
                .isBetween(0.45, 0.6);
    }

    /// What is told of equal groups in whole rounds is what the search compared.
    @Test
    void equalGroupsAreToldAsTheyWereSearched() {
        for (long rows : new long[] {16, 32, 64}) {
            Schedule schedule = fixed(product(128, 64, 48), Map.of("i", rows, "k", 16L));
            assertThat(schedule.cost().seconds())
                    .isCloseTo(
                            Scheduler.candidate(schedule.nest().form(), schedule.blocking(), CPU)
                                    .cost()
                                    .seconds(),
                            within(1e-15));
        }
    }

    /// Groups of 96 and 32 rows on two units: told as long as the longer one, which the closed form takes for two equal ones.
    @Test
    void unequalGroupsAreToldAsTheyAre() {
        Schedule schedule = fixed(product(128, 64, 48), Map.of("i", 96L));
        double searched =
                Scheduler.candidate(schedule.nest().form(), schedule.blocking(), CPU)
                        .cost()
                        .seconds();
        assertThat(schedule.cost().seconds()).isGreaterThan(1.05 * searched);
    }

    /// A product of 24 x 64 by 10 items, vectors of 16: pieces of 8 or 12 rows and 2 vectors, taken up once for each block of items.
    @Test
    void aFoldTakesUpItsPieces() {
        Work work = whole(fixed(product(24, 64, 10), Map.of("k", 5L)));
        assertThat(CPU.vectorLanes()).isEqualTo(8);
        assertThat(work.of(Need.PIECE)).isEqualTo(24.0 * 64 / 8 * 2);
        assertThat(work.of(Need.WAIT)).isZero();
        assertThat(work.of(Need.COMBINE)).isZero();
    }

    /// A row sum has one accumulator for each of four rows: half of the eight multiply-adds that could be under way. Lanes are combined once for each row.
    @Test
    void aRowSumWaits() {
        Sketch rows =
                new Sketch()
                        .axis("i", 8)
                        .axis("k", 64)
                        .input("A[i, k]")
                        .contract("b[i]", "A[i, k]")
                        .output("b");
        Work work = whole(fixed(rows, Map.of()));
        assertThat(work.of(Need.COMBINE)).isEqualTo(8);
        assertThat(work.of(Need.WAIT)).isEqualTo(2 * (64.0 / 8) * (8 - 4));
    }

    /// Of 21 columns, two vectors of 8 are copied whole and then the rest, for each of 6 rows; three lanes of the last vector take the root of nothing.
    @Test
    void tailsAreCopiedApart() {
        Sketch copy =
                new Sketch()
                        .axis("i", 6)
                        .axis("j", 21)
                        .input("A[i, j]")
                        .map("B[i, j]", "a -> sqrt(a)", "A[i, j]")
                        .output("B");
        Work work = whole(fixed(copy, Map.of()));
        assertThat(work.of(Need.TAIL)).isEqualTo(2 * 6);
        assertThat(work.of(Need.PADDING) / work.of(Need.SPECIAL))
                .isCloseTo(3.0 / 21, within(1e-12));
        assertThat(work.of(Need.VECTOR)).isEqualTo(6.0 * 3 * 2);
        assertThat(work.of(Need.STEP)).isEqualTo(3);
    }
}
