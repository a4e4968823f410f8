package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.ShiftExponentials;

/// A diagram and its gradients as two passes that share what the first one saves.
///
/// ```
///   forward:  Q, K, V -> O, P_l        backward:  Q, K, V, O, P_l, dO -> dQ, dK, dV
/// ```
///
/// Saved are outputs of the diagram that the gradients can use ({@link Reassociation}), and wires that are shorter than an input that they are made of: all axes of theirs are axes of it, and it has more. What
/// else the backward pass needs, it computes again: a sum of exponentials that no extremum bounds, too. So are a maximum or minimum and what counts the items that attain it, since those are found by comparing.
///
/// @param forward the diagram with the saved wires among its outputs
/// @param backward the gradients, with the saved wires among its inputs
/// @param saved names of the wires, outputs of the diagram included
public record Passes(Diagram forward, Diagram backward, List<String> saved) {
    public Passes {
        saved = List.copyOf(saved);
    }

    /// Both passes of a checked diagram, with what is worth saving.
    ///
    /// @param wrt as for {@link Gradient#of}
    /// @throws DiagnosticException as {@link Gradient#of}
    public static Passes of(Diagram diagram, List<String> wrt) throws DiagnosticException {
        Gradient.Joint joint = Gradient.joint(diagram, wrt);
        return new Cut(joint, Optional.empty()).passes();
    }

    /// Both passes with a choice of what is saved.
    ///
    /// @param saved wires of the unfolded diagram, or the logarithms of its normalisers
    /// @throws DiagnosticException R703 where one of them is no wire that the gradients could read
    public static Passes saving(Diagram diagram, List<String> wrt, List<String> saved)
            throws DiagnosticException {
        Gradient.Joint joint = Gradient.joint(diagram, wrt);
        return new Cut(joint, Optional.of(saved)).passes();
    }

    /// Cuts the diagram of values and gradients together in two.
    private static final class Cut {
        private final Gradient.Joint joint;
        private final Diagram all;
        private final AxisClasses classes;
        private final Optional<List<String>> wanted;
        private final Set<String> later = new HashSet<>();
        private final Set<String> saved = new LinkedHashSet<>();
        private final Set<String> needed = new LinkedHashSet<>();

        Cut(Gradient.Joint joint, Optional<List<String>> wanted) {
            this.joint = joint;
            this.wanted = wanted;
            Diagram chosen = OneItem.apply(joint.diagram(), later(joint.diagram()));
            Diagram written =
                    LogarithmicNormalizer.apply(ExponentialQuotients.apply(chosen, later(chosen)));
            for (String output : joint.outputs()) {
                if (wanted.isEmpty() || wanted.get().contains(output)) {
                    written = Reassociation.with(written, output, later(written));
                }
            }
            all = written;
            later.addAll(later(all));
            classes = AxisClasses.of(all);
        }

        /// Boxes that depend on a cotangent.
        private Set<String> later(Diagram diagram) {
            Set<String> wires = new HashSet<>(joint.cotangents());
            Set<String> boxes = new LinkedHashSet<>();
            for (Box box : diagram.ordered()) {
                if (box.reads().stream().anyMatch(wires::contains)) {
                    boxes.add(box.id());
                    box.outputs().stream().map(Port::wire).forEach(wires::add);
                }
            }
            return boxes;
        }

        Passes passes() throws DiagnosticException {
            if (wanted.isPresent()) {
                for (String wire : wanted.get()) {
                    Optional<Box> producer =
                            all.wires().containsKey(wire) ? all.producer(wire) : Optional.empty();
                    if (producer.isEmpty() || later.contains(producer.get().id())) {
                        throw Gradient.unknown(wire, earlier());
                    }
                }
            }
            joint.gradients().forEach(this::need);
            List<String> inputs = new ArrayList<>(all.inputs());
            inputs.addAll(joint.outputs().stream().filter(saved::contains).toList());
            saved.stream().filter(wire -> !inputs.contains(wire)).forEach(inputs::add);
            List<String> outputs = new ArrayList<>(joint.outputs());
            saved.stream().filter(wire -> !outputs.contains(wire)).forEach(outputs::add);
            String name = joint.name();
            Diagram backward = Parts.of(all, name + "-gradient", inputs, joint.gradients(), saved);
            Diagram forward = Parts.of(original(), name, all.inputs(), outputs, Set.of());
            return new Passes(forward, backward, List.copyOf(saved));
        }

