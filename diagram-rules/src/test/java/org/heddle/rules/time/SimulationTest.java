package org.heddle.rules.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heddle.rules.time.Machines.pace;
import static org.heddle.rules.time.Machines.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Groups as tasks: by hand, against a simulation that steps from event to event and looks at every group, and against the closed form.
final class SimulationTest {
    private static final int DRAWS = 400;

    private static Task tasks(int units, double computing, double transfer, long count) {
        return new Task(work(units, computing, transfer), count);
    }

    /// Two units, groups of 3, 2, 2 and 1 seconds: 3 + 1 beside 2 + 2.
    @Test
    void unitsTakeGroupsAsTheyGetFree() {
        List<Task> tasks = List.of(tasks(2, 3, 0, 1), tasks(2, 2, 0, 2), tasks(2, 1, 0, 1));
        assertThat(Simulation.seconds(tasks, pace(2, 0, 2), 1)).isCloseTo(4, within(1e-12));
    }

    /// The long group last: 1 + 2 beside 2, then 3 from second 2 on.
    @Test
    void theOrderOfLaunchCounts() {
        List<Task> tasks = List.of(tasks(2, 1, 0, 1), tasks(2, 2, 0, 2), tasks(2, 3, 0, 1));
        assertThat(Simulation.seconds(tasks, pace(2, 0, 2), 1)).isCloseTo(5, within(1e-12));
    }

    /// Rows of a triangle, 1 to 4 seconds on two units, shortest first: 1 + 3 beside 2 + 4.
    @Test
    void aTriangleEndsWithItsLongestRow() {
        List<Task> tasks = IntStream.rangeClosed(1, 4).mapToObj(i -> tasks(2, i, 0, 1)).toList();
        assertThat(Simulation.seconds(tasks, pace(2, 0, 2), 1)).isCloseTo(6, within(1e-12));
        assertThat(Simulation.seconds(tasks.reversed(), pace(2, 0, 2), 1))
                .isCloseTo(5, within(1e-12));
    }

    /// Four units; a group needs a second of all the bandwidth and draws half of it at most. One alone takes 2 seconds; four share, and take 4.
    @ParameterizedTest
    @CsvSource({"1, 2", "2, 2", "3, 3", "4, 4", "5, 6", "8, 8"})
    void theBandwidthIsShared(long groups, double seconds) {
        assertThat(Simulation.seconds(List.of(tasks(4, 0, 1, groups)), pace(4, 0, 2), 1))
                .isCloseTo(seconds, within(1e-9));
    }

    /// A second of computing and 0.8 of the bandwidth on each of two units; a quarter of the shorter shows. While both run, transfers take 1.6: 1.6 + 0.25. Alone they take 0.8: 1 + 0.2.
    @Test
    void theLastGroupDrawsMore() {
        Pace pace = pace(2, 0.25, 2);
        assertThat(Simulation.seconds(List.of(tasks(2, 1, 0.8, 2)), pace, 1))
                .isCloseTo(1.85, within(1e-12));
        assertThat(Simulation.seconds(List.of(tasks(2, 1, 0.8, 3)), pace, 1))
                .isCloseTo(1.85 + 1.2, within(1e-12));
    }

