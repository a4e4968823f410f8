package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Bench;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Extents;
import org.heddle.rules.search.BranchAndBound;
import org.heddle.rules.search.Foremost;
import org.heddle.rules.search.Least;
import org.heddle.rules.search.Lengths;

/// The blocks of memories that several groups share, and the order in which these go by, for the blocks of a group.
///
/// ```
///   block of a cache   whole blocks of what it feeds, or all of an axis
///   held               what is loaded; results stay below, and pass through when they are complete
///   groups at a time   where a block is part of a streamed axis, its groups work at the same time: each keeps its results
///   order              blocks of the grid one after the other, in a memory that there is one of: an array is not moved again while its block stays the same
/// ```
final class Caches {
    private static final int NODES = 3_000;

    /// So many blocks and fewer: every whole number of blocks below is tried.
    private static final long EVERY = 24;

    private final Trial trial;
    private final Chain chain;
    private final List<String> axes;
    private final Map<Asked, Moved> moved = new HashMap<>();
    private Optional<Least> left = Optional.empty();

    Caches(Trial trial, Chain chain) {
        this.trial = trial;
        this.chain = chain;
        List<String> all = new ArrayList<>(trial.grid());
        all.addAll(trial.benches().loops());
        this.axes = List.copyOf(all);
    }

    private record Asked(boolean isOne, Blocking blocking) {}

    /// @param order of the axes of the grid, outermost first
    record Moved(long bytes, List<String> order) {}

    /// What does not depend on caches.
    ///
    /// @param feeding seconds of transfers into local memory
    /// @param busy seconds that units compute and move in their own memories, if all have the same to do
    record Fixed(Blocking group, long bytes, double feeding, double busy) {}

    /// @param blocks of each cache, far to near
    /// @param atATime groups that work at the same time, on average
    record Shares(List<Blocking> blocks, double atATime) {}

    /// What all that was not looked at for want of nodes costs at least, of whatever blocks of a group; empty where all was looked at that was worth it.
    Optional<Least> left() {
        return left;
    }

    /// Seconds in which all caches take in what is moved once.
    double leastSeconds() {
        return seconds(chain.caches().stream().map(_ -> trial.benches().whole()).toList());
    }

    /// Bytes of all caches together that are moved once.
    long leastBytes() {
        return bytes(chain.caches().stream().map(_ -> trial.benches().whole()).toList());
    }

    /// The best blocks of all caches, and the second best; none where nothing fits.
    Foremost<Shares> best(Fixed fixed) {
        return best(fixed, _ -> true);
    }

    /// The same of those that cost what is worth looking at.
    Foremost<Shares> best(Fixed fixed, Predicate<Least> isWorth) {
        Foremost<Shares> best = new Foremost<>();
        Optional<Least> own =
                new BranchAndBound<>(
                                lattice(fixed.group()),
                                p -> isRoomy(blocks(p, fixed.group())),
                                (smallest, largest) ->
                                        least(
                                                blocks(smallest, fixed.group()),
                                                blocks(largest, fixed.group()),
                                                fixed),
                                Foremost.CHEAPEST_FIRST,
                                least -> best.mayTake(least) && isWorth.test(least),
                                p -> {
                                    List<Blocking> blocks = blocks(p, fixed.group());
                                    if (isNested(blocks, fixed.group())
                                            && isTogether(blocks, fixed.group())) {
                                        double atATime = atATime(blocks, fixed.group());
                                        best.offer(
                                                new Shares(blocks, atATime),
                                                cost(blocks, atATime, fixed));
                                    }
                                },
                                NODES)
                        .run();
        left = Least.ofBoth(left, own);
        return best;
    }

    /// Cache by cache, axis by axis: whole numbers of blocks of a group, and all of the axis.
    Lengths lattice(Blocking group) {
        List<List<Long>> choices = new ArrayList<>();
        for (int cache = 0; cache < chain.caches().size(); cache++) {
            for (String axis : axes) {
                long size = Math.max(1, group.size(axis));
                choices.add(
                        isOnlyLoop(axis, group)
                                ? shortest(group.extent(axis), size)
                                : lengths(group.extent(axis), size));
            }
        }
        return new Lengths(choices);
    }

    /// Whether an axis is the only one that groups walk block by block.
    private boolean isOnlyLoop(String axis, Blocking group) {
        List<String> walked = new ArrayList<>(trial.benches().loops());
        walked.removeIf(a -> !a.equals(axis) && group.extent(a) >= group.size(a));
        return walked.equals(List.of(axis));
    }

