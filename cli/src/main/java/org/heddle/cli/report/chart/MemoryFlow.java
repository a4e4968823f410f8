package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Moved;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Cost;
import org.heddle.rules.schedule.Schedule;

/// What flows through the memories of a machine while one kernel runs.
///
/// ```
///   global ──[ caches ]──► local ──► registers ──► pipes
///          ◄─[        ]───       ◄──
///           outer                inner             work
/// ```
///
/// Bytes of `outer` are those that groups ask global memory for. What a cache on the way keeps of them is not predicted, so caches have no figures of their own.
///
/// @param kernel its name
/// @param caches levels between global and local memory, the farthest first
/// @param outer between global and local memory
/// @param inner between local memory and registers
/// @param work what the pipes compute, by pipe
/// @param predictedSeconds of the kernel
/// @param measuredSeconds empty where nothing was timed
public record MemoryFlow(
        String kernel,
        Hardware.Level global,
        List<Hardware.Level> caches,
        Hardware.Level local,
        Traffic outer,
        Traffic inner,
        List<Work> work,
        double predictedSeconds,
        Optional<Double> measuredSeconds) {
    public MemoryFlow {
        caches = List.copyOf(caches);
        work = List.copyOf(work);
    }

    /// Bytes in one direction.
    ///
    /// @param counted empty where nobody counted them
    public record Flow(long predicted, Optional<Long> counted) {
        public boolean isExact() {
            return counted.filter(count -> count == predicted).isPresent();
        }
    }

    /// Bytes between two memories.
    ///
    /// @param toward from the farther one to the nearer one
    /// @param back the other way
    /// @param bytesPerSecond what the farther one serves
    public record Traffic(Flow toward, Flow back, double bytesPerSecond) {
        public long predicted() {
            return toward.predicted() + back.predicted();
        }

        /// Both directions; empty where one was not counted.
        public Optional<Long> counted() {
            return toward.counted().flatMap(in -> back.counted().map(out -> in + out));
        }
    }

    /// Operations of a pipe; they are counted by nobody.
    ///
    /// @param pipe its name in the hardware description, and the element type
    public record Work(String pipe, long operations, double perSecond) {}

    /// What flows in a kernel that was compared.
    public static MemoryFlow of(Comparison.KernelRow row) {
        Schedule schedule = row.kernel().kernel().schedule();
        Hardware hardware = schedule.hardware();
        Moved predicted = row.predicted();
        Optional<Moved> counted = row.counted();
        Traffic outer =
                new Traffic(
                        flow(predicted.globalRead(), counted.map(Moved::globalRead)),
                        flow(predicted.globalWrite(), counted.map(Moved::globalWrite)),
                        hardware.global().bytesPerSecond());
        Traffic inner =
                new Traffic(
                        flow(predicted.localRead(), counted.map(Moved::localRead)),
                        flow(predicted.localWrite(), counted.map(Moved::localWrite)),
                        hardware.local().bytesPerSecond());
        return new MemoryFlow(
                row.kernel().program().name(),
                hardware.global(),
                caches(hardware),
                hardware.local(),
                outer,
                inner,
                work(schedule),
                schedule.cost().seconds(),
                row.measuredSeconds());
    }

    /// The part of what the farther memory can serve that the kernel is predicted to draw.
    public double predictedShare(Traffic traffic) {
        return traffic.predicted() / predictedSeconds / traffic.bytesPerSecond();
    }

    /// The part that it drew: counted bytes in the measured time; empty where either is missing.
    public Optional<Double> measuredShare(Traffic traffic) {
        return traffic.counted()
                .flatMap(
                        bytes ->
                                measuredSeconds
                                        .filter(seconds -> seconds > 0)
                                        .map(s -> bytes / s / traffic.bytesPerSecond()));
    }

    private static Flow flow(long predicted, Optional<Long> counted) {
        return new Flow(predicted, counted.filter(count -> count != Moved.NOT_COUNTED));
    }

    /// The levels that feed local memory, but for global memory.
    private static List<Hardware.Level> caches(Hardware hardware) {
        List<Hardware.Level> caches = new ArrayList<>();
        Optional<Hardware.Level> level = hardware.local().parent().flatMap(hardware::level);
        while (level.isPresent() && level.get().parent().isPresent()) {
            caches.addFirst(level.get());
            level = level.get().parent().flatMap(hardware::level);
        }
        return caches;
    }

    private static List<Work> work(Schedule schedule) {
        DType dtype = schedule.nest().widest();
        Cost cost = schedule.cost();
        Hardware hardware = schedule.hardware();
        return List.of(
                new Work("fma " + dtype, cost.flops(), hardware.rate("fma", dtype)),
                new Work(
                        "special " + dtype,
                        cost.specialOperations(),
                        hardware.rate("special", dtype)));
    }
}
