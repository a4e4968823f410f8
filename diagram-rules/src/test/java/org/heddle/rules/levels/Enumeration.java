package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.hardware.TimeConstant;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Bench;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.search.Permutations;

/// Costs the blocks of all levels one by one, with no search and no bound: every length of a group's blocks, every piece of every fold, every block and every order of every cache, whose
/// transfers are counted by walking the blocks.
final class Enumeration {
    private final Trial trial;
    private final Chain chain;
    private final Hardware hardware;
    private final Map<Blocking, Long> passed = new HashMap<>();
    private double least = Double.POSITIVE_INFINITY;
    private double second = Double.POSITIVE_INFINITY;
    private long looked;

    Enumeration(Trial trial, Chain chain) {
        this.trial = trial;
        this.chain = chain;
        this.hardware = chain.hardware();
    }

    /// The least time of all.
    double least() {
        return least;
    }

    /// The least time with other blocks of a group.
    double second() {
        return second;
    }

    /// How many choices of blocks and pieces were costed.
    long looked() {
        return looked;
    }

    Enumeration run() {
        for (Blocking group : groups()) {
            double seconds = best(group);
            if (seconds < least) {
                second = least;
                least = seconds;
            } else {
                second = Math.min(second, seconds);
            }
        }
        return this;
    }

    private List<Blocking> groups() {
        List<Blocking> all = List.of(trial.benches().whole());
        for (var axis : new Planning(trial, chain).space().choices().entrySet()) {
            boolean isOne = axis.getValue().equals(List.of(1L));
            long longest = isOne ? 1 : trial.benches().whole().size(axis.getKey());
            all =
                    all.stream()
                            .flatMap(
                                    b ->
                                            LongStream.rangeClosed(1, longest)
                                                    .mapToObj(e -> b.with(axis.getKey(), e)))
                            .toList();
        }
        return all;
    }

    private double best(Blocking group) {
        Bench bench = trial.benches().at(group);
        if (bench.at(group).cost().localMemoryBytes() > hardware.local().capacityBytes()) {
            return Double.POSITIVE_INFINITY;
        }
        long local = trial.local(group);
        for (Trial.Folding folding : trial.steps(bench).folds()) {
            long read = leastRead(folding, group);
            if (read == Long.MAX_VALUE) {
                return Double.POSITIVE_INFINITY;
            }
            local += read;
        }
        double own = local / hardware.local().bytesPerSecond() + trial.computing(group);
        double feeding = bench.at(group).cost().globalBytes() / chain.feeding(hardware.local());
        double best = Double.POSITIVE_INFINITY;
        for (List<Blocking> caches : caches(group, 0)) {
            looked++;
            best = Math.min(best, seconds(caches, group, feeding, own));
        }
        return best;
    }

    private long leastRead(Trial.Folding folding, Blocking group) {
        long least = Long.MAX_VALUE;
        for (Piece piece : Piece.of(folding, chain)) {
            List<List<Long>> all = List.of(List.of());
            for (String axis : piece.axes()) {
                long longest = 8 * Math.ceilDiv(group.extent(axis), 8L);
                List<List<Long>> next = new ArrayList<>();
                for (List<Long> before : all) {
                    for (long length = 1; length <= longest; length++) {
                        List<Long> own = new ArrayList<>(before);
                        own.add(length);
                        next.add(own);
                    }
                }
                all = next;
            }
            long wanted = Math.min(piece.holder().workers(), most(piece, group));
            for (List<Long> lengths : all) {
                if (isPiece(piece, lengths, group)
                        && piece.held().applyAsLong(lengths) <= piece.holder().capacityBytes()
                        && pieces(piece, lengths, group) >= wanted) {
                    looked++;
                    least = Math.min(least, read(piece, lengths, group));
                }
            }
        }
        return least;
    }

