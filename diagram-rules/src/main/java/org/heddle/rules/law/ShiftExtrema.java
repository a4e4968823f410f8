package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Monotone;

/// What is made of other reductions, and added to every item of a maximum, is added to the maximum.
///
/// ```
///  s, d ──[reduce max s - d]── m   ⇒   s ──[reduce max s]── r;   r, d ──[where(|x| == 0, -inf, r - d)]── m
/// ```
///
/// Legal always: rounding keeps the order, so the result is the same number. Of nothing the extremum is what it is of nothing, also where `d`, made of nothing too, is infinite or has no value. Used where `d` comes from a reduction, as a mean does; what is read is left to the laws `shift-after-maximum` and `shift-after-minimum`, by their cost. Saves a
/// pass: the maximum needs no `d`, and in an item less it, `(s - d) - (r - d)`, what was added cancels.
public final class ShiftExtrema implements Rule {
    @Override
    public String name() {
        return "shift-extrema";
    }

    @Override
    public String law() {
        return "max (a + d) = max a + d";
    }

    @Override
    public String condition() {
        return "d made of reductions; items that are added to one another stay together with what each is taken from";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Reduce(Monoid.Scalar monoid, _))
                || !(monoid == Monoid.Scalar.MAX || monoid == Monoid.Scalar.MIN)
                || anchor.reducedAxes().isEmpty()) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.ofExponents(diagram, anchor);
        return Monotone.shift(expansion.fn().body(), expansion.kinds(anchor.reducedAxes()))
                .filter(found -> !found.item().arguments().isEmpty())
                .map(found -> shifted(diagram, anchor, monoid, expansion, found));
    }

    private static Rewrite shifted(
            Diagram diagram,
            Box anchor,
            Monoid.Scalar monoid,
            Expansion expansion,
            Monotone.Found found) {
        Wire result = diagram.wire(anchor.output().wire());
        Wire extremum =
                new Wire(
                        Edit.fresh(diagram, result.name() + "_items"),
                        result.dtype(),
                        anchor.output().axes());
        Box items = expansion.box(anchor, found.item());
        Box reduced =
                new Box(extremum.name(), items.op(), items.inputs(), List.of(Port.of(extremum)));
        String parameter = Edit.fresh(diagram, extremum.name());
        List<String> parameters = new ArrayList<>(List.of(parameter));
        List<Port> ports = new ArrayList<>(List.of(Port.of(extremum)));
        for (int i = 0; i < expansion.ports().size(); i++) {
            String name = expansion.fn().parameters().get(i);
            if (found.finish().arguments().contains(name)) {
                parameters.add(name);
                ports.add(expansion.ports().get(i));
            }
        }
        Expr shifted =
                found.finish()
                        .substitute(
                                name ->
                                        Expr.arg(
                                                name.equals(Factorizer.REDUCED)
                                                        ? parameter
                                                        : name));
        Expr finish = orOfNothing(shifted, Expr.num(monoid.unit()), anchor.reducedAxes());
        Box sum =
                new Box(
                        anchor.id(),
                        new Op.Map(new Fn(parameters, finish)),
                        ports,
                        anchor.outputs());
        return new Rewrite(
                new Edit(diagram).add(extremum).replace(anchor, reduced, sum).done(),
                List.of(anchor.id()),
                anchor.id()
                        + " is taken of items to each of which the same is added: "
                        + expansion.fn().body());
    }

    /// A value, or the unit where an axis has nothing to reduce; as it is where it is the unit of such anyway.
    private static Expr orOfNothing(Expr shifted, Expr unit, Set<String> reduced) {
        boolean isAsked =
                shifted instanceof Expr.Call(Fun fun, List<Expr> args)
                        && fun == Fun.WHERE
                        && args.get(1).equals(unit);
        Expr value = shifted;
        for (String axis : isAsked ? Set.<String>of() : reduced) {
            Expr nothing = Expr.call(Fun.EQ, new Expr.Extent(axis), Expr.num(0));
            value = Expr.call(Fun.WHERE, nothing, unit, value);
        }
        return value;
    }
}
