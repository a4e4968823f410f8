package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.search.Foremost;
import org.heddle.rules.stream.StreamForm;

/// The blocks of all levels of a machine that take the least time together, nothing being hidden behind anything else:
///
/// ```
///   seconds = Σ over caches and local memory of bytes / (rate of what feeds it · drawn)
///           + (Σ over pieces of bytes + bytes of steps) / (rate of local memory · working) + computing / working
/// ```
///
/// All that is added up is told: the seconds of {@link #levels}, of {@link #steps}, and of {@link #computing}. Of lengths that it may choose from, the search finds the best; see {@link #isComplete}.
///
/// @param levels caches, local memory, registers: one for each fold that is computed in pieces
/// @param computing seconds of the busiest pipe, of the units that work
/// @param seconds of all
/// @param atATime groups that work at the same time, on average
/// @param drawn the part of the rates of memories that groups share, as far as these draw them
/// @param working the part of the units that they are
/// @param tried blocks of a group that were looked at on all levels
/// @param among how many blocks of a group there were to choose from
/// @param isComplete whether nothing among them is better
/// @param gap by which part of its time others may take less, where searches were ended before; 1 where nothing is known
/// @param isOfInstructions whether all products that the machine has matrix instructions for are made of whole ones
/// @param scheduled the same of the blocks that are scheduled; empty where there are none, and where the search ended before it found others for them
public record Levels(
        List<Level> levels,
        Steps steps,
        double computing,
        double seconds,
        double atATime,
        double drawn,
        double working,
        long tried,
        long among,
        boolean isComplete,
        double gap,
        boolean isOfInstructions,
        Optional<Scheduled> scheduled) {
    public Levels {
        levels = List.copyOf(levels);
    }

    /// What steps move between local memory and registers beside the pieces of folds: loads, results that are taken up and put back, steps on elements.
    ///
    /// @param memory the local memory
    /// @param bytes of all groups
    /// @param seconds that these take
    public record Steps(String memory, long bytes, double seconds) {}

    /// What becomes of the blocks of a schedule for a group.
    public sealed interface Scheduled {
        /// What all levels cost with them, and the best of the others for these.
        ///
        /// @param isBest whether these are the blocks that were found
        /// @param groupBytes that cross into local memory and out of it
        /// @param more seconds than the best, as a part of it
        record Costed(boolean isBest, long groupBytes, double more) implements Scheduled {}

        /// A memory has no room for them.
        record NoRoom(String memory, long neededBytes, long capacityBytes) implements Scheduled {}

        /// A product that the machine has instructions for is not made of whole ones.
        ///
        /// @param fold its result
        record NotWhole(String fold) implements Scheduled {}
    }

    /// The best for the form of a schedule; empty where nothing fits, and where there is nothing to do.
    ///
    /// @throws ArithmeticException where a count exceeds a long
    public static Optional<Levels> of(Schedule schedule) {
        return of(
                schedule.nest().form(),
                schedule.blocking().diagram(),
                schedule.hardware(),
                Optional.of(schedule.blocking()));
    }

    /// The best for a form.
    ///
    /// @param scheduled blocks to compare with
    static Optional<Levels> of(
            StreamForm form, Sizes sizes, Hardware hardware, Optional<Blocking> scheduled) {
        if (Blocking.whole(form.region(), sizes).sizes().containsValue(0L)) {
            return Optional.empty();
        }
        return found(form, sizes, hardware, true, scheduled)
                .or(() -> found(form, sizes, plain(hardware), false, scheduled));
    }

    /// The machine without matrix instructions.
    private static Hardware plain(Hardware hardware) {
        return HardwareBuilder.of(hardware).instructions(List.of()).build();
    }

    private static Optional<Levels> found(
            StreamForm form,
            Sizes sizes,
            Hardware hardware,
            boolean isOfInstructions,
            Optional<Blocking> scheduled) {
        Planning planning =
                new Planning(new Trial(form, sizes, hardware), Chain.of(hardware)).run(scheduled);
        return planning.best()
                .winner()
                .map(
                        winner ->
                                new Telling(planning, planning.known(winner.point()))
                                        .levels(isOfInstructions, scheduled));
    }

    /// Tells of what was found.
    private static final class Telling {
        private final Planning planning;
        private final Plan winner;
        private final List<String> grid;
        private final Rates rates;

        Telling(Planning planning, Plan winner) {
            this.planning = planning;
            this.winner = winner;
            this.grid = planning.trial().grid();
            this.rates = Rates.of(winner.shares().atATime(), planning.chain().hardware());
        }

        Levels levels(boolean isOfInstructions, Optional<Blocking> scheduled) {
            Bindings bindings = new Bindings(planning, winner);
            List<Level> levels = new ArrayList<>();
            for (int i = 0; i < winner.shares().blocks().size(); i++) {
                levels.add(cache(i, bindings));
            }
            levels.add(group(bindings));
            for (int i = 0; i < winner.folds().size(); i++) {
                levels.add(piece(i));
            }
            return new Levels(
                    levels,
                    steps(),
                    planning.trial().computing(winner.group()) / rates.working(),
                    winner.cost().seconds(),
                    winner.shares().atATime(),
                    rates.drawn(),
                    rates.working(),
                    planning.tried(),
                    planning.space().size(),
                    planning.isComplete(),
                    planning.gap(),
                    isOfInstructions,
                    scheduled.flatMap(this::scheduled));
        }

        private Steps steps() {
            Hardware.Level local = planning.chain().hardware().local();
            long bytes = planning.trial().local(winner.group());
            return new Steps(local.name(), bytes, bytes / local.bytesPerSecond() / rates.working());
        }

        private Optional<Scheduled> scheduled(Blocking blocking) {
            return planning.plan(blocking)
                    .<Scheduled>map(
                            plan ->
                                    new Scheduled.Costed(
                                            blocking.equals(winner.group()),
                                            plan.groupBytes(),
                                            more(plan.cost().seconds())))
                    .or(() -> planning.misfit(blocking));
        }

        private double more(double seconds) {
            return seconds / winner.cost().seconds() - 1;
        }

        /// The extents of blocks along the axes of the grid, and along those that groups walk block by block, those of the winner or of another.
        private SequencedMap<String, Long> labels(Blocking blocking, Blocking other) {
            SequencedMap<String, Long> labels = new LinkedHashMap<>();
            for (String axis : grid) {
                labels.put(Count.label(grid, axis), blocking.extent(axis));
            }
            planning.trial().benches().loops().stream()
                    .filter(axis -> isWalked(axis, winner.group()) || isWalked(axis, other))
                    .forEach(axis -> labels.put(Count.label(grid, axis), blocking.extent(axis)));
            return labels;
        }

        private static boolean isWalked(String axis, Blocking group) {
            return group.extent(axis) < group.size(axis);
        }

        private Level cache(int place, Bindings bindings) {
            Caches caches = planning.caches();
            var level = planning.chain().caches().get(place);
            Blocking blocking = winner.shares().blocks().get(place);
            Caches.Moved moved = caches.moved(place, blocking);
            return new Level(
                    level.name(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    labels(blocking, winner.group()),
                    order(place, blocking),
                    moved.bytes(),
                    moved.bytes() / planning.chain().feeding(level) / rates.drawn(),
                    caches.held(blocking),
                    level.capacityBytes(),
                    bindings.ofCache(place),
                    winner.caches()
                            .runnerUp()
                            .filter(other -> !other.point().blocks().get(place).equals(blocking))
                            .map(
                                    other -> {
                                        Blocking own = other.point().blocks().get(place);
                                        return new Level.Other(
                                                labels(own, winner.group()),
                                                order(place, own),
                                                List.of(),
                                                caches.moved(place, own).bytes(),
                                                more(other.cost().seconds()));
                                    }));
        }

        /// The order in which the blocks of a cache go by.
        private List<String> order(int place, Blocking blocking) {
            List<String> order = new ArrayList<>(planning.caches().moved(place, blocking).order());
            order.addAll(planning.trial().loops(blocking));
            return order;
        }

        private Level group(Bindings bindings) {
            Hardware.Level local = planning.chain().hardware().local();
            return new Level(
                    local.name(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    labels(winner.group(), winner.group()),
                    planning.trial().loops(winner.group()),
                    winner.groupBytes(),
                    winner.groupBytes() / planning.feeding() / rates.drawn(),
                    planning.trial().benches().at(winner.group()).memory(winner.group()),
                    local.capacityBytes(),
                    bindings.ofGroup(),
                    planning.best()
                            .runnerUp()
                            .map(
                                    other -> {
                                        Blocking own = other.point().group();
                                        return new Level.Other(
                                                labels(own, own),
                                                planning.trial().loops(own),
                                                List.of(),
                                                other.point().groupBytes(),
                                                more(other.cost().seconds()));
                                    }));
        }

        private Level piece(int place) {
            Foremost<Pieces.Chosen> best = winner.pieces().get(place).best();
            Foremost.Ranked<Pieces.Chosen> chosen = best.winner().orElseThrow();
            Piece piece = chosen.point().piece();
            double working = rates.working() * winner.cost().seconds();
            return new Level(
                    piece.holder().level().name(),
                    Optional.of(winner.folds().get(place).fold().tile().name()),
                    piece.instruction().map(i -> i.name()),
                    piece.rows(),
                    pieces(chosen.point()),
                    piece.folding().fold().reduced(),
                    chosen.cost().bytes(),
                    chosen.cost().seconds() / rates.working(),
                    piece.held().applyAsLong(chosen.point().lengths()),
                    piece.holder().capacityBytes(),
                    planning.pieces().bindings(chosen.point(), winner.group()),
                    best.runnerUp()
                            .map(
                                    other ->
                                            new Level.Other(
                                                    pieces(other.point()),
                                                    piece.folding().fold().reduced(),
                                                    other.point().piece().rows(),
                                                    other.cost().bytes(),
                                                    (other.cost().seconds()
                                                                    - chosen.cost().seconds())
                                                            / working)));
        }

        private static SequencedMap<String, Long> pieces(Pieces.Chosen chosen) {
            SequencedMap<String, Long> pieces = new LinkedHashMap<>();
            for (int i = 0; i < chosen.lengths().size(); i++) {
                pieces.put(Pieces.label(chosen.piece().axes().get(i)), chosen.lengths().get(i));
            }
            return pieces;
        }
    }
}
