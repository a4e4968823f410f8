package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.schedule.Plan;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.Split;

/// A block of a diagram in two: one writes the accumulators of parts of an axis, the other merges them.
///
/// ```
///   ──Q,K,V──[ O ]──O──      ⇒      ──Q,K,V──[ O_parts ]──m_part, z_part, O_part──[ O ]──O──
/// ```
///
/// @param before the diagram with one block
/// @param result with two
record SplitBlock(Plan.Parts parts, Diagram before, Diagram result, List<Kernel> kernels) {
    SplitBlock {
        kernels = List.copyOf(kernels);
    }

    /// @param body of the block, its maps merged
    static SplitBlock of(Plan.Parts parts, Diagram body, Diagram whole) {
        Split split = parts.split();
        Map<String, Axis> axes = new LinkedHashMap<>(whole.axes());
        axes.put(split.part(), axisOfParts(split));
        Diagram partial = RegionDiagram.of(split.partial().region(), axes.values());
        Diagram merge = RegionDiagram.of(split.merge().region(), axes.values());
        Box block =
                whole.boxes().stream()
                        .filter(box -> box.writes().containsAll(body.outputs()))
                        .findFirst()
                        .orElseThrow();
        String name = Names.freshBox(block.id() + "_parts", KernelSteps.names(whole));
        partial = named(partial, name);
        merge = named(merge, body.name());
        Map<String, Wire> wires = new LinkedHashMap<>(whole.wires());
        for (String wire : partial.outputs()) {
            wires.put(wire, partial.wire(wire));
        }
        List<Box> boxes = new ArrayList<>();
        for (Box box : whole.boxes()) {
            if (box.id().equals(block.id())) {
                boxes.add(block(name, partial));
                boxes.add(block(block.id(), merge));
            } else {
                boxes.add(box);
            }
        }
        Diagram result =
                new Diagram(
                        whole.name(),
                        axes.values(),
                        wires.values(),
                        whole.inputs(),
                        whole.outputs(),
                        whole.over(),
                        boxes,
                        whole.definitions().values());
        return new SplitBlock(
                parts,
                whole,
                result,
                List.of(
                        Kernel.of(partial, parts.partial(), whole),
                        Kernel.of(merge, parts.merge(), whole)));
    }

    /// As many parts as cover the axis, whatever its size.
    private static Axis axisOfParts(Split split) {
        Expr items = Expr.arg(split.partial().region().sizeAxis(split.axis()));
        double length = split.length();
        Expr covering = Expr.call(Fun.ADD, items, Expr.num(length - 1));
        return new Axis(
                split.part(),
                new Axis.Derived(
                        Expr.call(Fun.FLOOR, Expr.call(Fun.DIV, covering, Expr.num(length)))),
                OptionalLong.empty());
    }

    private static Diagram named(Diagram body, String name) {
        return new Diagram(
                name,
                body.axes().values(),
                body.wires().values(),
                body.inputs(),
                body.outputs(),
                List.of(),
                body.boxes(),
                List.of());
    }

    private static Box block(String id, Diagram body) {
        return new Box(
                id,
                new Op.Block(body, "kernel"),
                body.inputs().stream().map(wire -> Port.of(body.wire(wire))).toList(),
                body.outputs().stream().map(wire -> Port.of(body.wire(wire))).toList());
    }

    /// The rewrite, and why it pays.
    ///
    /// @param sizes with that of the axis of parts
    Step step(Sizes sizes) {
        Region partial = parts.split().partial().region();
        long bytes = partial.outputs().stream().mapToLong(w -> sizes.bytes(result.wire(w))).sum();
        String why = parts.partial().reasons().getFirst() + "; " + bytes + " bytes of accumulators";
        return Step.of(
                KernelLaw.SPLIT,
                new Rewrite(result, List.of(parts.split().merge().region().name()), why),
                before,
                sizes);
    }
}
