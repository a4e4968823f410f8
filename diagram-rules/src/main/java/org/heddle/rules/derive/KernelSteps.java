package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.size.Size;
import org.heddle.rules.derive.Deriver.NoScheduleException;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.schedule.Scheduler.Effort;
import org.heddle.rules.stream.RegionBuilder;

/// The last two steps of a kernel, `stream` and `group`: its accumulators, and the best schedule on the hardware.
final class KernelSteps {
    private KernelSteps() {}

    /// The kernel of a body whose maps are merged.
    ///
    /// @throws NoScheduleException where there is none that fits
    static Kernel schedule(Diagram body, Sizes sizes, Hardware hardware)
            throws NoScheduleException {
        return switch (RegionBuilder.build(body)) {
            case RegionBuilder.Built(var regions) ->
                    switch (Scheduler.schedule(regions, sizes, hardware, Effort.FULL)) {
                        case Scheduler.Found(Schedule found) ->
                                new Kernel(body.name(), body, found);
                        case Scheduler.NothingFits nothing ->
                                throw new NoScheduleException(body.name(), nothing.toString());
                    };
            case RegionBuilder.Refused(String reason) ->
                    throw new NoScheduleException(body.name(), reason);
        };
    }

    /// What the kernel's choice is told as; no `stream` where nothing is streamed.
    static List<Step> of(Kernel kernel, Sizes sizes) {
        Diagram body = kernel.body();
        Schedule schedule = kernel.schedule();
        long compulsory = bytes(body, sizes);
        List<Step> steps = new ArrayList<>();
        if (!kernel.form().stream().isEmpty()) {
            steps.add(
                    new Step(
                            KernelLaw.STREAM.name(),
                            KernelLaw.STREAM.law(),
                            List.of(body.name()),
                            Explanations.stream(kernel.form()),
                            compulsory,
                            compulsory,
                            symbolic(body),
                            body,
                            body));
        }
        steps.add(
                new Step(
                        KernelLaw.GROUP.name(),
                        KernelLaw.GROUP.law(),
                        List.of(body.name()),
                        schedule.labels() + "; " + String.join("; ", schedule.reasons()),
                        compulsory,
                        schedule.cost().globalBytes(),
                        moved(schedule),
                        body,
                        body));
        return steps;
    }

    private static Size moved(Schedule schedule) {
        var grid = schedule.nest().grid();
        return Counts.symbolic(schedule.counts().globalRead(), schedule.region(), grid)
                .plus(Counts.symbolic(schedule.counts().globalWrite(), schedule.region(), grid));
    }

    private static List<String> interfaceOf(Diagram body) {
        List<String> wires = new ArrayList<>(body.inputs());
        wires.addAll(body.outputs());
        return wires;
    }

    private static long bytes(Diagram body, Sizes sizes) {
        return interfaceOf(body).stream().mapToLong(w -> sizes.bytes(body.wire(w))).sum();
    }

    private static Size symbolic(Diagram body) {
        Size sum = Size.ZERO;
        for (String name : interfaceOf(body)) {
            Size bytes = Size.of(body.wire(name).dtype().bytes());
            for (String axis : body.wire(name).axes()) {
                bytes = bytes.times(Size.symbol(axis));
            }
            sum = sum.plus(bytes);
        }
        return sum;
    }
}
