package org.heddle.rules.grad;

import static org.heddle.rules.grad.Formulas.where;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.Inlining;

/// What the items of a box get: for `y = ⊕ f(…)`, the cotangent of each `f(…)` as an expression over reads.
///
/// ```
///   sum         g
///   max, min    where(f == y, g / n, 0), n how many items are y: equal ones share
///   prod        g·y/f where no item is 0; where one is, that one gets g times the product of the others, and they get nothing; where two are, nobody gets anything
///   logaddexp   g·exp(f - y)
///   topk        Σ over k of where(position k is here, g, 0)
///   argmax, argmin, and, or: nothing
/// ```
///
/// Sharing evenly gives, of all subgradients of a maximum, that of the least norm. Central differences agree with it where no more than two items are equal.
/// Monoids of a file and scans are recurrences, {@link Recurrence}: there two equal numbers halve at every step.
final class ItemCotangents {
    private static final Expr ZERO = Expr.num(0);
    private static final Fn COPY = new Fn(List.of("v"), Expr.arg("v"));

    private final Reads reads;
    private final Emitter emitter;

    ItemCotangents(Reads reads, Emitter emitter) {
        this.reads = reads;
        this.emitter = emitter;
    }

    /// The function of a box's items, and the cotangent of each of its results.
    record Items(Fn fn, List<Expr> cotangents) {}

    /// @param cotangents of the box's outputs, by position, along the box's axes; 0 where nothing comes back
    Items of(Box box, List<Expr> cotangents) throws NoGradientException {
        Expr g = cotangents.getFirst();
        return switch (box.op()) {
            case Op.Map(Fn fn) -> new Items(fn, List.of(g));
            case Op.Reindex _ -> new Items(COPY, List.of(g));
            case Op.Contract(var semiring) ->
                    reduced(
                            box,
                            semiring.sum(),
                            Inlining.itemOf(box.op(), box.inputs().size()),
                            cotangents);
            case Op.Reduce(Monoid monoid, Fn item) -> reduced(box, monoid, item, cotangents);
            case Op.Scan(Monoid monoid, Fn item, _, _, _) ->
                    new Items(
                            item,
                            new Recurrence(reads, emitter, box, monoid, item).items(cotangents));
            case Op.Constant _ -> new Items(COPY, List.of(ZERO));
            case Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException(box.id() + " is to be unfolded first");
        };
    }

    private Items reduced(Box box, Monoid monoid, Fn item, List<Expr> cotangents)
            throws NoGradientException {
        Expr g = cotangents.getFirst();
        return switch (monoid) {
            case Monoid.Scalar scalar -> new Items(item, List.of(scalar(box, scalar, item, g)));
            case Monoid.LogAddExp _ -> {
                Expr y = reads.at(box.output());
                Expr share = Expr.call(Fun.EXP, Expr.call(Fun.SUB, bound(item, box), y));
                yield new Items(
                        item,
                        List.of(
                                where(
                                        Fun.EQ,
                                        y,
                                        Expr.num(Double.NEGATIVE_INFINITY),
                                        ZERO,
                                        Formulas.mul(g, share))));
            }
            case Monoid.TopK(String axis) -> new Items(item, List.of(chosen(box, axis, g)));
            case Monoid.Extremum _ -> new Items(item, List.of(ZERO));
            case Monoid.User _ ->
                    new Items(
                            item,
                            new Recurrence(reads, emitter, box, monoid, item).items(cotangents));
        };
    }

    /// The item function with its reads in the place of its parameters.
    Expr bound(Fn fn, Box box) {
        return bound(fn.body(), fn, box);
    }

    Expr bound(Expr e, Fn fn, Box box) {
        return e.substitute(
                name -> {
                    int position = fn.parameters().indexOf(name);
                    return position < 0 ? Expr.arg(name) : reads.at(box.inputs().get(position));
                });
    }

    private Expr scalar(Box box, Monoid.Scalar monoid, Fn fn, Expr g) {
        return switch (monoid) {
            case SUM -> g;
            case MAX, MIN -> shared(box, bound(fn, box), g);
            case PROD -> ofProduct(box, bound(fn, box), g);
            case AND, OR -> ZERO;
        };
    }

    private Expr shared(Box box, Expr item, Expr g) {
        Expr y = reads.at(box.output());
        Expr hits = where(Fun.EQ, item, y, Expr.num(1), ZERO);
        Expr count = reads.at(reduction(box, "_ties", Monoid.Scalar.SUM, hits));
        return where(Fun.EQ, item, y, Formulas.div(g, count), ZERO);
    }

    private Expr ofProduct(Box box, Expr item, Expr g) {
        Expr y = reads.at(box.output());
        Expr isZero = where(Fun.EQ, item, ZERO, Expr.num(1), ZERO);
        Expr zeros = reads.at(reduction(box, "_zeros", Monoid.Scalar.SUM, isZero));
        Expr nonzero = where(Fun.EQ, item, ZERO, Expr.num(1), item);
        Expr others = reads.at(reduction(box, "_others", Monoid.Scalar.PROD, nonzero));
        Expr ofZero = where(Fun.EQ, zeros, Expr.num(1), Formulas.mul(g, others), ZERO);
        Expr ofOther = where(Fun.EQ, zeros, ZERO, Formulas.div(Formulas.mul(g, y), item), ZERO);
        return where(Fun.EQ, item, ZERO, ofZero, ofOther);
    }

    private Port reduction(Box box, String suffix, Monoid.Scalar monoid, Expr item) {
        Port out = box.output();
        Wire result = emitter.wire(out.wire());
        Wire wire =
                emitter.fresh(
                        out.wire() + suffix, Emitter.precision(result.dtype()), result.axes());
        emitter.reduce(wire, out.axes(), monoid, item);
        return out.onWire(wire.name());
    }

    /// The cotangents of the k largest, each at the position that it came from.
    private Expr chosen(Box box, String axis, Expr g) {
        Port values = box.outputs().getFirst();
        Port positions = box.outputs().size() > 1 ? box.outputs().get(1) : positions(box);
        String reduced = box.reducedAxes().iterator().next();
        List<String> along = new ArrayList<>(values.axes());
        along.set(along.indexOf(axis), reduced);
        DType dtype = Emitter.precision(emitter.wire(values.wire()).dtype());
        Wire scattered = emitter.fresh("d" + values.wire() + "_items", dtype, along);
        emitter.sum(
                scattered,
                along,
                where(Fun.EQ, reads.at(positions), new Expr.Index(reduced), g, ZERO));
        return reads.at(new Port(scattered.name(), along));
    }

    /// The same reduction with its positions.
    private Port positions(Box box) {
        Port values = box.output();
        Wire result = emitter.wire(values.wire());
        Wire again = emitter.fresh(values.wire() + "_values", result.dtype(), result.axes());
        Wire at = emitter.fresh(values.wire() + "_positions", DType.I64, result.axes());
        emitter.add(
                new Box(
                        again.name(),
                        box.op(),
                        box.inputs(),
                        List.of(values.onWire(again.name()), values.onWire(at.name()))));
        return values.onWire(at.name());
    }
}
