package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Space;
import org.heddle.rules.search.BranchAndBound;
import org.heddle.rules.search.Foremost;
import org.heddle.rules.search.Least;

/// The blocks of all caches for the blocks of one group, the nearest cache first; around each of its blocks that is worth it, those of the next one.
///
/// ```
///   group ─► nearest cache ─► … ─► farthest cache ─► rounds and bytes of all
///               │
///               └─ bytes of the others: moved once at least; rounds: of this level and below as they are, above as if blocks were dealt evenly
/// ```
final class CacheSearch {
    /// So many nodes are looked at for a cache around one block.
    private static final int NODES = 10_000;

    private final Caches caches;
    private final Trial trial;
    private final Chain chain;
    private final Rounds rounds;
    private final Caches.Fixed fixed;
    private final Predicate<Least> isWorth;
    private final Foremost<Caches.Shares> best = new Foremost<>();
    private final double fewestRounds;
    private final int allowed;
    private int looked;
    private Optional<Least> left = Optional.empty();

    /// @param isWorth whether what costs so much at least is worth looking at
    /// @param allowed nodes
    CacheSearch(
            Caches caches,
            Trial trial,
            Chain chain,
            Caches.Fixed fixed,
            Predicate<Least> isWorth,
            int allowed) {
        this.caches = caches;
        this.trial = trial;
        this.chain = chain;
        this.rounds = caches.rounds();
        this.fixed = fixed;
        this.isWorth = isWorth;
        this.allowed = allowed;
        this.fewestRounds = groups() / rounds.mostAtATime(fixed.group());
    }

    private double groups() {
        return trial.groups(fixed.group());
    }

    Foremost<Caches.Shares> run() {
        around(new Near(List.of(), 0, 0, 1), chain.caches().size() - 1);
        return best;
    }

    /// How many nodes were looked at.
    int looked() {
        return looked;
    }

    /// What all that was not looked at for want of nodes costs at least.
    Optional<Least> left() {
        return left.filter(this::isPromising);
    }

    private boolean isPromising(Least least) {
        return best.mayTake(least) && isWorth.test(least);
    }

    /// The caches whose blocks are chosen.
    ///
    /// @param blocks far to near
    /// @param bytes that cross into them
    /// @param seconds that these take at full rates
    /// @param rounds of what is inside the blocks of the farthest of them
    private record Near(List<Blocking> blocks, long bytes, double seconds, double rounds) {
        Blocking inner(Blocking group) {
            return blocks.isEmpty() ? group : blocks.getFirst();
        }
    }

    private void around(Near near, int cache) {
        if (cache < 0) {
            offer(near.blocks());
            return;
        }
        Space space = caches.around(near.inner(fixed.group()), fixed.group());
        BranchAndBound<Blocking> search =
                new BranchAndBound<>(
                        space,
                        block -> caches.held(block) <= chain.caches().get(cache).capacityBytes(),
                        (smallest, largest) -> least(near, cache, smallest, largest),
                        Foremost.CHEAPEST_FIRST,
                        this::isPromising,
                        block -> take(near, cache, block),
                        Math.min(NODES, allowed - looked));
        left = Least.ofBoth(left, search.run());
        looked += search.looked();
    }

    private void take(Near near, int cache, Blocking block) {
        if (!caches.isTogether(cache, block, fixed.group())) {
            return;
        }
        long bytes = caches.moved(cache, block).bytes();
        Blocking inner = near.inner(fixed.group());
        List<Blocking> blocks = new ArrayList<>(List.of(block));
        blocks.addAll(near.blocks());
        Near own =
                new Near(
                        blocks,
                        Math.addExact(near.bytes(), bytes),
                        near.seconds() + bytes / caches.feeding(cache),
                        near.rounds() * rounds(cache + 1, block, inner));
        if (looked < allowed) {
            around(own, cache - 1);
        } else {
            left = Least.ofBoth(left, Optional.of(least(near, cache, block, block)));
        }
    }

    private void offer(List<Blocking> blocks) {
        double atATime = rounds.atATime(blocks, fixed.group());
        best.offer(new Caches.Shares(blocks, atATime), caches.cost(blocks, atATime, fixed));
    }

    /// What all levels cost at least with blocks of a cache between two around those of the caches that are nearer.
    private Least least(Near near, int cache, Blocking smallest, Blocking largest) {
        if (caches.isStreamed(largest)
                && trial.groups(smallest, fixed.group()) > caches.most(cache, fixed.group())) {
            return new Least(Long.MAX_VALUE, Double.POSITIVE_INFINITY);
        }
        long own = caches.movedAtLeast(cache, smallest, largest);
        Blocking inner = near.inner(fixed.group());
        double fewest =
                Math.max(
                        near.rounds() * rounds(cache + 1, smallest, inner) * outer(cache, largest),
                        near.rounds() * outer(cache + 1, inner));
        return caches.cost(
                Math.addExact(near.bytes(), Math.addExact(own, caches.leastBytes(cache))),
                near.seconds() + own / caches.feeding(cache) + caches.leastSeconds(cache),
                groups() / Math.max(fewest, fewestRounds),
                fixed);
    }

    private double rounds(int place, Blocking outer, Blocking inner) {
        return Rounds.of((double) trial.groups(outer, inner), rounds.memories(place));
    }

    /// The fewest rounds in which the blocks of a level are dealt to its memories, whatever the caches above it.
    private double outer(int place, Blocking block) {
        return Rounds.of((double) trial.groups(caches.whole(), block), rounds.count(place));
    }
}
