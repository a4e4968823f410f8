package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.size.Size;
import org.heddle.rules.derive.Deriver.NoScheduleException;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Plan;
import org.heddle.rules.schedule.Planner;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stream.RegionBuilder;

/// The last steps of a kernel: `split` where one would leave units idle, then `stream` and `group`, its accumulators and its best schedule on the hardware.
final class KernelSteps {
    private KernelSteps() {}

    /// What a body comes to.
    ///
    /// @param result the whole diagram, with the body's block in two where it is split
    /// @param sizes with that of an axis of parts
    record Scheduled(List<Kernel> kernels, List<Step> steps, Diagram result, Sizes sizes) {
        Scheduled {
            kernels = List.copyOf(kernels);
            steps = List.copyOf(steps);
        }

        /// Whether there are two kernels.
        boolean isSplit() {
            return kernels.size() > 1;
        }
    }

    /// The kernels of a body whose maps are merged.
    ///
    /// @param whole the diagram of which it is a block
    /// @throws NoScheduleException where there is none that fits
    static Scheduled schedule(Diagram body, Diagram whole, Sizes sizes, Hardware hardware)
            throws NoScheduleException {
        return switch (RegionBuilder.build(body, sizes)) {
            case RegionBuilder.Built(var regions) ->
                    switch (Planner.plan(regions, sizes, hardware, names(body, whole))) {
                        case Planner.Planned(Plan plan) -> scheduled(plan, body, whole, sizes);
                        case Planner.Impossible(var why) ->
                                throw new NoScheduleException(body.name(), why.toString());
                    };
            case RegionBuilder.Refused(String reason) ->
                    throw new NoScheduleException(body.name(), reason);
        };
    }

    private static Scheduled scheduled(Plan plan, Diagram body, Diagram whole, Sizes sizes) {
        return switch (plan) {
            case Plan.Whole(Schedule schedule) -> {
                Kernel kernel = Kernel.of(body, schedule, whole);
                yield new Scheduled(List.of(kernel), of(kernel, sizes), whole, sizes);
            }
            case Plan.Parts parts -> {
                SplitBlock split = SplitBlock.of(parts, body, whole);
                Sizes own = Planner.sizes(parts.split(), sizes);
                List<Step> steps = new ArrayList<>(List.of(split.step(own)));
                split.kernels().forEach(kernel -> steps.addAll(of(kernel, own)));
                yield new Scheduled(split.kernels(), steps, split.result(), own);
            }
        };
    }

    /// All names that a diagram has, those inside of its blocks included.
    static Set<String> names(Diagram... diagrams) {
        Set<String> names = new LinkedHashSet<>();
        for (Diagram diagram : diagrams) {
            names.addAll(diagram.axes().keySet());
            names.addAll(diagram.wires().keySet());
            for (Box box : diagram.boxes()) {
                names.add(box.id());
                Optional.of(box.op())
                        .filter(Op.Block.class::isInstance)
                        .map(op -> names(((Op.Block) op).body()))
                        .ifPresent(names::addAll);
            }
        }
        return names;
    }

    /// What the kernel's choice is told as; no `stream` where nothing is streamed.
    private static List<Step> of(Kernel kernel, Sizes sizes) {
        Diagram body = kernel.body();
        Schedule schedule = kernel.schedule();
        long compulsory = bytes(body, sizes);
        List<Step> steps = new ArrayList<>();
        if (!kernel.form().stream().isEmpty()) {
            steps.add(
                    new Step(
                            KernelLaw.STREAM.name(),
                            KernelLaw.STREAM.law(),
                            KernelLaw.STREAM.condition(),
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
                        KernelLaw.GROUP.condition(),
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
            Wire wire = body.wire(name);
            sum = sum.plus(Size.multiple(wire.dtype().bytes(), wire.axes()));
        }
        return sum;
    }
}
