package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Limits;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.time.Need;
import org.heddle.rules.time.Pace;
import org.heddle.rules.time.Simulation;
import org.heddle.rules.time.Task;
import org.heddle.rules.time.Work;

/// The groups of a kernel in launch order, each with what it asks.
///
/// ```
///   grid q, e     blocks of q    ██ ██ ██ █      the last one shorter
///   loop x        blocks left    ▏  ▎  ▌  █      by a mask: the part of a loop's steps that is done there
/// ```
///
/// Groups differ in the lengths of their blocks, where the last one along an axis is shorter, and in what guards leave of their loops. Of each shape the work is counted as that of a kernel
/// with no other group; steps under the same guards are taken for equally long in each block that is left. Groups that differ in nothing are one {@link Task}.
final class Groups {
    /// More tasks are not told apart: neighbours become groups that ask for their mean.
    private static final int MOST_TASKS = 16_384;

    private static final Work BEGUN = Work.of(Map.of(Need.GROUP, 1.0));

    private final Nest nest;
    private final Layouts.Plan plan;
    private final Set<Expr> settled;
    private final Blocking blocking;
    private final Hardware hardware;
    private final Layouts.Pieces pieces;
    private final int[] grid;
    private final long[] blocks;
    private final List<Guarded> guarded = new ArrayList<>();
    private final Map<List<Long>, List<Work>> shapes = new LinkedHashMap<>();

    /// Steps under the same guards, with the share of their loops that is left: by block of the grid axes that guards mention, each axis with a stride, 0 where the share does not depend on it.
    private static final class Guarded {
        private final List<Nest.Placed> steps;
        private final int[] strides;
        private final double[] shares;

        Guarded(List<Nest.Placed> steps, int[] strides, double[] shares) {
            this.steps = steps;
            this.strides = strides;
            this.shares = shares;
        }

        double share(long[] at) {
            long place = 0;
            for (int i = 0; i < at.length; i++) {
                place += strides[i] * at[i];
            }
            return shares[Math.toIntExact(place)];
        }
    }

    private Groups(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Plan plan,
            Set<Expr> settled,
            BlocksLeft left,
            Blocking blocking,
            Hardware hardware) {
        this.nest = nest;
        this.plan = plan;
        this.settled = settled;
        this.blocking = blocking;
        this.hardware = hardware;
        this.pieces = plan.pieces(blocking);
        this.grid = blocking.positions(nest.grid());
        this.blocks = Arrays.stream(grid).mapToLong(blocking::blocks).toArray();
        Map<List<Guard>, List<Nest.Placed>> byGuards = new LinkedHashMap<>();
        placed.forEach(p -> byGuards.computeIfAbsent(p.guards(), _ -> new ArrayList<>()).add(p));
        byGuards.forEach((guards, steps) -> guarded.add(guarded(steps, left.by(guards))));
    }

    private Guarded guarded(List<Nest.Placed> steps, Optional<LiveBlocks> left) {
        int[] strides = new int[grid.length];
        if (left.isEmpty()) {
            return new Guarded(steps, strides, new double[] {1});
        }
        List<String> along = left.get().axes().stream().filter(nest.grid()::contains).toList();
        double shapes = 1;
        for (String axis : along) {
            shapes *= blocking.blocks(axis);
        }
        if (shapes > MOST_TASKS) {
            return new Guarded(steps, strides, new double[] {left.get().share(blocking)});
        }
        int stride = 1;
        for (String axis : along.reversed()) {
            strides[nest.grid().indexOf(axis)] = stride;
            stride *= Math.toIntExact(blocking.blocks(axis));
        }
        return new Guarded(steps, strides, left.get().shares(along, blocking));
    }

    /// A cost with the time that {@link Simulation} finds.
    static Cost judge(Cost cost, List<Task> tasks, Hardware hardware) {
        return cost.taking(
                Simulation.seconds(
                        tasks, new Pace(hardware), residents(hardware, cost.localMemoryBytes())));
    }

    /// The groups in launch order: the last axis of the grid goes fastest.
    static List<Task> tasks(
            Nest nest,
            List<Nest.Placed> placed,
            Layouts.Plan plan,
            Set<Expr> settled,
            BlocksLeft left,
            Blocking blocking,
            Hardware hardware) {
        Groups groups = new Groups(nest, placed, plan, settled, left, blocking, hardware);
        return Arrays.stream(groups.blocks).anyMatch(count -> count == 0)
                ? List.of()
                : groups.tasks(0, new long[groups.grid.length]);
    }

