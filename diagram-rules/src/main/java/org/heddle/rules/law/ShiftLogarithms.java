package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Fn;
import org.heddle.model.library.Unfold;

/// A sum of numbers given as logarithms is the sum of their exponentials, relative to the greatest.
///
/// ```
///  ──[reduce logaddexp g]──   ⇒            ┌────[max]── m ──┬──────────────────────┐
///                                ──[map g]─●                │                      │
///                                          └──[exp(v - m)]──┴──[sum]── z ──[m + log z]──
/// ```
///
/// Legal for every reduction by `logaddexp` and contraction over `log-sum-exp` whose items are below +inf; items of -inf count nothing. The right side is
/// the library's definition of `logsumexp`, unfolded. Saves nothing by itself: its state is made of a maximum and a sum, which stream. P. Blanchard, D. Higham and
/// N. Higham, IMA Journal of Numerical Analysis 41(4), 2021, doi:10.1093/imanum/draa038.
public final class ShiftLogarithms implements Rule {
    private static final String DEFINITION = "logsumexp";

    @Override
    public String name() {
        return "shift-logarithms";
    }

    @Override
    public String law() {
        return "reduce logaddexp g = map g ; logsumexp";
    }

    @Override
    public String condition() {
        return "no item is +inf";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!addsLogarithms(anchor.op())) {
            return Optional.empty();
        }
        Fn item = Inlining.itemOf(anchor.op(), anchor.inputs().size());
        Set<String> reduced = anchor.reducedAxes();
        List<String> where = List.of(anchor.id());
        if (reduced.isEmpty()) {
            Box map = new Box(anchor.id(), new Op.Map(item), anchor.inputs(), anchor.outputs());
            Diagram after = new Edit(diagram).replace(anchor, map).done();
            return Optional.of(new Rewrite(after, where, "the logarithm of one number's sum"));
        }
        Wire items = items(diagram, anchor);
        Box map = new Box(items.name(), new Op.Map(item), anchor.inputs(), List.of(Port.of(items)));
        Box sum =
                new Box(
                        anchor.id(),
                        new Op.Call(DEFINITION, List.copyOf(reduced)),
                        List.of(Port.of(items)),
                        anchor.outputs());
        Diagram called = new Edit(diagram).add(items).replace(anchor, map, sum).done();
        return Optional.of(
                new Rewrite(
                        unfold(called, anchor.id()),
                        where,
                        "logarithms added over " + String.join(", ", reduced)));
    }

    private static boolean addsLogarithms(Op op) {
        return switch (op) {
            case Op.Contract(Semiring semiring) -> semiring == Semiring.LOG_SUM_EXP;
            case Op.Reduce(Monoid monoid, _) -> monoid instanceof Monoid.LogAddExp;
            case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    /// The wire of the items: along every axis of the box, f64 where the box reads or writes f64.
    private static Wire items(Diagram diagram, Box box) {
        String result = box.output().wire();
        boolean wide =
                Stream.concat(box.reads().stream(), Stream.of(result))
                        .anyMatch(wire -> diagram.wire(wire).dtype() == DType.F64);
        return new Wire(
                Edit.fresh(diagram, result + "_items"),
                wide ? DType.F64 : DType.F32,
                List.copyOf(box.axes()));
    }

    /// Unfolds the library's definition, also where the diagram brings another one of that name.
    private static Diagram unfold(Diagram diagram, String box) {
        Diagram library = withDefinitions(diagram, List.of());
        return withDefinitions(
                Unfold.box(library, box), List.copyOf(diagram.definitions().values()));
    }

    private static Diagram withDefinitions(Diagram diagram, List<Diagram> definitions) {
        return new Diagram(
                diagram.name(),
                diagram.axes().values(),
                diagram.wires().values(),
                diagram.inputs(),
                diagram.outputs(),
                diagram.over(),
                diagram.boxes(),
                definitions);
    }
}