    /// The most pieces that a block may have: of one element, of one vector, or of the least of an instruction.
    private static long most(Piece piece, Blocking group) {
        if (piece.instruction().isEmpty()) {
            List<Long> shortest = piece.lengths(group).stream().map(List::getFirst).toList();
            return pieces(piece, shortest, group);
        }
        long down = 1;
        long across = 1;
        for (String axis : piece.axes()) {
            down *= piece.rows().contains(axis) ? group.extent(axis) : 1;
            across *= piece.columns().contains(axis) ? group.extent(axis) : 1;
        }
        Instruction instruction = piece.instruction().get();
        return Math.max(1, down / instruction.m().least())
                * Math.max(1, across / instruction.n().least());
    }

    /// Whole instructions; along an axis that is one block not longer than it takes.
    private static boolean isPiece(Piece piece, List<Long> lengths, Blocking group) {
        for (int i = 0; i < lengths.size(); i++) {
            long extent = group.extent(piece.axes().get(i));
            long step = piece.instruction().isEmpty() ? piece.lengths(group).get(i).getFirst() : 1;
            if (piece.instruction().isEmpty()
                    && (lengths.get(i) % step != 0 || lengths.get(i) >= extent + step)) {
                return false;
            }
        }
        return piece.isWhole(lengths, group);
    }

    private static long pieces(Piece piece, List<Long> lengths, Blocking group) {
        long pieces = 1;
        for (String axis : piece.folding().fold().tile().axes()) {
            long length = piece.axes().contains(axis) ? lengths.get(piece.axes().indexOf(axis)) : 1;
            pieces *= (group.extent(axis) + length - 1) / length;
        }
        return pieces;
    }

    /// Every operand once for each piece of every block, block by block.
    private static long read(Piece piece, List<Long> lengths, Blocking group) {
        long bytes = 0;
        for (Count count : piece.folding().reads()) {
            long own =
                    piece.folding()
                            .product()
                            .map(p -> (long) p.format().bytes())
                            .orElse(count.coefficient());
            for (String axis : count.whole()) {
                own *= group.size(axis);
            }
            for (String axis : count.repeated()) {
                own *= group.blocks(axis);
            }
            for (String axis : count.pieced().keySet()) {
                long length = lengths.get(piece.axes().indexOf(axis));
                long pieces = 0;
                for (long from = 0; from < group.size(axis); from += group.extent(axis)) {
                    long block = Math.min(group.extent(axis), group.size(axis) - from);
                    pieces += (block + length - 1) / length;
                }
                own *= pieces;
            }
            bytes += own;
        }
        return bytes;
    }

    private List<List<Blocking>> caches(Blocking group, int place) {
        if (place == chain.caches().size()) {
            return List.of(List.of());
        }
        List<List<Blocking>> all = new ArrayList<>();
        for (List<Blocking> below : caches(group, place + 1)) {
            Blocking inner = below.isEmpty() ? group : below.getFirst();
            for (Blocking own : around(inner, group)) {
                List<Blocking> stack = new ArrayList<>(List.of(own));
                stack.addAll(below);
                all.add(stack);
            }
        }
        return all;
    }

    private List<Blocking> around(Blocking inner, Blocking group) {
        List<Blocking> all = List.of(group);
        Set<String> axes = new LinkedHashSet<>(trial.grid());
        axes.addAll(trial.benches().loops());
        for (String axis : axes) {
            List<Blocking> next = new ArrayList<>();
            for (Blocking b : all) {
                for (long e = 1; e <= group.size(axis); e++) {
                    if (e == group.size(axis) || e % inner.extent(axis) == 0) {
                        next.add(b.with(axis, e));
                    }
                }
            }
            all = next;
        }
        return all;
    }

