package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Bench;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Extents;
import org.heddle.rules.schedule.Space;
import org.heddle.rules.search.Foremost;
import org.heddle.rules.search.Least;
import org.heddle.rules.search.Permutations;

/// The blocks of memories that several groups share, and the order in which these go by, for the blocks of a group.
///
/// ```
///   block of a cache   whole blocks of what it feeds, or all of an axis
///   held               what is loaded; results stay below, and pass through when they are complete
///   groups at a time   where a block is part of a streamed axis, its groups work at the same time: each keeps its results
///   order              blocks of the grid one after the other, in a memory that there is one of: an array is not moved again while its block stays the same
/// ```
final class Caches {
    /// So many nodes are looked at for all blocks of groups together.
    private static final int NODES = 300_000;

    /// So many blocks and fewer: every whole number of blocks below is tried.
    private static final long EVERY = 24;

    private final Trial trial;
    private final Chain chain;
    private final List<String> axes;
    private final Blocking single;
    private final Map<Asked, Moved> moved = new HashMap<>();
    private final Map<Bench, Map<Asked, Long>> bounds = new HashMap<>();
    private final Map<List<Long>, List<Long>> lengths = new HashMap<>();
    private final Rounds rounds;
    private final double[] feeding;
    private int nodes = NODES;
    private Optional<Least> left = Optional.empty();