        /// With the boxes of the original diagram as they were: quotients that stream stay such.
        private Diagram original() {
            Map<String, Box> before = new HashMap<>();
            joint.diagram().boxes().forEach(box -> before.put(box.id(), box));
            return all.with(
                    all.wires().values(),
                    all.boxes().stream().map(box -> before.getOrDefault(box.id(), box)).toList());
        }

        private List<String> earlier() {
            return all.boxes().stream()
                    .filter(box -> !later.contains(box.id()))
                    .flatMap(box -> box.outputs().stream())
                    .map(Port::wire)
                    .toList();
        }

        private void need(String wire) {
            Optional<Box> producer = all.producer(wire);
            if (producer.isEmpty() || !needed.add(wire)) {
                return;
            }
            if (!later.contains(producer.get().id()) && isSaved(wire)) {
                saved.add(wire);
            } else {
                producer.get().reads().forEach(this::need);
            }
        }

        private boolean isSaved(String wire) {
            return wanted.map(chosen -> chosen.contains(wire))
                    .orElseGet(
                            () ->
                                    (joint.outputs().contains(wire)
                                                    || (isShort(wire) && !isUnbounded(wire)))
                                            && !isCompared(wire));
        }

        /// Whether it is a sum that its format may not hold where the gradients that are made of it are in range: computed again, it is taken relative to a maximum.
        private boolean isUnbounded(String wire) {
            return all.producer(wire)
                    .filter(box -> ShiftExponentials.isUnbounded(all, box))
                    .isPresent();
        }

        /// Whether items are compared with the wire to find those that attain it, or it counts them: what is compared must be computed alike, to the last digit.
        private boolean isCompared(String wire) {
            Box box = all.producer(wire).orElseThrow();
            return isExtremum(box)
                    || box.reads().stream()
                            .flatMap(read -> all.producer(read).stream())
                            .anyMatch(read -> isExtremum(read) && comparesItems(box));
        }

        private static boolean isExtremum(Box box) {
            return switch (box.op()) {
                case Op.Reduce(Monoid monoid, _) -> isExtremum(monoid);
                case Op.Contract(Semiring semiring) -> isExtremum(semiring.sum());
                case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                        false;
            };
        }

        private static boolean isExtremum(Monoid monoid) {
            return monoid == Monoid.Scalar.MAX || monoid == Monoid.Scalar.MIN;
        }

        private static boolean comparesItems(Box box) {
            return box.op() instanceof Op.Reduce(Monoid monoid, Fn item)
                    && monoid == Monoid.Scalar.SUM
                    && item.body() instanceof Expr.Call(Fun fun, var args)
                    && fun == Fun.WHERE
                    && args.getFirst() instanceof Expr.Call(Fun comparison, _)
                    && comparison == Fun.EQ;
        }

        /// Whether an input that the wire is made of runs along all its axes and more.
        private boolean isShort(String wire) {
            Wire made = all.wire(wire);
            return made.dtype().isFloating()
                    && sources(wire).stream()
                            .map(all::wire)
                            .anyMatch(
                                    input ->
                                            input.axes().size() > made.axes().size()
                                                    && made.axes().stream()
                                                            .allMatch(axis -> runs(input, axis)));
        }

        private boolean runs(Wire input, String axis) {
            return input.axes().stream().anyMatch(own -> classes.areEqual(own, axis));
        }

        private Set<String> sources(String wire) {
            Set<String> reached = new LinkedHashSet<>(Set.of(wire));
            for (Box box : all.ordered().reversed()) {
                if (box.outputs().stream().anyMatch(port -> reached.contains(port.wire()))) {
                    reached.addAll(box.reads());
                }
            }
            reached.retainAll(all.inputs());
            return reached;
        }
    }
}