    /// Groups that are resident on a unit at the same time.
    static int residents(Hardware hardware, long localMemoryBytes) {
        Limits limits = hardware.limits();
        long threads = limits.threadsPerUnit().value() / hardware.threadsPerGroup();
        long memory = hardware.local().capacityBytes() / Math.max(1, localMemoryBytes);
        long most = Math.min(limits.groupsPerUnit().value(), Math.min(threads, memory));
        return (int) Math.clamp(most, 1, limits.groupsPerUnit().value());
    }

    /// The groups whose blocks along the axes before one are given.
    private List<Task> tasks(int position, long[] at) {
        if (position == grid.length) {
            return List.of(new Task(work(at), 1));
        }
        if (!isGuarded(position)) {
            return even(position, at);
        }
        List<Task> tasks = new ArrayList<>();
        for (long block = 0; block < blocks[position]; block++) {
            at[position] = block;
            tasks(position + 1, at).forEach(task -> add(tasks, task));
        }
        return tasks;
    }

    /// Blocks that differ at most in the last one, which may be shorter.
    private List<Task> even(int position, long[] at) {
        boolean isRagged = blocking.size(grid[position]) % blocking.extent(grid[position]) != 0;
        long whole = isRagged ? blocks[position] - 1 : blocks[position];
        List<Task> tasks = new ArrayList<>();
        if (whole > 0) {
            at[position] = 0;
            tasks.addAll(repeated(tasks(position + 1, at), whole));
        }
        if (isRagged) {
            at[position] = whole;
            tasks(position + 1, at).forEach(task -> add(tasks, task));
        }
        return tasks;
    }

    /// Whether guards leave different blocks along an axis of the grid.
    private boolean isGuarded(int position) {
        return guarded.stream().anyMatch(steps -> steps.strides[position] > 0);
    }

    private static List<Task> repeated(List<Task> tasks, long times) {
        List<Task> some = new ArrayList<>(tasks);
        while (some.size() > 1 && some.size() > MOST_TASKS / times) {
            halve(some);
        }
        if (some.size() == 1) {
            Task one = some.getFirst();
            return List.of(new Task(one.work(), Math.multiplyExact(one.count(), times)));
        }
        List<Task> all = new ArrayList<>();
        for (long i = 0; i < times; i++) {
            some.forEach(task -> add(all, task));
        }
        return all;
    }

    private static void add(List<Task> tasks, Task task) {
        if (!tasks.isEmpty() && tasks.getLast().work().equals(task.work())) {
            Task before = tasks.removeLast();
            tasks.add(new Task(task.work(), before.count() + task.count()));
            return;
        }
        tasks.add(task);
        if (tasks.size() == 2 * MOST_TASKS) {
            halve(tasks);
        }
    }

    /// Makes every two neighbours one.
    private static void halve(List<Task> tasks) {
        int pairs = tasks.size() / 2;
        for (int i = 0; i < pairs; i++) {
            Task a = tasks.get(2 * i);
            Task b = tasks.get(2 * i + 1);
            long count = a.count() + b.count();
            Work sum = a.work().times((double) a.count()).plus(b.work().times((double) b.count()));
            tasks.set(i, new Task(sum.times(1.0 / (double) count), count));
        }
        if (tasks.size() % 2 == 1) {
            tasks.set(pairs++, tasks.getLast());
        }
        tasks.subList(pairs, tasks.size()).clear();
    }

    /// What the group of some blocks asks.
    private Work work(long[] at) {
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < grid.length; i++) {
            long extent = blocking.extent(grid[i]);
            lengths.add(Math.min(extent, blocking.size(grid[i]) - at[i] * extent));
        }
        List<Work> own = shapes.computeIfAbsent(lengths, this::shape);
        Work sum = BEGUN;
        for (int i = 0; i < own.size(); i++) {
            sum = sum.plus(own.get(i).times(guarded.get(i).share(at)));
        }
        return sum;
    }

    /// What the steps under each guard ask in a group of given lengths, if they are done in every block.
    private List<Work> shape(List<Long> lengths) {
        Blocking part = blocking.part(grid, lengths.stream().mapToLong(Long::longValue).toArray());
        List<Work> work = new ArrayList<>();
        for (Guarded steps : guarded) {
            Handling handling =
                    new Handling(nest, steps.steps, plan, settled, BlocksLeft.ALL, part, hardware);
            Pricing pricing =
                    new Pricing(
                            nest,
                            steps.steps,
                            plan,
                            settled,
                            BlocksLeft.ALL,
                            part,
                            hardware,
                            Optional.of(handling));
            work.add(pricing.work(part, pieces, blocking, 0));
        }
        return work;
    }
}