    /// Along the only axis that groups walk, all of it or as little as possible: how much of it is there at a time moves no bytes.
    private static List<Long> shortest(long below, long size) {
        return below < size ? List.of(below, size) : List.of(size);
    }

    private static List<Long> lengths(long below, long size) {
        long blocks = Math.ceilDiv(size, below);
        Set<Long> lengths = new TreeSet<>();
        for (long many : blocks <= EVERY ? Extents.all(blocks) : Extents.spread(blocks)) {
            lengths.add(Math.min(size, many * below));
        }
        return List.copyOf(lengths);
    }

    List<Blocking> blocks(List<Long> point, Blocking group) {
        List<Blocking> blocks = new ArrayList<>();
        for (int cache = 0; cache < chain.caches().size(); cache++) {
            Blocking block = group;
            for (int axis = 0; axis < axes.size(); axis++) {
                block = block.with(axes.get(axis), point.get(cache * axes.size() + axis));
            }
            blocks.add(block);
        }
        return blocks;
    }

    /// Blocks of a cache are whole blocks of the next one, or reach to the end of the axis.
    private boolean isNested(List<Blocking> blocks, Blocking group) {
        for (int i = 0; i < blocks.size(); i++) {
            Blocking below = i + 1 < blocks.size() ? blocks.get(i + 1) : group;
            for (String axis : axes) {
                long extent = blocks.get(i).extent(axis);
                boolean isUncut = extent >= group.size(axis);
                if (!isUncut && extent % below.extent(axis) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isRoomy(List<Blocking> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            if (held(blocks.get(i)) > chain.caches().get(i).capacityBytes()) {
                return false;
            }
        }
        return true;
    }

    /// Bytes of what is loaded, of one block.
    long held(Blocking blocking) {
        long sum = 0;
        for (Trial.Loaded loaded : trial.steps(trial.benches().at(blocking)).loaded()) {
            long bytes = loaded.bytes();
            for (String axis : loaded.axes()) {
                bytes *= blocking.extent(axis);
            }
            sum += bytes;
        }
        return sum;
    }

    /// Whether the groups of every block that is part of a streamed axis work at the same time.
    private boolean isTogether(List<Blocking> blocks, Blocking group) {
        for (int i = 0; i < blocks.size(); i++) {
            if (isStreamed(blocks.get(i)) && groups(blocks.get(i), group) > most(i, group)) {
                return false;
            }
        }
        return true;
    }

    boolean isStreamed(Blocking blocking) {
        return trial.benches().loops().stream()
                .anyMatch(axis -> blocking.extent(axis) < blocking.size(axis));
    }

    /// Groups of one block.
    long groups(Blocking block, Blocking group) {
        long groups = 1;
        for (String axis : trial.grid()) {
            groups *= Math.ceilDiv(block.extent(axis), group.extent(axis));
        }
        return groups;
    }

    /// Groups that work at the same time on one memory of a cache.
    long most(int cache, Blocking group) {
        Hardware hardware = trial.hardware();
        long memory = trial.benches().at(group).memory(group);
        long all = (long) hardware.units() * Bench.residents(hardware, memory);
        return Math.max(1, all / chain.caches().get(cache).count());
    }

    /// Groups over the rounds in which they are computed: the blocks of a level are dealt to its memories, one block after the other.
    double atATime(List<Blocking> blocks, Blocking group) {
        double rounds = 1;
        for (int i = 0; i <= blocks.size(); i++) {
            rounds *= Math.max(1, Math.ceil(blocks(i, blocks, blocks, group) / memories(i)));
        }
        return trial.groups(group) / rounds;
    }

    /// What {@link #atATime} is not above between two: of each level at most as many blocks as there may be, or as there are memories.
    private double atATimeAtMost(List<Blocking> smallest, List<Blocking> largest, Blocking group) {
        double most = 1;
        for (int i = 0; i <= largest.size(); i++) {
            most *= Math.min(memories(i), blocks(i, largest, smallest, group));
        }
        long groups = trial.groups(group);
        return Math.min(most, mostAtATime(groups, groups, trial.hardware().units()));
    }

    /// Blocks of a level, the groups after the caches, in a block of the one above.
    private double blocks(int place, List<Blocking> above, List<Blocking> own, Blocking group) {
        Blocking outer = place == 0 ? trial.benches().whole() : above.get(place - 1);
        return groups(outer, place == own.size() ? group : own.get(place));
    }

    /// Memories of a level for one of the level above.
    private double memories(int place) {
        return count(place) / (place == 0 ? 1 : count(place - 1));
    }

    private double count(int place) {
        List<Hardware.Level> levels = chain.caches();
        return place == levels.size() ? trial.hardware().units() : levels.get(place).count();
    }

    /// The most that {@link #atATime} is for any number of groups between two, whatever the caches.
    static double mostAtATime(long fewest, long most, int units) {
        boolean mayFill = most / units * units >= Math.max(units, fewest);
        return mayFill ? units : most / Math.ceil((double) most / units);
    }

    private Least least(List<Blocking> smallest, List<Blocking> largest, Fixed fixed) {
        for (int i = 0; i < largest.size(); i++) {
            if (isStreamed(largest.get(i))
                    && groups(smallest.get(i), fixed.group()) > most(i, fixed.group())) {
                return new Least(Long.MAX_VALUE, Double.POSITIVE_INFINITY);
            }
        }
        double atATime = atATimeAtMost(smallest, largest, fixed.group());
        return cost(largest, atATime, fixed);
    }

    /// What all levels cost.
    Least cost(List<Blocking> blocks, double atATime, Fixed fixed) {
        Rates rates = Rates.of(atATime, trial.hardware());
        return new Least(
                Math.addExact(bytes(blocks), fixed.bytes()),
                rates.seconds(seconds(blocks) + fixed.feeding(), fixed.busy()));
    }

    private long bytes(List<Blocking> blocks) {
        long bytes = 0;
        for (int i = 0; i < blocks.size(); i++) {
            bytes = Math.addExact(bytes, moved(i, blocks.get(i)).bytes());
        }
        return bytes;
    }

    private double seconds(List<Blocking> blocks) {
        double seconds = 0;
        for (int i = 0; i < blocks.size(); i++) {
            seconds += moved(i, blocks.get(i)).bytes() / chain.feeding(chain.caches().get(i));
        }
        return seconds;
    }

    /// What crosses into a cache and out of it, in the order in which that is least.
    Moved moved(int cache, Blocking blocking) {
        Asked asked = new Asked(chain.caches().get(cache).count() == 1, blocking);
        Moved known = moved.get(asked);
        if (known == null) {
            known = count(asked);
            moved.put(asked, known);
        }
        return known;
    }

    private Moved count(Asked asked) {
        Blocking blocking = asked.blocking();
        List<Count> counts = trial.steps(trial.benches().at(blocking)).global();
        List<String> cut = trial.grid().stream().filter(axis -> blocking.blocks(axis) > 1).toList();
        Moved best = new Moved(Long.MAX_VALUE, cut);
        for (List<String> order : asked.isOne() ? orders(cut) : List.of(cut)) {
            long bytes = 0;
            for (Count count : counts) {
                Count own = asked.isOne() ? staying(count, order, blocking) : count;
                bytes = Math.addExact(bytes, own.at(blocking));
            }
            best = bytes < best.bytes() ? new Moved(bytes, order) : best;
        }
        return best;
    }

    /// All orders of some axes.
    static List<List<String>> orders(List<String> axes) {
        if (axes.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> orders = new ArrayList<>();
        for (String first : axes) {
            List<String> rest = new ArrayList<>(axes);
            rest.remove(first);
            for (List<String> order : orders(rest)) {
                List<String> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                orders.add(whole);
            }
        }
        return orders;
    }

    /// A transfer that is not repeated by the innermost axes of an order while its own block stays the same: none of its own axes has blocks inside them.
    private Count staying(Count count, List<String> order, Blocking blocking) {
        Set<String> own = new LinkedHashSet<>(count.whole());
        boolean isWalked =
                count.left().isPresent()
                        || trial.benches().loops().stream()
                                .anyMatch(a -> own.contains(a) && blocking.blocks(a) > 1);
        if (isWalked) {
            return count;
        }
        List<String> repeated = new ArrayList<>(count.repeated());
        for (String axis : order.reversed()) {
            if (own.contains(axis)) {
                break;
            }
            repeated.remove(axis);
        }
        return new Count(
                count.what(),
                count.coefficient(),
                count.whole(),
                repeated,
                count.pieced(),
                count.padded(),
                count.left());
    }
}