    Caches(Trial trial, Chain chain) {
        this.trial = trial;
        this.chain = chain;
        this.rounds = new Rounds(trial, chain, this::choices);
        this.feeding = chain.caches().stream().mapToDouble(chain::feeding).toArray();
        List<String> all = new ArrayList<>(trial.grid());
        all.addAll(trial.benches().loops());
        this.axes = List.copyOf(all);
        Blocking smallest = whole();
        for (String axis : axes) {
            smallest = smallest.with(axis, 1);
        }
        this.single = smallest;
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

    /// Seconds in which all caches take in what they do at least.
    double leastSeconds() {
        return leastSeconds(chain.caches().size());
    }

    /// Bytes that all caches take in together at least.
    long leastBytes() {
        return leastBytes(chain.caches().size());
    }

    /// The same of those that are farther than one.
    double leastSeconds(int cache) {
        double seconds = 0;
        for (int i = 0; i < cache; i++) {
            seconds += leastMoved(i) / feeding(i);
        }
        return seconds;
    }

    long leastBytes(int cache) {
        long bytes = 0;
        for (int i = 0; i < cache; i++) {
            bytes = Math.addExact(bytes, leastMoved(i));
        }
        return bytes;
    }

    private long leastMoved(int cache) {
        return movedAtLeast(cache, single, whole());
    }

    /// In which groups are computed.
    Rounds rounds() {
        return rounds;
    }

    /// Every axis one block.
    Blocking whole() {
        return trial.benches().whole();
    }

    /// The best blocks of all caches, and the second best; none where nothing fits.
    Foremost<Shares> best(Fixed fixed) {
        return best(fixed, _ -> true);
    }

    /// The same of those that cost what is worth looking at.
    Foremost<Shares> best(Fixed fixed, Predicate<Least> isWorth) {
        CacheSearch search = new CacheSearch(this, trial, chain, fixed, isWorth, nodes);
        Foremost<Shares> best = search.run();
        nodes -= search.looked();
        left = Least.ofBoth(left, search.left());
        return best;
    }

    /// Blocks of a cache around others: whole numbers of blocks of a group that are whole numbers of those others, and all of an axis.
    Space around(Blocking inner, Blocking group) {
        SequencedMap<String, List<Long>> choices = new LinkedHashMap<>();
        for (String axis : axes) {
            long size = Math.max(1, group.size(axis));
            List<Long> own = new ArrayList<>(choices(axis, group));
            own.removeIf(length -> length < size && length % inner.extent(axis) != 0);
            choices.put(axis, own);
        }
        return new Space(group, choices);
    }

    /// The lengths of blocks of caches along an axis.
    List<Long> choices(String axis, Blocking group) {
        long size = Math.max(1, group.size(axis));
        return isOnlyLoop(axis, group)
                ? shortest(group.extent(axis), size)
                : lengths.computeIfAbsent(List.of(group.extent(axis), size), Caches::lengths);
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

    private static List<Long> lengths(List<Long> of) {
        long below = of.getFirst();
        long size = of.getLast();
        long blocks = Math.ceilDiv(size, below);
        Set<Long> lengths = new TreeSet<>();
        for (long many : blocks <= EVERY ? Extents.all(blocks) : Extents.spread(blocks)) {
            lengths.add(Math.min(size, many * below));
        }
        return List.copyOf(lengths);
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

    /// Whether the groups of a block that is part of a streamed axis may work at the same time.
    boolean isTogether(int cache, Blocking block, Blocking group) {
        return !isStreamed(block) || trial.groups(block, group) <= most(cache, group);
    }

    boolean isStreamed(Blocking blocking) {
        return trial.benches().loops().stream()
                .anyMatch(axis -> blocking.extent(axis) < blocking.size(axis));
    }

    /// Groups that work at the same time on one memory of a cache.
    long most(int cache, Blocking group) {
        Hardware hardware = trial.hardware();
        long memory = trial.benches().at(group).memory(group);
        long all = (long) hardware.units() * Bench.residents(hardware, memory);
        return Math.max(1, all / chain.caches().get(cache).count());
    }

    /// What all levels cost.
    Least cost(List<Blocking> blocks, double atATime, Fixed fixed) {
        return cost(bytes(blocks), seconds(blocks), atATime, fixed);
    }

    /// The same of bytes into all caches, and the seconds that they take at full rates.
    Least cost(long bytes, double seconds, double atATime, Fixed fixed) {
        Rates rates = Rates.of(atATime, trial.hardware());
        return new Least(
                Math.addExact(bytes, fixed.bytes()),
                rates.seconds(seconds + fixed.feeding(), fixed.busy()));
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
            seconds += moved(i, blocks.get(i)).bytes() / feeding(i);
        }
        return seconds;
    }

    /// Bytes per second into a cache.
    double feeding(int cache) {
        return feeding[cache];
    }

    /// What crosses into a cache and out of it, in the order in which that is least.
    Moved moved(int cache, Blocking blocking) {
        Asked asked = new Asked(chain.caches().get(cache).count() == 1, blocking);
        return moved.computeIfAbsent(asked, this::count);
    }

    private Moved count(Asked asked) {
        Blocking blocking = asked.blocking();
        return count(asked, trial.benches().at(blocking), count -> count.at(blocking));
    }

    private Moved count(Asked asked, Bench bench, ToLongFunction<Count> value) {
        Blocking blocking = asked.blocking();
        List<Count> counts = trial.steps(bench).global();
        List<String> cut = trial.grid().stream().filter(axis -> blocking.blocks(axis) > 1).toList();
        Moved best = new Moved(Long.MAX_VALUE, cut);
        List<String> walked =
                trial.benches().loops().stream().filter(axis -> blocking.blocks(axis) > 1).toList();
        for (List<String> order : asked.isOne() ? Permutations.of(cut) : List.of(cut)) {
            long bytes = 0;
            for (Count count : counts) {
                Count own = asked.isOne() ? count.staying(order, walked) : count;
                bytes = Math.addExact(bytes, value.applyAsLong(own));
            }
            best = bytes < best.bytes() ? new Moved(bytes, order) : best;
        }
        return best;
    }

    /// Bytes that {@link #moved} is not below between two: those of the longest blocks. Where a loop may skip some, shorter ones skip more; what is left of their elements is moved then at least.
    long movedAtLeast(int cache, Blocking smallest, Blocking largest) {
        List<Bench> benches = trial.benches().bounding(smallest, largest);
        Asked asked = new Asked(chain.caches().get(cache).count() == 1, largest);
        if (benches.size() == 1 && isUnguarded(benches.getFirst())) {
            return moved(cache, largest).bytes();
        }
        long least = Long.MAX_VALUE;
        for (Bench bench : benches) {
            least = Math.min(least, bound(asked, bench));
        }
        return least;
    }

    private boolean isUnguarded(Bench bench) {
        return trial.steps(bench).global().stream().allMatch(count -> count.left().isEmpty());
    }

    private long bound(Asked asked, Bench bench) {
        return bounds.computeIfAbsent(bench, _ -> new HashMap<>())
                .computeIfAbsent(
                        asked, _ -> count(asked, bench, c -> c.least(asked.blocking())).bytes());
    }
}
