package org.heddle.rules.time;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// Groups in launch order, each taken by the first unit that has room.
///
/// ```
///   launch order   ███ ███ ███ ██ ██ ██ █ █ █          heights: how long each takes
///   unit 0         ███ ██ █ █
///   unit 1         ███ ██ █                            all units busy: each draws its part of the global bandwidth
///   unit 2         ███ ██            ◄── the last ones draw more, at most SHARES times their part
/// ```
///
/// Groups that are resident on one unit share its pipes evenly, and all that run share the global bandwidth evenly; one group's transfers hide its computing, or the reverse, as
/// {@link Pace#longer} says. While groups wait, all places are taken, so a group takes the same time whenever it begins, and equal groups are handed out round by round without looking at each.
/// When none waits, the places that are left go on from one end of a group to the next.
public final class Simulation {
    /// Ends that are so close together, in parts of a group's work, are one.
    private static final double TOGETHER = 1e-9;

    /// As often a span of time is halved to find when a number of groups is over.
    private static final int HALVINGS = 60;

    private final Pace pace;
    private final int residents;
    private final int places;
    private final double[] free;
    private final Work[] last;
    private final PriorityQueue<Integer> next;

    private Simulation(Pace pace, int residents) {
        this.pace = pace;
        this.residents = residents;
        this.places = Math.multiplyExact(pace.units(), residents);
        this.free = new double[places];
        this.last = new Work[places];
        Arrays.fill(last, Work.NONE);
        this.next =
                new PriorityQueue<>(
                        Comparator.<Integer>comparingDouble(place -> free[place])
                                .thenComparing(Comparator.naturalOrder()));
        IntStream.range(0, places).forEach(next::add);
    }

    /// Seconds of a launch.
    ///
    /// @param tasks in launch order; none where there is nothing to do
    /// @param residents groups that a unit runs at the same time, at least 1
    public static double seconds(List<Task> tasks, Pace pace, int residents) {
        return pace.launchSeconds() + new Simulation(pace, residents).run(tasks);
    }

    private double run(List<Task> tasks) {
        double lastStart = 0;
        for (Task task : tasks) {
            lastStart = take(task.work(), task.count(), lastStart);
        }
        return lastStart + drain(lastStart);
    }

    /// Hands out equal groups while all places are taken.
    ///
    /// @return when the last of them begins
    private double take(Work work, long count, double lastStart) {
        double seconds = full(work);
        if (seconds == 0) {
            return Math.max(lastStart, free[next.element()]);
        }
        long left = count > places ? inRounds(work, count, seconds) : count;
        double start = lastStart;
        for (; left > 0; left--) {
            int first = next.remove();
            start = free[first];
            free[first] += seconds;
            last[first] = work;
            next.add(first);
        }
        return start;
    }

    /// Hands out most of many equal groups at once.
    ///
    /// @return the groups that are left, at least 1
    private long inRounds(Work work, long count, double seconds) {
        long left = level(work, count, seconds);
        long rounds = isLevel(seconds) ? (left - 1) / places : 0;
        if (rounds > 0) {
            for (int i = 0; i < places; i++) {
                free[i] += rounds * seconds;
                last[i] = work;
            }
        }
        next.clear();
        IntStream.range(0, places).forEach(next::add);
        return left - rounds * places;
    }

    /// Lets places that get free earlier take groups, until all get free within one group's time of each other or hardly a group is left.
    ///
    /// @return the groups that are left, at least 1
    private long level(Work work, long count, double seconds) {
        double latest = Arrays.stream(free).max().orElseThrow();
        double low = Arrays.stream(free).min().orElseThrow();
        double until = latest;
        if (taken(latest, seconds) >= count) {
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (low + until) / 2;
                if (taken(middle, seconds) >= count) {
                    until = middle;
                } else {
                    low = middle;
                }
            }
            until = low;
        }
        long left = count;
        for (int i = 0; i < places; i++) {
            double groups = Math.floor((until - free[i]) / seconds);
            if (groups > 0) {
                free[i] += groups * seconds;
                last[i] = work;
                left -= (long) groups;
            }
        }
        return left;
    }

    /// Groups that are over by some time, if places take them as they get free.
    private double taken(double until, double seconds) {
        double taken = 0;
        for (double at : free) {
            taken += Math.max(0, Math.floor((until - at) / seconds));
        }
        return taken;
    }

    private boolean isLevel(double seconds) {
        double latest = Arrays.stream(free).max().orElseThrow();
        return latest - Arrays.stream(free).min().orElseThrow() <= seconds * (1 + TOGETHER);
    }

    /// Seconds of a group while all places are taken.
    private double full(Work work) {
        return seconds(work, residents, places);
    }

    /// @param beside groups on the unit
    /// @param running groups on all units
    private double seconds(Work work, int beside, int running) {
        double own = pace.even(work) * pace.units() * beside;
        double drawn = Math.min(1.0 / running, pace.drawn(1) / beside);
        return pace.longer(own, pace.global(work) / drawn);
    }

    /// A group that runs: what is left of it.
    private static final class Running {
        private final Work work;
        private final int unit;
        private double part;

        Running(Work work, int unit, double part) {
            this.work = work;
            this.unit = unit;
            this.part = part;
        }
    }

    /// Seconds from the beginning of the last group to the end of all.
    private double drain(double from) {
        List<Running> running = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            double whole = full(last[i]);
            double part = whole > 0 ? (free[i] - from) / whole : 0;
            if (part > TOGETHER) {
                running.add(new Running(last[i], i % pace.units(), part));
            }
        }
        double seconds = 0;
        while (!running.isEmpty()) {
            seconds += untilNext(running);
        }
        return seconds;
    }

    /// Goes on to the next end of a group.
    private double untilNext(List<Running> running) {
        int[] beside = new int[pace.units()];
        running.forEach(group -> beside[group.unit]++);
        double[] whole = new double[running.size()];
        double next = Double.POSITIVE_INFINITY;
        for (int i = 0; i < whole.length; i++) {
            Running group = running.get(i);
            whole[i] = seconds(group.work, beside[group.unit], whole.length);
            next = Math.min(next, group.part * whole[i]);
        }
        for (int i = 0; i < whole.length; i++) {
            running.get(i).part -= next / whole[i];
        }
        running.removeIf(group -> group.part <= TOGETHER);
        return next;
    }
}