    private double seconds(List<Blocking> caches, Blocking group, double feeding, double own) {
        double shared = feeding;
        double rounds = 1;
        Blocking above = trial.benches().whole();
        int memories = 1;
        for (int i = 0; i < caches.size(); i++) {
            Hardware.Level level = chain.caches().get(i);
            Blocking block = caches.get(i);
            boolean isPart =
                    trial.benches().loops().stream()
                            .anyMatch(axis -> block.extent(axis) < block.size(axis));
            long running =
                    Math.max(
                            1,
                            (long) hardware.units()
                                    * Bench.residents(
                                            hardware,
                                            trial.benches()
                                                    .at(group)
                                                    .at(group)
                                                    .cost()
                                                    .localMemoryBytes())
                                    / level.count());
            if (held(block) > level.capacityBytes() || (isPart && inside(block, group) > running)) {
                return Double.POSITIVE_INFINITY;
            }
            shared += passed(level, block) / chain.feeding(level);
            rounds *= rounds(inside(above, block), (double) level.count() / memories);
            above = block;
            memories = level.count();
        }
        rounds *= rounds(inside(above, group), (double) hardware.units() / memories);
        double working = inside(trial.benches().whole(), group) / rounds / hardware.units();
        double drawn = Math.min(1, hardware.constant(TimeConstant.SHARES) * working);
        return shared / drawn + own / Math.min(1, working);
    }

    private static double rounds(long blocks, double memories) {
        return Math.max(1, Math.ceil(blocks / memories));
    }

    private long inside(Blocking above, Blocking own) {
        long blocks = 1;
        for (String axis : trial.grid()) {
            blocks *= (above.extent(axis) + own.extent(axis) - 1) / own.extent(axis);
        }
        return blocks;
    }

    private long held(Blocking block) {
        long bytes = 0;
        for (Tile tile : loaded(block).keySet()) {
            bytes += elements(tile, block) * loaded(block).getOrDefault(tile, 0);
        }
        return bytes;
    }

    private Map<Tile, Integer> loaded(Blocking block) {
        Map<Tile, Integer> loaded = new LinkedHashMap<>();
        Bench bench = trial.benches().at(block);
        for (var placed : bench.placed()) {
            if (placed.node() instanceof Node.Load load) {
                int bytes = 0;
                for (String wire : load.wires()) {
                    bytes += bench.nest().form().region().array(wire).dtype().bytes();
                }
                loaded.merge(load.tile(), bytes, Integer::sum);
            }
        }
        return loaded;
    }

    private static long elements(Tile tile, Blocking block) {
        return tile.axes().stream().mapToLong(block::extent).reduce(1, (a, b) -> a * b);
    }

    /// Where there are several memories, what the counts say; where there is one, the least over all orders of what is moved while its blocks are walked.
    private long passed(Hardware.Level level, Blocking block) {
        if (level.count() > 1) {
            return trial.benches().at(block).at(block).cost().globalBytes();
        }
        return passed.computeIfAbsent(block, this::walked);
    }

    private long walked(Blocking block) {
        long best = Long.MAX_VALUE;
        for (List<String> order : Permutations.of(trial.grid())) {
            long bytes = 0;
            for (Count count : trial.steps(trial.benches().at(block)).global()) {
                bytes += walked(count, order, block);
            }
            best = Math.min(best, bytes);
        }
        return best;
    }

    /// Goes through the blocks of the grid and, in each, those of the walked axes that repeat the transfer; moves a block where it is not the one that is there.
    private long walked(Count count, List<String> order, Blocking block) {
        List<String> axes = new ArrayList<>(order);
        for (String axis : trial.benches().loops()) {
            boolean isAround = count.repeated().contains(axis) || count.whole().contains(axis);
            if (isAround && block.blocks(axis) > 1) {
                axes.add(axis);
            }
        }
        long moved = 0;
        List<Long> there = List.of();
        long all = axes.stream().mapToLong(block::blocks).reduce(1, (a, b) -> a * b);
        for (long at = 0; at < all; at++) {
            long rest = at;
            long elements = count.coefficient();
            List<Long> own = new ArrayList<>();
            for (String axis : axes.reversed()) {
                long place = rest % block.blocks(axis);
                rest /= block.blocks(axis);
                if (count.whole().contains(axis)) {
                    own.add(place);
                    elements *=
                            Math.min(
                                    block.extent(axis),
                                    block.size(axis) - place * block.extent(axis));
                }
            }
            for (String axis : count.whole()) {
                elements *= axes.contains(axis) ? 1 : block.size(axis);
            }
            if (at == 0 || !own.equals(there)) {
                moved += elements;
                there = own;
            }
        }
        return moved;
    }
}
