package org.heddle.rules.derive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.KernelLaw;

/// The kernels of a cut as far as the steps of a written derivation have come.
///
/// ```
///   body ─ rewrites, until none fires ─► normal form ─ scheduled again ─► split?, stream?, group: each told, in this order
/// ```
final class ReplayedKernels {
    private final Hardware hardware;
    private Sizes sizes;
    private Diagram whole;
    private final Map<String, Diagram> bodies = new LinkedHashMap<>();
    private final Map<String, KernelSteps.Scheduled> scheduled = new LinkedHashMap<>();
    private final Map<String, Deque<Step>> ahead = new LinkedHashMap<>();

    ReplayedKernels(Blocks blocks, Sizes sizes, Hardware hardware) {
        this.whole = blocks.asDiagram();
        this.sizes = sizes;
        this.hardware = hardware;
        for (Set<String> block : blocks.inOrder()) {
            Diagram body = blocks.body(block);
            bodies.put(body.name(), body);
        }
    }

    /// The diagram whose blocks they are.
    Diagram whole() {
        return whole;
    }

    /// With those of axes of parts.
    Sizes sizes() {
        return sizes;
    }

    /// Those that were scheduled, in the order in which they are launched. A kernel writes what its box does, but for what nobody reads.
    List<Kernel> kernels() {
        List<Kernel> kernels =
                scheduled.values().stream().flatMap(done -> done.kernels().stream()).toList();
        return whole.boxes().stream()
                .flatMap(
                        box ->
                                kernels.stream()
                                        .filter(k -> box.writes().containsAll(k.body().outputs())))
                .toList();
    }

    /// The body of the kernel that a step is inside of.
    Diagram body(Claim claim) throws RefusedException {
        String name = claim.where().isEmpty() ? "" : claim.where().getFirst();
        Optional<Diagram> body = Optional.ofNullable(bodies.get(name));
        return body.orElseThrow(
                () ->
                        new RefusedException(
                                "where",
                                "there is no kernel '" + name + "'",
                                "kernels are " + String.join(", ", bodies.keySet())));
    }

    /// A body after a rewrite.
    void rewritten(Diagram body) throws RefusedException {
        if (ahead.containsKey(body.name())) {
            throw new RefusedException("", "kernel '" + body.name() + "' is scheduled already");
        }
        bodies.put(body.name(), body);
    }

    /// The next step of a kernel that no rewrite concerns.
    Step next(Claim claim) throws RefusedException {
        Diagram body = body(claim);
        if (!ahead.containsKey(body.name())) {
            requireNormal(body);
            KernelSteps.Scheduled found = schedule(body);
            scheduled.put(body.name(), found);
            Deque<Step> steps = new ArrayDeque<>(found.steps());
            ahead.put(body.name(), found.isSplit() ? first(steps) : steps);
        }
        Optional<Step> next = Optional.ofNullable(steps(body.name()).peek());
        return next.orElseThrow(
                () -> new RefusedException("", "kernel '" + body.name() + "' is done already"));
    }

    private static Deque<Step> first(Deque<Step> steps) {
        return new ArrayDeque<>(Set.of(steps.getFirst()));
    }

    private Deque<Step> steps(String kernel) {
        return ahead.getOrDefault(kernel, new ArrayDeque<>());
    }

    /// Takes note that the next step of a kernel is told.
    void told(Step step) {
        String name = step.where().getFirst();
        steps(name).remove();
        Optional<KernelSteps.Scheduled> split =
                Optional.ofNullable(scheduled.get(name))
                        .filter(_ -> step.rule().equals(KernelLaw.SPLIT.name()));
        if (split.isPresent()) {
            whole = split.get().result();
            sizes = split.get().sizes();
            for (Kernel kernel : split.get().kernels()) {
                bodies.put(kernel.block(), kernel.body());
                Deque<Step> steps = new ArrayDeque<>();
                split.get().steps().stream()
                        .skip(1)
                        .filter(each -> each.where().getFirst().equals(kernel.block()))
                        .forEach(steps::add);
                ahead.put(kernel.block(), steps);
            }
        }
    }

    /// @throws RefusedException where a kernel lacks steps
    void requireDone() throws RefusedException {
        for (String kernel : bodies.keySet()) {
            Optional<String> next =
                    ahead.containsKey(kernel)
                            ? Optional.ofNullable(steps(kernel).peek()).map(Step::rule)
                            : Optional.of(KernelLaw.GROUP.name());
            if (next.isPresent()) {
                throw new RefusedException(
                        "", "steps of kernel '" + kernel + "' are missing: " + next.get());
            }
        }
    }

    private static void requireNormal(Diagram body) throws RefusedException {
        var left = Bodies.normalize(body).steps();
        if (!left.isEmpty()) {
            Bodies.Applied first = left.getFirst();
            throw new RefusedException(
                    "",
                    "%s matches at %s of kernel '%s' still"
                            .formatted(first.rule().name(), first.rewrite().where(), body.name()),
                    "a kernel is scheduled when no law fires inside it any more: derive again");
        }
    }

    private KernelSteps.Scheduled schedule(Diagram body) throws RefusedException {
        try {
            return KernelSteps.schedule(body, whole, sizes, hardware);
        } catch (Deriver.NoScheduleException e) {
            throw new RefusedException(
                    "",
                    String.valueOf(e.getMessage()),
                    "the file's machine has no schedule for it: derive for another one");
        }
    }
}
