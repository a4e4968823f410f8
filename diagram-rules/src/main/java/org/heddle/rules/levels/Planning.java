package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.schedule.Bench;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Extents;
import org.heddle.rules.schedule.Space;
import org.heddle.rules.search.BranchAndBound;
import org.heddle.rules.search.Foremost;
import org.heddle.rules.search.Least;
import org.heddle.rules.stage.Product;
import org.hipparchus.util.ArithmeticUtils;

/// The search for the blocks of a group that are best with all other levels: of each, pieces and caches are searched for where bounds do not rule it out.
final class Planning {
    private static final int NODES = 100_000;

    /// Axes up to this size are cut into blocks of every length.
    private static final long EVERY = 24;

    /// Of longer ones all multiples of an instruction's shape up to this are tried, beside lengths of all magnitudes.
    private static final int SHAPES = 256;

    private final Trial trial;
    private final Chain chain;
    private final Pieces pieces;
    private final Caches caches;
    private final Foremost<Plan> best = new Foremost<>();
    private final double leastOfCaches;
    private final long leastBytesOfCaches;
    private long tried;
    private final Set<Blocking> offered = new HashSet<>();
    private Optional<Least> left = Optional.empty();

    Planning(Trial trial, Chain chain) {
        this.trial = trial;
        this.chain = chain;
        this.pieces = new Pieces(chain);
        this.caches = new Caches(trial, chain);
        this.leastOfCaches = caches.leastSeconds();
        this.leastBytesOfCaches = caches.leastBytes();
    }

    Trial trial() {
        return trial;
    }

    Chain chain() {
        return chain;
    }

    Pieces pieces() {
        return pieces;
    }

    Caches caches() {
        return caches;
    }

    Foremost<Plan> best() {
        return best;
    }

    /// Blocks of a group that were planned for on all levels.
    long tried() {
        return tried;
    }

    /// By which part of the time of the best others may take less: 0 where searches came to their end, or what they left is ruled out by what was found since; 1 where nothing is known.
    double gap() {
        if (!pieces.isComplete()) {
            return 1;
        }
        double found = best.winner().map(winner -> winner.cost().seconds()).orElse(0.0);
        return left.filter(best::mayTake)
                .map(least -> Math.max(0, 1 - least.seconds() / found))
                .orElse(0.0);
    }

    /// Whether nothing is better than what was found, nor than the second best.
    boolean isComplete() {
        return pieces.isComplete() && left.filter(best::mayTake).isEmpty();
    }

    /// Looks at blocks that are known and at their neighbours first, so that bounds are held against something good from the start; where the search is ended, at those of what it found.
    ///
    /// @param known blocks of a group that are worth looking at first
    Planning run(Optional<Blocking> known) {
        Space space = space();
        known.ifPresent(this::offer);
        descend(space);
        Optional<Least> groups =
                BranchAndBound.forTheBest(
                                space, this::isRoomy, this::least, best, this::offer, NODES)
                        .run();
        left = Least.ofBoth(groups, caches.left());
        if (left.filter(best::mayTake).isPresent()) {
            descend(space);
        }
        return this;
    }

    /// From the best on to the best of all that differ from it along one axis, until there is no better one.
    private void descend(Space space) {
        Optional<Blocking> from = group();
        Optional<Blocking> last = Optional.empty();
        while (!from.equals(last)) {
            last = from;
            for (int axis = 0; axis < space.axes(); axis++) {
                for (long length : space.choices(axis)) {
                    Blocking next = space.with(group().orElseThrow(), axis, length);
                    if (isRoomy(next)) {
                        offer(next);
                    }
                }
            }
            from = group();
        }
    }

    private Optional<Blocking> group() {
        return best.winner().map(winner -> winner.point().group());
    }

    /// Every length along short axes; along long ones those of all magnitudes, and whole instructions. What no instruction divides is left out.
    Space space() {
        Bench whole = trial.benches().at(trial.benches().whole());
        List<Product> products = List.copyOf(Product.of(whole.nest(), hardware()).values());
        return trial.benches()
                .everySpace(
                        axis -> lengths(trial.benches().whole().size(axis), steps(axis, products)));
    }

    private static List<Long> lengths(long size, List<Integer> steps) {
        Set<Long> lengths = new TreeSet<>(size <= EVERY ? Extents.all(size) : Extents.spread(size));
        for (int step : steps) {
            for (long many = 1; many * step <= SHAPES && many * step < size; many++) {
                lengths.add(many * step);
            }
        }
        lengths.removeIf(
                length -> length < size && steps.stream().anyMatch(step -> length % step != 0));
        return List.copyOf(lengths);
    }

    /// What blocks along an axis are multiples of where they do not take all of it, of each product that has the axis alone on a side.
    private static List<Integer> steps(String axis, List<Product> products) {
        List<Integer> steps = new ArrayList<>();
        for (Product product : products) {
            Instruction instruction = product.instruction();
            List<String> alone = List.of(axis);
            if (product.rows().equals(alone) || product.columns().equals(alone)) {
                steps.add(
                        ArithmeticUtils.gcd(
                                Piece.step(instruction.m()), Piece.step(instruction.n())));
            }
            if (product.fold().reduced().equals(alone)) {
                steps.add(instruction.k());
            }
        }
        return steps;
    }

    private Hardware hardware() {
        return chain.hardware();
    }

