package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Items that are compared with each other are computed once each.
///
/// ```
///  ──[reduce topk g]──   ⇒   ──[map g]──[reduce topk]──
/// ```
///
/// Legal always. Used where `g` computes anything: `topk` compares every item with every other, and one that is computed in two places may be rounded in two ways.
public final class ComputeItemsOnce implements Rule {
    @Override
    public String name() {
        return "compute-items-once";
    }

    @Override
    public String law() {
        return "reduce topk g = map g ; reduce topk";
    }

    @Override
    public String condition() {
        return "always; used where the items are computed";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Reduce(Monoid monoid, Fn item))
                || !(monoid instanceof Monoid.TopK)
                || item.body() instanceof Expr.Arg) {
            return Optional.empty();
        }
        boolean wide = anchor.reads().stream().anyMatch(w -> diagram.wire(w).dtype() == DType.F64);
        List<String> axes = new ArrayList<>();
        anchor.inputs().forEach(port -> port.runsAlong().forEach(axes::add));
        Wire items =
                new Wire(
                        Edit.fresh(diagram, anchor.outputs().getFirst().wire() + "_items"),
                        wide ? DType.F64 : DType.F32,
                        axes.stream().distinct().toList());
        Box map = new Box(items.name(), new Op.Map(item), anchor.inputs(), List.of(Port.of(items)));
        Box reduction =
                new Box(
                        anchor.id(),
                        new Op.Reduce(monoid, Op.Reduce.PLAIN_ITEM),
                        List.of(Port.of(items)),
                        anchor.outputs());
        return Optional.of(
                new Rewrite(
                        new Edit(diagram).add(items).replace(anchor, map, reduction).done(),
                        List.of(anchor.id()),
                        "every item of " + anchor.id() + " is compared with every other"));
    }
}
