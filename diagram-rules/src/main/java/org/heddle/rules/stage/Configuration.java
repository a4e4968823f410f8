package org.heddle.rules.stage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;

/// A kernel with its blocks, and teams that share them.
///
/// @param blocks extents of a group, by label
/// @param teams of a group
/// @param ofTeam extents of a team and where its tiles are; empty where groups are not made of teams
public record Configuration(
        Schedule schedule, Map<String, Long> blocks, int teams, Optional<OfTeam> ofTeam) {
    public Configuration {
        blocks = Collections.unmodifiableMap(new LinkedHashMap<>(blocks));
    }

    /// Groups that are made of teams.
    ///
    /// @param extents by axis
    public record OfTeam(Spread spread, Map<String, Long> extents, Residence residence) {
        public OfTeam {
            extents = Collections.unmodifiableMap(new LinkedHashMap<>(extents));
        }
    }

    /// The blocks of the schedule, as one team, or those that are given.
    static Configuration plain(Schedule schedule, Premises premises) {
        Map<String, Long> blocks = new LinkedHashMap<>();
        schedule.blocking()
                .extents()
                .forEach(
                        (axis, extent) ->
                                label(schedule, axis)
                                        .ifPresent(
                                                label ->
                                                        blocks.put(
                                                                label,
                                                                Math.min(
                                                                        premises.block(label)
                                                                                .orElse(extent),
                                                                        size(schedule, axis)))));
        return new Configuration(schedule, blocks, 1, Optional.empty());
    }

    private static long size(Schedule schedule, String axis) {
        return Math.max(1, schedule.blocking().size(axis));
    }

    /// The labels of a kernel.
    public static List<String> labels(Schedule schedule) {
        return schedule.blocking().extents().keySet().stream()
                .flatMap(axis -> label(schedule, axis).stream())
                .toList();
    }

    private static Optional<String> label(Schedule schedule, String axis) {
        Nest nest = schedule.nest();
        return nest.grid().contains(axis) || nest.cut().contains(axis)
                ? Optional.of(Count.label(nest.grid(), axis))
                : Optional.empty();
    }

    /// So many teams that share a block along the axis that is spread.
    static Configuration of(Spread spread, Map<String, Long> extents, Residence room, int teams) {
        Map<String, Long> blocks = new LinkedHashMap<>();
        extents.forEach(
                (axis, extent) ->
                        label(spread.schedule(), axis)
                                .ifPresent(
                                        label ->
                                                blocks.put(
                                                        label,
                                                        axis.equals(spread.axis())
                                                                ? extent * teams
                                                                : extent)));
        return new Configuration(
                spread.schedule(), blocks, teams, Optional.of(new OfTeam(spread, extents, room)));
    }

    /// Its stage on a machine.
    public Stage stage(Hardware hardware) {
        Nest nest = schedule.nest();
        Blocking blocking = schedule.blocking();
        for (String axis : schedule.blocking().extents().keySet()) {
            Long extent = blocks.get(Count.label(nest.grid(), axis));
            blocking = extent == null ? blocking : blocking.with(axis, extent);
        }
        return Stage.of(
                schedule,
                hardware,
                blocking,
                ofTeam.map(team -> new Stage.Teams(team.spread(), team.extents())));
    }

    /// Bytes of local memory of a group: all tiles where it is not made of teams.
    public long localBytes() {
        return ofTeam.map(
                        team -> team.residence().shared() + teams * team.residence().sharedOfTeam())
                .orElseGet(
                        () ->
                                Counts.localMemory(schedule.nest())
                                        .at(
                                                name -> {
                                                    Long block = blocks.get(name);
                                                    return block == null
                                                            ? schedule.blocking().diagram().of(name)
                                                            : block;
                                                }));
    }

    /// The least block along the axis that is spread for which computing a round takes as long as its transfers, everything else as it is; empty where nothing goes by.
    public OptionalDouble least(Hardware hardware) {
        Map<Pipe, Double> round = stage(hardware).round();
        double global = round.getOrDefault(Pipe.GLOBAL, 0.0);
        double computing = 0;
        for (Pipe pipe : List.of(Pipe.MATRIX, Pipe.FMA, Pipe.SPECIAL)) {
            computing = Math.max(computing, round.getOrDefault(pipe, 0.0));
        }
        double ratio = global / computing;
        return global > 0 && computing > 0 && ofTeam.isPresent()
                ? OptionalDouble.of(ratio * block(ofTeam.get().spread()))
                : OptionalDouble.empty();
    }

    private long block(Spread spread) {
        return blocks.getOrDefault(Count.label(schedule.nest().grid(), spread.axis()), 1L);
    }

    /// The label of the axis that is spread; empty where there is none.
    public String spreadLabel() {
        return ofTeam.map(team -> Count.label(schedule.nest().grid(), team.spread().axis()))
                .orElse("");
    }
}
