package org.heddle.backend.tile;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Location;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Padding;

/// Whether all tiles of a group fit the local memory of the hardware that the program was scheduled for.
final class TileCapacity {
    private TileCapacity() {}

    /// The problem, where they do not: the bytes needed and there, the largest tile, and what to do.
    static Optional<Diagnostic> check(TileProgram program) {
        Hardware hardware = program.schedule().hardware();
        Padding padding = program.layouts().padding();
        long needed = padding.bytes();
        Hardware.Level local = hardware.local();
        if (needed <= local.capacityBytes()) {
            return Optional.empty();
        }
        Tile largest =
                program.tiles().stream()
                        .max(Comparator.comparingLong(padding::bytes))
                        .orElseThrow();
        String blocks =
                largest.axes().stream()
                        .map(axis -> axis + "=" + program.extent(axis))
                        .collect(Collectors.joining(", "));
        return Optional.of(
                Diagnostic.error(
                        Code.S801,
                        "kernel "
                                + program.name()
                                + ": its tiles take "
                                + needed
                                + " bytes of "
                                + local.name()
                                + " memory, "
                                + local.capacityBytes()
                                + " are there",
                        Location.at(Location.step(program.name())),
                        "the largest is "
                                + largest
                                + " with "
                                + padding.bytes(largest)
                                + " bytes at "
                                + blocks
                                + ": choose smaller blocks along its axes"));
    }
}
