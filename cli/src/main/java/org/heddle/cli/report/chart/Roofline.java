package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.run.Comparison;
import org.heddle.rules.hardware.Hardware;

/// The hierarchical roofline of one kernel: how fast it computes over how much it computes per byte, for every memory that its bytes are known of.
///
/// ```
///   flop/s ▲      ╱local    ╱global
///          │     ╱─────────╱──────── fma
///          │    ╱   ●○    ╱    ●○        one point per memory, predicted and measured, all at the height of
///          │   ╱         ╱               flops / seconds, at flops / bytes of that memory
///          └──────────────────────► flop per byte
/// ```
///
/// Operations are those predicted, since no device counts them; bytes and seconds of a measured point are counted and measured.
///
/// @param roofs of memories, the farthest first; those of caches have no points
/// @param ceilings of pipes, the highest first
public record Roofline(
        String kernel, List<Roof> roofs, List<Ceiling> ceilings, List<Point> points) {
    public Roofline {
        roofs = List.copyOf(roofs);
        ceilings = List.copyOf(ceilings);
        points = List.copyOf(points);
    }

    /// What a memory lets through.
    public record Roof(String level, double bytesPerSecond) {
        /// The height of the roof in flop per second.
        public double at(double intensity) {
            return bytesPerSecond * intensity;
        }
    }

    /// What pipes compute at most.
    public record Ceiling(String name, double flopsPerSecond) {}

    /// Where a kernel lies.
    ///
    /// @param level the memory whose bytes its operations are divided by
    /// @param measured whether bytes were counted and the time was measured; otherwise both are predicted
    /// @param intensity flop per byte
    public record Point(String level, boolean measured, double intensity, double flopsPerSecond) {}

    /// The roofline of a kernel that was compared. It has no points where the kernel does no additions, multiplications or comparisons, or moves no bytes.
    public static Roofline of(Comparison.KernelRow row) {
        MemoryFlow flow = MemoryFlow.of(row);
        List<Roof> roofs = new ArrayList<>();
        roofs.add(roof(flow.global()));
        flow.caches().forEach(cache -> roofs.add(roof(cache)));
        roofs.add(roof(flow.local()));
        List<Point> points = new ArrayList<>();
        points.addAll(points(flow, flow.global().name(), flow.outer()));
        points.addAll(points(flow, flow.local().name(), flow.inner()));
        return new Roofline(flow.kernel(), roofs, ceilings(flow), points);
    }

    /// The highest that any kernel of this kind gets at an intensity: the nearest memory or the pipes.
    public double attainable(Roof roof, double intensity) {
        return Math.min(roof.at(intensity), ceilings.getFirst().flopsPerSecond());
    }

    private static Roof roof(Hardware.Level level) {
        return new Roof(level.name(), level.bytesPerSecond());
    }

    private static long flops(MemoryFlow flow) {
        return flow.work().getFirst().operations();
    }

    private static List<Ceiling> ceilings(MemoryFlow flow) {
        MemoryFlow.Work fma = flow.work().getFirst();
        List<Ceiling> ceilings = new ArrayList<>();
        ceilings.add(new Ceiling(fma.pipe(), fma.perSecond()));
        MemoryFlow.Work special = flow.work().getLast();
        if (fma.operations() > 0 && special.operations() > 0) {
            double seconds =
                    fma.operations() / fma.perSecond() + special.operations() / special.perSecond();
            ceilings.add(new Ceiling("with its special operations", fma.operations() / seconds));
        }
        return ceilings;
    }

    private static List<Point> points(MemoryFlow flow, String level, MemoryFlow.Traffic traffic) {
        List<Point> points = new ArrayList<>();
        point(level, false, flow, traffic.predicted(), flow.predictedSeconds())
                .ifPresent(points::add);
        traffic.counted()
                .flatMap(
                        bytes ->
                                flow.measuredSeconds()
                                        .flatMap(s -> point(level, true, flow, bytes, s)))
                .ifPresent(points::add);
        return points;
    }

    private static Optional<Point> point(
            String level, boolean measured, MemoryFlow flow, long bytes, double seconds) {
        double flops = flops(flow);
        return flops > 0 && bytes > 0 && seconds > 0
                ? Optional.of(new Point(level, measured, flops / bytes, flops / seconds))
                : Optional.empty();
    }
}
