package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Fn;

/// A map before a reduction becomes part of the reduction's item.
///
/// ```
///  ──[map f]──w──[reduce ⊕ g]──   ⇒   ──[reduce ⊕ (g∘f)]──
/// ```
///
/// Legal where `w` is read by the reduction alone and is not an output; a contraction counts as a reduction of products. Not used before `topk`, which compares every item with
/// every other: those are computed once.
/// Saves the write and the read of `w`. What it may cost, evaluating `f` once per item instead of once per element of `w`, is
/// undone when tiles are built: a sub-expression with fewer axes than the item is computed once.
public final class MergeMapIntoReduction implements Rule {
    @Override
    public String name() {
        return "merge-map-into-reduction";
    }

    @Override
    public String law() {
        return "map f ; reduce ⊕ g = reduce ⊕ (g∘f)";
    }

    @Override
    public String condition() {
        return "the reduction alone reads the wire between them, which is no output";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Map(var fn))) {
            return Optional.empty();
        }
        Optional<Box> only = OnlyReader.of(diagram, anchor.output().wire());
        if (only.isEmpty()) {
            return Optional.empty();
        }
        Box reader = only.get();
        Optional<Monoid> monoid = monoidOf(reader.op());
        if (monoid.isEmpty()) {
            return Optional.empty();
        }
        Fn item = Inlining.itemOf(reader.op(), reader.inputs().size());
        Inlining.Inlined merged = Inlining.inline(anchor, fn, reader, item);
        Box box =
                new Box(
                        reader.id(),
                        new Op.Reduce(monoid.get(), merged.fn()),
                        merged.inputs(),
                        reader.outputs());
        if (!box.reducedAxes().equals(reader.reducedAxes())) {
            return Optional.empty();
        }
        return Optional.of(
                new Rewrite(
                        new Edit(diagram).remove(anchor).replace(reader, box).done(),
                        List.of(anchor.id(), reader.id()),
                        anchor.output().wire() + " becomes part of the items of " + reader.id()));
    }

    private static Optional<Monoid> monoidOf(Op op) {
        return switch (op) {
            case Op.Contract(Semiring semiring) -> Optional.of(semiring.sum());
            case Op.Reduce(Monoid monoid, _) ->
                    monoid.components() == 1 && !(monoid instanceof Monoid.TopK)
                            ? Optional.of(monoid)
                            : Optional.empty();
            case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    Optional.empty();
        };
    }
}
