package org.heddle.rules.schedule;

import java.util.Comparator;
import java.util.stream.Stream;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Scope;
import org.heddle.rules.hardware.TimeConstant;
import org.heddle.rules.stream.Region;

/// Where the groups of a kernel draw its arrays from: the nearest cache that all units share and that holds all of them beside what else is in it, else global memory.
///
/// A kernel that runs after the one which made its inputs, or again, finds them there. What a transfer brings beside what is asked for stays in nearer caches until the next
/// block asks for it; from global memory it has to be brought again.
///
/// @param level that serves
/// @param whole whether runs of neighbours count as whole transfers
record Feeding(Hardware.Level level, boolean whole) {
    /// What serves a kernel.
    ///
    /// @param sizes of the axes, whatever the extents
    static Feeding of(Region region, Blocking sizes, Hardware hardware) {
        double part = hardware.constant(TimeConstant.CACHED);
        if (part == 0) {
            return new Feeding(hardware.global(), true);
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
                .max(Comparator.comparingDouble(Hardware.Level::bytesPerSecond))
                .map(level -> new Feeding(level, false))
                .orElse(new Feeding(hardware.global(), true));
    }

    /// Seconds of bytes with all of the bandwidth.
    ///
    /// @param bytes all bytes asked for
    /// @param run length of each run of neighbours in bytes
    double seconds(double bytes, double run) {
        return (whole ? level.busyBytes(bytes, run) : bytes) / level.bytesPerSecond();
    }

    /// The least that so many bytes take.
    double seconds(double bytes) {
        return bytes / level.bytesPerSecond();
    }

    private static double bytes(Region.Array array, Blocking sizes) {
        double bytes = array.dtype().bytes();
        for (String axis : array.axes()) {
            bytes *= sizes.diagram().of(axis);
        }
        return bytes;
    }
}
