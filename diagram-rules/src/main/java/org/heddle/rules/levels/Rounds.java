package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Blocking;

/// The rounds in which groups are computed: the blocks of every level are dealt to its memories, and within each those of the next level.
///
/// ```
///   rounds = Π over levels of ⌈blocks in a block of the level above / memories in one of the level above⌉, the units last
/// ```
final class Rounds {
    private final Trial trial;
    private final Chain chain;
    private final BiFunction<String, Blocking, List<Long>> choices;
    private final Map<List<Long>, Double> most = new HashMap<>();

    /// @param choices lengths of the blocks of caches along an axis, for the blocks of a group
    Rounds(Trial trial, Chain chain, BiFunction<String, Blocking, List<Long>> choices) {
        this.trial = trial;
        this.chain = chain;
        this.choices = choices;
    }

    /// Groups over the rounds in which they are computed: the blocks of a level are dealt to its memories, one block after the other.
    double atATime(List<Blocking> blocks, Blocking group) {
        double rounds = 1;
        Blocking outer = trial.benches().whole();
        for (int i = 0; i <= blocks.size(); i++) {
            Blocking own = i == blocks.size() ? group : blocks.get(i);
            rounds *= of((double) trial.groups(outer, own), memories(i));
            outer = own;
        }
        return trial.groups(group) / rounds;
    }

    /// In how many rounds so many blocks are dealt to so many memories.
    static double of(double blocks, double memories) {
        return Math.max(1, Math.ceil(blocks / memories));
    }

    /// Memories of a level, the units after the caches, for one of the level above.
    double memories(int place) {
        return count(place) / (place == 0 ? 1 : count(place - 1));
    }

    /// Memories of a level, the units after the caches.
    double count(int place) {
        List<Hardware.Level> levels = chain.caches();
        return place == levels.size() ? trial.hardware().units() : levels.get(place).count();
    }

    /// The most that {@link #atATime} is for the blocks of a group, whatever those of caches.
    double mostAtATime(Blocking group) {
        List<Long> key = trial.grid().stream().map(group::extent).toList();
        return most.computeIfAbsent(key, _ -> trial.groups(group) / fewest(group));
    }

    /// The fewest rounds of blocks of the nearest cache times those of groups within one. Both numbers of blocks are products over axes, so of what one axis after the other allows only pairs are kept of
    /// which no other has less of both.
    private double fewest(Blocking group) {
        int nearest = chain.caches().size();
        if (nearest == 0) {
            return of((double) trial.groups(group), memories(0));
        }
        List<Dealt> all = List.of(new Dealt(1, 1));
        for (String axis : trial.grid()) {
            List<Dealt> next = new ArrayList<>();
            for (long length : choices.apply(axis, group)) {
                double blocks = Math.ceilDiv(group.size(axis), length);
                double inside = Math.ceilDiv(length, group.extent(axis));
                all.forEach(d -> next.add(new Dealt(d.blocks() * blocks, d.inside() * inside)));
            }
            all = Dealt.least(next);
        }
        double fewest = Double.POSITIVE_INFINITY;
        for (Dealt dealt : all) {
            double own =
                    of(dealt.blocks(), count(nearest - 1)) * of(dealt.inside(), memories(nearest));
            fewest = Math.min(fewest, own);
        }
        return fewest;
    }

    /// @param blocks of a cache
    /// @param inside groups in one of them
    private record Dealt(double blocks, double inside) {
        static List<Dealt> least(List<Dealt> all) {
            all.sort(Comparator.comparingDouble(Dealt::blocks).thenComparingDouble(Dealt::inside));
            List<Dealt> least = new ArrayList<>();
            for (Dealt each : all) {
                if (least.isEmpty() || each.inside() < least.getLast().inside()) {
                    least.add(each);
                }
            }
            return least;
        }
    }

    /// The most that {@link #atATime} is for any number of groups between two, whatever the caches.
    static double mostAtATime(long fewest, long most, int units) {
        boolean mayFill = most / units * units >= Math.max(units, fewest);
        return mayFill ? units : most / Math.ceil((double) most / units);
    }
}
