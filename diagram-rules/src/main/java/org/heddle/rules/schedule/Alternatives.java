package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.stream.StreamForm;

/// Other schedules of a kernel, drawn at random: of every axis that may be cut a length of any magnitude.
public final class Alternatives {
    /// Drawn at most, for each one that is wanted.
    private static final int DRAWS = 60;

    /// Shorter blocks are not drawn: of one or two elements all of a kernel's time is that of its loops.
    private static final long SHORTEST = 4;

    /// A schedule that is predicted to take more times as long as the one given is not kept: measuring it takes too long.
    private static final double MOST = 5;

    private Alternatives() {}

    /// The schedule itself, then others that fit.
    ///
    /// @param count of all, at most
    public static List<Schedule> of(Schedule schedule, int count, long seed) {
        StreamForm form = schedule.nest().form();
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> axes = new LinkedHashSet<>(form.region().parallelAxes());
        axes.addAll(NestBuilder.cuttable(form));
        Batch batch = new Batch(form, schedule.blocking(), schedule.hardware());
        axes.removeIf(axis -> form.isSequential(axis) || batch.isSingle(axis));
        Set<Blocking> drawn = new HashSet<>(Set.of(schedule.blocking()));
        List<Schedule> found = new ArrayList<>(List.of(schedule));
        for (int i = 0; i < DRAWS * count && found.size() < count; i++) {
            Blocking blocking = draw(schedule.blocking(), axes, random);
            if (drawn.add(blocking)) {
                Schedule other = Scheduler.fixed(form, blocking, schedule.hardware());
                if (isKept(other, schedule)) {
                    found.add(other);
                }
            }
        }
        return found;
    }

    private static Blocking draw(Blocking from, Set<String> axes, SplittableRandom random) {
        Blocking drawn = from;
        for (String axis : axes) {
            long size = drawn.size(axis);
            List<Long> lengths =
                    Extents.spread(size).stream()
                            .filter(length -> length >= Math.min(size, SHORTEST))
                            .filter(length -> length <= 2 * Scheduler.LONGEST)
                            .toList();
            if (!lengths.isEmpty()) {
                drawn = drawn.with(axis, lengths.get(random.nextInt(lengths.size())));
            }
        }
        return drawn;
    }

    private static boolean isKept(Schedule other, Schedule schedule) {
        return other.cost().localMemoryBytes() <= other.hardware().local().capacityBytes()
                && other.cost().seconds() <= MOST * schedule.cost().seconds();
    }
}