    /// Residents share a unit: two of 1 second on one unit end together after 2, and with a third after that, after 3.
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "7, 7"})
    void residentsShareAUnit(long groups, double seconds) {
        assertThat(Simulation.seconds(List.of(tasks(1, 1, 0, groups)), pace(1, 0, 2), 2))
                .isCloseTo(seconds, within(1e-9));
    }

    @Test
    void nothingTakesOnlyItsLaunch() {
        assertThat(Simulation.seconds(List.of(), pace(3, 0.25, 2), 4)).isZero();
    }

    /// Equal groups that fill whole rounds take what the closed form says, as do those of one round.
    @Test
    void equalGroupsTakeWhatTheClosedFormSays() {
        SplittableRandom random = new SplittableRandom(7);
        for (int draw = 0; draw < DRAWS; draw++) {
            int units = random.nextInt(1, 9);
            long groups =
                    random.nextBoolean()
                            ? random.nextInt(1, units + 1)
                            : units * random.nextLong(1, 1_000_000);
            Pace pace = pace(units, random.nextDouble(), 1 + 3 * random.nextDouble());
            Work each = work(units, random.nextDouble(), random.nextDouble() / units);
            int residents = groups % (3L * units) == 0 ? random.nextInt(1, 4) : 1;
            if (groups % ((long) units * residents) != 0) {
                residents = 1;
            }
            double closed = pace.seconds(each.times((double) groups), (double) groups);
            assertThat(Simulation.seconds(List.of(new Task(each, groups)), pace, residents))
                    .as("%d groups on %d units, %d residents", groups, units, residents)
                    .isCloseTo(closed, within(1e-6 * closed));
        }
    }

    /// Handing out equal groups in rounds changes nothing: every event of every group, one after the other, comes to the same.
    @Test
    void isThatOfEveryEvent() {
        SplittableRandom random = new SplittableRandom(11);
        for (int draw = 0; draw < DRAWS; draw++) {
            int units = random.nextInt(1, 6);
            Pace pace = pace(units, random.nextDouble(), 1 + 3 * random.nextDouble());
            List<Task> tasks = new ArrayList<>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                double computing = random.nextInt(4) == 0 ? 0 : random.nextDouble();
                double transfer = random.nextInt(3) == 0 ? 0 : random.nextDouble() / units;
                tasks.add(tasks(units, computing, transfer, random.nextInt(1, 60)));
            }
            double simulated = Simulation.seconds(tasks, pace, 1);
            assertThat(simulated)
                    .as("%s on %d units", tasks, units)
                    .isCloseTo(byEvents(tasks, pace), within(1e-7));
        }
    }

    /// A group that runs, and the part of it that is left.
    private static final class Running {
        private final Work work;
        private double part = 1;

        Running(Work work) {
            this.work = work;
        }
    }

    /// From one end of a group to the next, with what each that runs takes at that time.
    private static double byEvents(List<Task> tasks, Pace pace) {
        Deque<Work> waiting = new ArrayDeque<>();
        tasks.forEach(task -> waiting.addAll(Collections.nCopies((int) task.count(), task.work())));
        List<Running> running = new ArrayList<>();
        double now = 0;
        while (!waiting.isEmpty() || !running.isEmpty()) {
            while (running.size() < pace.units() && !waiting.isEmpty()) {
                running.add(new Running(waiting.poll()));
            }
            double share = Math.min(1.0 / running.size(), pace.drawn(1));
            double next = Double.POSITIVE_INFINITY;
            List<Double> whole = new ArrayList<>();
            for (Running group : running) {
                double own = pace.even(group.work) * pace.units();
                double seconds = pace.longer(own, pace.global(group.work) / share);
                whole.add(seconds);
                next = Math.min(next, group.part * seconds);
            }
            now += next;
            for (int i = 0; i < running.size(); i++) {
                Running group = running.get(i);
                group.part = whole.get(i) == 0 ? 0 : group.part - next / whole.get(i);
            }
            running.removeIf(group -> group.part <= 1e-9);
        }
        return now;
    }

    /// More units that each draw as much as before, and more bandwidth for one of them, never take longer.
    @Test
    void moreOfAResourceNeverTakesLonger() {
        SplittableRandom random = new SplittableRandom(13);
        for (int draw = 0; draw < DRAWS; draw++) {
            double computing = random.nextDouble();
            double transfer = random.nextDouble() / 8;
            long groups = random.nextInt(1, 100);
            double exposed = random.nextDouble();
            double shares = 1 + random.nextDouble();
            double before = Double.POSITIVE_INFINITY;
            for (int units : new int[] {1, 2, 4, 8}) {
                Pace pace = pace(units, exposed, shares * units / 2);
                double seconds =
                        Simulation.seconds(
                                List.of(tasks(units, computing, transfer, groups)), pace, 1);
                assertThat(seconds).isLessThanOrEqualTo(before * (1 + 1e-9));
                before = seconds;
            }
            Pace narrow = pace(4, exposed, shares);
            Pace wide = pace(4, exposed, 2 * shares);
            List<Task> same = List.of(tasks(4, computing, transfer, groups));
            assertThat(Simulation.seconds(same, wide, 1))
                    .isLessThanOrEqualTo(Simulation.seconds(same, narrow, 1) * (1 + 1e-9));
        }
    }

    /// As many groups as fit a long take no longer to find than a few.
    @Test
    void hugeGridsAreHandedOutInRounds() {
        List<Task> tasks =
                List.of(
                        tasks(132, 1, 0, 1_000_000_000_000L),
                        tasks(132, 1e-6, 0, 1_000_000_000_000L),
                        tasks(132, 3, 0, 1));
        assertThat(Simulation.seconds(tasks, pace(132, 0, 2), 2))
                .isCloseTo(1e12 / 132 * (1 + 1e-6) + 1.5, within(3.0));
    }
}
