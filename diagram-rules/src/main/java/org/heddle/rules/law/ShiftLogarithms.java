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
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Finite;

/// A sum of numbers given as logarithms is the sum of their exponentials, relative to the greatest.
///
/// ```
///  ──[reduce logaddexp g]──   ⇒            ┌────[max]── m ──┬──────────────────────┐
///                                ──[map g]─●                │                      │
///                                          └──[exp(v - m)]──┴──[sum]── z ──[m + log z]──
/// ```
///
/// Legal for every reduction by `logaddexp` and contraction over `log-sum-exp`: items of -inf count nothing, and where one is +inf, exponents are relative to 0. Saves nothing by itself: its state is made of a maximum and a sum, which stream. P. Blanchard, D. Higham and
/// N. Higham, IMA Journal of Numerical Analysis 41(4), 2021, doi:10.1093/imanum/draa038.
public final class ShiftLogarithms implements Rule {
    private static final Expr MINUS_INFINITY = Expr.num(Double.NEGATIVE_INFINITY);

    /// `where(v == -inf, 0, exp(v - m))`, with 0 for an `m` of `+inf`.
    private static final Fn WEIGHT =
            new Fn(
                    List.of("v", "m"),
                    Expr.call(
                            Fun.WHERE,
                            Expr.call(Fun.EQ, Expr.arg("v"), MINUS_INFINITY),
                            Expr.num(0),
                            Expr.call(
                                    Fun.EXP,
                                    Expr.call(
                                            Fun.SUB, Expr.arg("v"), Finite.kept(Expr.arg("m"))))));

    /// `where(z == 0, -inf, m + log(z))`.
    private static final Fn LOGARITHM =
            new Fn(
                    List.of("m", "z"),
                    Expr.call(
                            Fun.WHERE,
                            Expr.call(Fun.EQ, Expr.arg("z"), Expr.num(0)),
                            MINUS_INFINITY,
                            Expr.call(
                                    Fun.ADD,
                                    Finite.kept(Expr.arg("m")),
                                    Expr.call(Fun.LOG, Expr.arg("z")))));

    @Override
    public String name() {
        return "shift-logarithms";
    }

    @Override
    public String law() {
        return "reduce logaddexp g = m + log Σ exp(g - m),  m = max g";
    }

    @Override
    public String condition() {
        return "always; an m of +inf counts as 0";
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
        return Optional.of(
                new Rewrite(
                        shifted(diagram, anchor, item, reduced),
                        where,
                        "logarithms added over " + String.join(", ", reduced)));
    }

    private static Diagram shifted(Diagram diagram, Box anchor, Fn item, Set<String> reduced) {
        Port result = anchor.output();
        Wire items = wire(diagram, anchor, "_items", List.copyOf(anchor.axes()));
        List<String> rows = items.axes().stream().filter(a -> !reduced.contains(a)).toList();
        Wire greatest = wire(diagram, anchor, "_m", rows);
        Wire weights = wire(diagram, anchor, "_e", items.axes());
        Wire sum = wire(diagram, anchor, "_z", rows);
        Fn itself = new Fn(List.of("v"), Expr.arg("v"));
        return new Edit(diagram)
                .add(items)
                .add(greatest)
                .add(weights)
                .add(sum)
                .replace(
                        anchor,
                        box(items, new Op.Map(item), anchor.inputs()),
                        box(greatest, new Op.Reduce(Monoid.Scalar.MAX, itself), ports(items)),
                        box(weights, new Op.Map(WEIGHT), ports(items, greatest)),
                        box(sum, new Op.Reduce(Monoid.Scalar.SUM, itself), ports(weights)),
                        new Box(
                                anchor.id(),
                                new Op.Map(LOGARITHM),
                                ports(greatest, sum),
                                List.of(result)))
                .done();
    }

    private static Box box(Wire output, Op op, List<Port> inputs) {
        return new Box(output.name(), op, inputs, List.of(Port.of(output)));
    }

    private static List<Port> ports(Wire... wires) {
        return Stream.of(wires).map(Port::of).toList();
    }

    private static boolean addsLogarithms(Op op) {
        return switch (op) {
            case Op.Contract(Semiring semiring) -> semiring == Semiring.LOG_SUM_EXP;
            case Op.Reduce(Monoid monoid, _) -> monoid instanceof Monoid.LogAddExp;
            case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    /// A wire beside the result, f64 where the box reads or writes f64.
    private static Wire wire(Diagram diagram, Box box, String suffix, List<String> axes) {
        String result = box.output().wire();
        boolean wide =
                Stream.concat(box.reads().stream(), Stream.of(result))
                        .anyMatch(wire -> diagram.wire(wire).dtype() == DType.F64);
        return new Wire(Edit.fresh(diagram, result + suffix), wide ? DType.F64 : DType.F32, axes);
    }
}
