package org.heddle.backend.simt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.heddle.backend.tile.TileProgram;
import org.heddle.rules.nest.Node;
import org.heddle.rules.schedule.RegisterTile;

/// Decides which thread computes which element of a fold.
///
/// ```
///   results ≥ threads                      the schedule's register piece per thread, as many rounds as it takes
///   fewer, many items each                 a team of 2, 4, 8 ... threads per result, which divide its items
///   fewer, few items                       smaller pieces, until every thread has one
/// ```
final class Deal {
    private final TileProgram program;
    private final int threads;
    private final int largestTeam;

    /// @param largestTeam the most threads that may share a result; 1 for none
    Deal(TileProgram program, int threads, int largestTeam) {
        this.program = program;
        this.threads = threads;
        this.largestTeam = largestTeam;
    }

    Mapping of(Node.Fold fold) {
        List<String> axes = fold.tile().axes();
        RegisterTile registers = program.registers(fold);
        SequencedMap<String, Integer> extents = new LinkedHashMap<>();
        axes.forEach(
                axis ->
                        extents.put(
                                axis,
                                (int) Math.min(registers.extent(axis), program.extent(axis))));
        if (pieces(extents) * 2 > threads) {
            return new Mapping.Pieces(axes, extents);
        }
        String along = along(fold, registers);
        int team = along.isEmpty() ? 1 : team(results(axes), program.extent(along));
        if (team > 1) {
            return new Mapping.Team(axes, team, along);
        }
        shrink(extents);
        return new Mapping.Pieces(axes, extents);
    }

    private long results(List<String> axes) {
        long results = 1;
        for (String axis : axes) {
            results = Math.multiplyExact(results, program.extent(axis));
        }
        return results;
    }

    private long pieces(SequencedMap<String, Integer> extents) {
        long pieces = 1;
        for (var entry : extents.entrySet()) {
            pieces =
                    Math.multiplyExact(
                            pieces, Math.ceilDiv(program.extent(entry.getKey()), entry.getValue()));
        }
        return pieces;
    }

    /// The reduced axis that a team divides: the one that runs innermost in memory, or the longest.
    private String along(Node.Fold fold, RegisterTile registers) {
        if (registers.reducedLane()) {
            return registers.lane();
        }
        String longest = "";
        for (String axis : fold.reduced()) {
            if (longest.isEmpty() || program.extent(axis) >= program.extent(longest)) {
                longest = axis;
            }
        }
        return longest;
    }

    /// As many threads per result as there are, each with at least two items.
    private int team(long results, long items) {
        int team = 1;
        while (team * 2L * results <= threads && team * 2 <= largestTeam && team * 4L <= items) {
            team *= 2;
        }
        return team;
    }

    private void shrink(SequencedMap<String, Integer> extents) {
        while (pieces(extents) * 2 <= threads) {
            String largest = "";
            for (var entry : extents.entrySet()) {
                if (largest.isEmpty() || entry.getValue() > extents.getOrDefault(largest, 1)) {
                    largest = entry.getKey();
                }
            }
            if (extents.getOrDefault(largest, 1) == 1) {
                return;
            }
            extents.put(largest, Math.ceilDiv(extents.getOrDefault(largest, 1), 2));
        }
    }
}
