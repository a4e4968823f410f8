package org.heddle.rules.law;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// What a box does with a constant is a part of its own function.
///
/// ```
///  [constant e]──w──┐                                              [constant e]──w──[map f]──   ⇒   ──[constant f(e)]──
///                   [f]──   ⇒   ──[f(e)]──
///  ─────────────────┘
/// ```
///
/// A constant is a map of no inputs, so this composes functions. It is computed in f64, its reader perhaps in f32: so only arithmetic of indices is composed, and what an exponential
/// or a sine gives stays an array of its own. Every reader has the expression to itself: nothing was read to make it. Legal for maps, reductions
/// and contractions that read `w` where it stands, and that still run along all their axes without it; the other readers keep `w`. Saves the write of `w` and
/// every read.
public final class InlineConstant implements Rule {
    @Override
    public String name() {
        return "inline-constant";
    }

    @Override
    public String law() {
        return "constant e ; f = f(e)";
    }

    @Override
    public String condition() {
        return "the constant is arithmetic of indices; its reader reads it at its own indices and runs along all its axes without it";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Constant(Expr value)) || !isArithmetic(value)) {
            return Optional.empty();
        }
        String wire = anchor.output().wire();
        Fn function = new Fn(List.of(), value);
        Edit edit = new Edit(diagram);
        Set<String> changed = new LinkedHashSet<>();
        for (Box reader : diagram.readers(wire)) {
            inlined(anchor, function, reader)
                    .ifPresent(
                            box -> {
                                edit.replace(reader, box);
                                changed.add(reader.id());
                            });
        }
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        boolean seen = diagram.outputs().contains(wire);
        if (!seen && changed.size() == diagram.readers(wire).size()) {
            edit.remove(anchor);
        }
        Set<String> where = new LinkedHashSet<>(List.of(anchor.id()));
        where.addAll(changed);
        String why = wire + " depends on nothing but its indices";
        return Optional.of(new Rewrite(edit.done(), List.copyOf(where), why));
    }

    /// Whether rounding the operands of the expression moves its value by no more than rounding the value does, more or less: the sine of 511 rad in f32 is off by as
    /// much as 511 is.
    private static boolean isArithmetic(Expr e) {
        return switch (e) {
            case Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> true;
            case Expr.Call(Fun fun, List<Expr> args) ->
                    (!fun.isSpecial() || fun == Fun.DIV || fun == Fun.SQRT || fun == Fun.RSQRT)
                            && args.stream().allMatch(InlineConstant::isArithmetic);
        };
    }

    private static Optional<Box> inlined(Box constant, Fn function, Box reader) {
        String wire = constant.output().wire();
        if (!OnlyReader.readsInPlace(reader, wire)) {
            return Optional.empty();
        }
        return switch (reader.op()) {
            case Op.Map(Fn fn) -> {
                Inlining.Inlined result = Inlining.inline(constant, function, reader, fn);
                Op op =
                        result.inputs().isEmpty()
                                ? new Op.Constant(result.fn().body())
                                : new Op.Map(result.fn());
                yield box(reader, op, result);
            }
            case Op.Contract(var semiring) -> reduction(constant, function, reader, semiring.sum());
            case Op.Reduce(Monoid monoid, _) -> reduction(constant, function, reader, monoid);
            case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> Optional.empty();
        };
    }

    private static Optional<Box> reduction(Box constant, Fn function, Box reader, Monoid monoid) {
        if (monoid.components() != 1) {
            return Optional.empty();
        }
        Fn item = Inlining.itemOf(reader.op(), reader.inputs().size());
        Inlining.Inlined result = Inlining.inline(constant, function, reader, item);
        return result.inputs().isEmpty()
                ? Optional.empty()
                : box(reader, new Op.Reduce(monoid, result.fn()), result);
    }

    /// The box, if it still runs along every axis that it ran along.
    private static Optional<Box> box(Box reader, Op op, Inlining.Inlined result) {
        Box box = new Box(reader.id(), op, result.inputs(), reader.outputs());
        Set<String> read = new LinkedHashSet<>();
        box.inputs().forEach(port -> read.addAll(port.runsAlong()));
        Set<String> before = new LinkedHashSet<>();
        reader.inputs().forEach(port -> before.addAll(port.runsAlong()));
        return op instanceof Op.Constant || read.equals(before)
                ? Optional.of(box)
                : Optional.empty();
    }
}