    private boolean isRoomy(Blocking blocking) {
        return trial.benches().at(blocking).least(blocking) <= hardware().local().capacityBytes();
    }

    Least least(Blocking smallest, Blocking largest) {
        long bytes = trial.benches().least(smallest, largest).bytes();
        double busy = Double.POSITIVE_INFINITY;
        long local = Long.MAX_VALUE;
        for (Bench bench : trial.benches().bounding(smallest, largest)) {
            long own = localAtLeast(bench, largest);
            local = Math.min(local, own);
            busy =
                    Math.min(
                            busy,
                            own / hardware().local().bytesPerSecond()
                                    + trial.computingAtLeast(bench, smallest, largest));
        }
        double atATime =
                Rounds.mostAtATime(
                        trial.groups(largest), trial.groups(smallest), hardware().units());
        return new Least(
                leastBytesOfCaches + bytes + local,
                Rates.of(atATime, hardware()).seconds(leastOfCaches + bytes / feeding(), busy));
    }

    private long localAtLeast(Bench bench, Blocking largest) {
        Trial.Steps steps = trial.steps(bench);
        long bytes = 0;
        for (Count count : steps.local()) {
            bytes = Math.addExact(bytes, count.least(largest));
        }
        for (Trial.Folding folding : steps.folds()) {
            bytes = Math.addExact(bytes, pieces.atLeast(folding, largest));
        }
        return bytes;
    }

    /// Bytes per second into local memory.
    double feeding() {
        return chain.feeding(hardware().local());
    }

    private void offer(Blocking blocking) {
        if (!offered.add(blocking)) {
            return;
        }
        Optional<Caches.Fixed> fixed = fixed(blocking);
        if (fixed.isPresent()) {
            double atATime = caches.rounds().mostAtATime(blocking);
            Least least =
                    new Least(
                            leastBytesOfCaches + fixed.get().bytes(),
                            Rates.of(atATime, hardware())
                                    .seconds(
                                            leastOfCaches + fixed.get().feeding(),
                                            fixed.get().busy()));
            if (best.mayTake(least)) {
                tried++;
                plan(blocking, best::mayTake).ifPresent(plan -> best.offer(plan, plan.cost()));
            }
        }
    }

    /// The blocks of all levels for those of a group; empty where something does not fit, or is not made of whole instructions.
    Optional<Plan> plan(Blocking blocking) {
        return plan(blocking, _ -> true);
    }

    /// The same plan with the second best blocks of caches, whatever is known to be better.
    Plan known(Plan plan) {
        return plan(plan.group())
                .filter(again -> again.cost().seconds() <= plan.cost().seconds())
                .orElse(plan);
    }

    private Optional<Plan> plan(Blocking blocking, Predicate<Least> isWorth) {
        return fixed(blocking)
                .map(
                        fixed -> {
                            List<Trial.Folding> folds = folds(blocking);
                            return new Plan(
                                    blocking,
                                    folds,
                                    folds.stream().map(f -> pieces.best(f, blocking)).toList(),
                                    fixed,
                                    caches.best(fixed, isWorth),
                                    groupBytes(blocking),
                                    fixed.bytes() - groupBytes(blocking));
                        })
                .filter(plan -> plan.caches().winner().isPresent());
    }

    private List<Trial.Folding> folds(Blocking blocking) {
        return trial.steps(trial.benches().at(blocking)).folds();
    }

    private long groupBytes(Blocking blocking) {
        return trial.benches().at(blocking).at(blocking).cost().globalBytes();
    }

    /// Why there is no plan for the blocks of a group: from local memory inwards, then outwards.
    Optional<Levels.Scheduled> misfit(Blocking blocking) {
        Hardware.Level local = hardware().local();
        long memory = trial.benches().at(blocking).memory(blocking);
        if (memory > local.capacityBytes()) {
            return Optional.of(
                    new Levels.Scheduled.NoRoom(local.name(), memory, local.capacityBytes()));
        }
        for (Trial.Folding folding : folds(blocking)) {
            if (folding.product().isPresent()
                    && pieces.best(folding, blocking).best().winner().isEmpty()) {
                return Optional.of(new Levels.Scheduled.NotWhole(folding.fold().tile().name()));
            }
        }
        long held = caches.held(blocking);
        return chain.caches().stream()
                .filter(cache -> held > cache.capacityBytes())
                .findFirst()
                .map(
                        cache ->
                                new Levels.Scheduled.NoRoom(
                                        cache.name(), held, cache.capacityBytes()));
    }

    private Optional<Caches.Fixed> fixed(Blocking blocking) {
        if (trial.benches().at(blocking).memory(blocking) > hardware().local().capacityBytes()) {
            return Optional.empty();
        }
        List<Foremost<Pieces.Chosen>> found = new ArrayList<>();
        for (Trial.Folding folding : folds(blocking)) {
            found.add(pieces.best(folding, blocking).best());
        }
        if (found.stream().anyMatch(f -> f.winner().isEmpty())) {
            return Optional.empty();
        }
        long local = trial.local(blocking);
        for (Foremost<Pieces.Chosen> each : found) {
            local = Math.addExact(local, each.winner().orElseThrow().cost().bytes());
        }
        long global = groupBytes(blocking);
        return Optional.of(
                new Caches.Fixed(
                        blocking,
                        Math.addExact(global, local),
                        global / feeding(),
                        local / hardware().local().bytesPerSecond() + trial.computing(blocking)));
    }
}
