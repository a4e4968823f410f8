package org.heddle.rules.stage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Schedule;

/// The configurations that a machine has room for: blocks made of whole matrix instructions, teams that fit local memory and registers.
///
/// @param best for each number of teams the one that takes least time, the fastest first
/// @param tried how many fit; 0 where it is the schedule's
/// @param nearest where none fits, one of whole instructions for which there is most room; empty where no product is one for matrix instructions
public record Configurations(List<Configuration> best, int tried, Optional<Configuration> nearest) {
    public Configurations {
        best = List.copyOf(best);
    }

    private record Timed(Configuration configuration, double seconds, double transfers) {}

    /// Those of a kernel. There is one at least: where no product is one for matrix instructions, or no blocks of whole instructions fit, that of the schedule.
    public static Configurations of(Schedule schedule, Hardware hardware, Premises premises) {
        Map<Integer, Timed> byTeams = new TreeMap<>();
        int tried = 0;
        int wanted = premises.teams().orElse(1);
        double mostRoom = Double.NEGATIVE_INFINITY;
        Optional<Configuration> nearest = Optional.empty();
        for (Spread spread : Spread.of(schedule, hardware)) {
            for (Map<String, Long> extents : spread.candidates(premises)) {
                Residence room = Residence.of(spread, extents, premises);
                int most = room.teams(hardware);
                if (room.room(hardware) > mostRoom
                        && isAllowed(spread, extents, wanted, premises)) {
                    mostRoom = room.room(hardware);
                    nearest = Optional.of(Configuration.of(spread, extents, room, wanted));
                }
                for (int teams = 1; teams <= most; teams++) {
                    if (isAllowed(spread, extents, teams, premises)) {
                        tried++;
                        Timed timed =
                                timed(
                                        Configuration.of(spread, extents, room, teams),
                                        hardware,
                                        premises);
                        byTeams.merge(teams, timed, Configurations::faster);
                    }
                }
            }
        }
        return byTeams.isEmpty()
                ? new Configurations(List.of(Configuration.plain(schedule, premises)), 0, nearest)
                : new Configurations(sorted(byTeams), tried, Optional.empty());
    }

    private static List<Configuration> sorted(Map<Integer, Timed> byTeams) {
        List<Timed> all = new ArrayList<>(byTeams.values());
        all.sort(Comparator.comparingDouble(Timed::seconds).thenComparingDouble(Timed::transfers));
        return all.stream().map(Timed::configuration).toList();
    }

    /// Given blocks and teams are kept, and no team is left without work.
    private static boolean isAllowed(
            Spread spread, Map<String, Long> extents, int teams, Premises premises) {
        Schedule schedule = spread.schedule();
        long own = extents.getOrDefault(spread.axis(), 1L);
        OptionalLong block = premises.block(Count.label(schedule.nest().grid(), spread.axis()));
        boolean hasWork = own * (teams - 1) < schedule.blocking().size(spread.axis());
        return hasWork
                && (block.isEmpty() || block.getAsLong() == own * teams)
                && (premises.teams().isEmpty() || premises.teams().getAsInt() == teams);
    }

    private static Timed timed(Configuration configuration, Hardware hardware, Premises premises) {
        Stage stage = configuration.stage(hardware);
        double transfers =
                stage.inLoops().getOrDefault(Pipe.GLOBAL, 0.0)
                        + stage.outside().getOrDefault(Pipe.GLOBAL, 0.0);
        return new Timed(
                configuration,
                stage.seconds(premises.overlap(), configuration.teams()),
                transfers * stage.groups());
    }

    private static Timed faster(Timed a, Timed b) {
        return b.seconds() < a.seconds()
                        || (b.seconds() == a.seconds() && b.transfers() < a.transfers())
                ? b
                : a;
    }

    /// The fastest.
    public Configuration chosen() {
        return best.getFirst();
    }
}
