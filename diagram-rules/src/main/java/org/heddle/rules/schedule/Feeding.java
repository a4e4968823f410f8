package org.heddle.rules.schedule;

import java.util.stream.Stream;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Scope;
import org.heddle.rules.hardware.TimeConstant;
import org.heddle.rules.stream.Region;

/// Where the groups of a kernel draw its arrays from: the nearest cache that all units share and that holds all of them beside what else is in it, else global memory.
///
/// A kernel that runs after the one which made its inputs, or again, finds them there.
final class Feeding {
    private Feeding() {}

    /// Bytes per second of all units together.
    ///
    /// @param sizes of the axes, whatever the extents
    static double bytesPerSecond(Region region, Blocking sizes, Hardware hardware) {
        double part = hardware.constant(TimeConstant.CACHED);
        double global = hardware.global().bytesPerSecond();
        if (part == 0) {
            return global;
        }
        double bytes =
                Stream.concat(region.inputs().stream(), region.outputs().stream())
                        .distinct()
                        .mapToDouble(wire -> bytes(region.array(wire), sizes))
                        .sum();
        return hardware.levels().stream()
                .skip(1)
                .filter(level -> level.scope() == Scope.DEVICE)
                .filter(level -> bytes <= part * level.capacityBytes() * level.count())
                .mapToDouble(Hardware.Level::bytesPerSecond)
                .max()
                .orElse(global);
    }

    private static double bytes(Region.Array array, Blocking sizes) {
        double bytes = array.dtype().bytes();
        for (String axis : array.axes()) {
            bytes *= sizes.diagram().of(axis);
        }
        return bytes;
    }
}
