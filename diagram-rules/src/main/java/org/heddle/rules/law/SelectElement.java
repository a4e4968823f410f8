package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// A sum of items of which all but the one at a position are 0 is that item.
///
/// ```
///  P, t ──[Σ_v where(#v == t, P, 0)]── L   ⇒   P, t ──[where(0 <= t < |v|, P[t], 0)]── L
/// ```
///
/// What makes the items is made at the position, back to the arrays that are given: an element of a product of matrices is a product of a row and a column. Legal for an index of an integer array, or of another axis. Used where maps, products and reductions make the items; a wire that is
/// stored before is not read at positions. Saves the loop over the items, and what they would be stored for: the loss of one class in many, and the rows of a table that are chosen by a matrix of zeros and ones.
public final class SelectElement implements Rule {
    @Override
    public String name() {
        return "select-element";
    }

    @Override
    public String law() {
        return "sum x (where (x == t) f 0) = f at t";
    }

    @Override
    public String condition() {
        return "t an integer, 0 where it is no index of x; items made by maps, products and reductions";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!isSum(anchor.op()) || anchor.outputs().size() != 1) {
            return Optional.empty();
        }
        for (String axis : anchor.reducedAxes()) {
            Optional<Rewrite> selected =
                    written(diagram, anchor, axis)
                            .flatMap(items -> at(diagram, anchor, axis, items));
            if (selected.isPresent()) {
                return selected;
            }
        }
        return Optional.empty();
    }

    private static boolean isSum(Op op) {
        return switch (op) {
            case Op.Reduce(Monoid monoid, _) -> monoid == Monoid.Scalar.SUM;
            case Op.Contract(var semiring) -> semiring.sum() == Monoid.Scalar.SUM;
            case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    /// Items that are 0 but for one position.
    ///
    /// @param position what the index of the axis is compared with
    /// @param value the item there
    private record Selected(Expr position, Expr value) {}

    /// Items with the ports they are over.
    private record Items(Selected selected, List<String> parameters, List<Port> ports) {}

    /// The items of a box, or with a map of zeros written into them, if one position is selected of them.
    private static Optional<Items> written(Diagram diagram, Box anchor, String axis) {
        Fn item = Inlining.itemOf(anchor.op(), anchor.inputs().size());
        Optional<Selected> own = selected(item.body(), axis);
        if (own.isPresent()) {
            return Optional.of(new Items(own.get(), item.parameters(), anchor.inputs()));
        }
        for (Port port : anchor.inputs()) {
            Optional<Box> map =
                    diagram.producer(port.wire())
                            .filter(box -> box.outputs().size() == 1)
                            .filter(box -> box.hasPlainPorts() && port.isPlain())
                            .filter(box -> box.output().axes().equals(port.axes()));
            if (map.isPresent()
                    && map.get().op() instanceof Op.Map(Fn fn)
                    && fn.results().size() == 1
                    && selected(fn.body(), axis).isPresent()) {
                Box reader =
                        new Box(anchor.id(), new Op.Map(item), anchor.inputs(), anchor.outputs());
                Inlining.Inlined inlined = Inlining.inline(map.get(), fn, reader, item);
                return selected(inlined.fn().body(), axis)
                        .map(
                                selected ->
                                        new Items(
                                                selected,
                                                inlined.fn().parameters(),
                                                inlined.inputs()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Selected> selected(Expr e, String axis) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return Optional.empty();
        }
        return switch (fun) {
            case WHERE ->
                    args.get(2).equals(Expr.num(0))
                            ? chosen(args.get(0), args.get(1), axis)
                            : Optional.empty();
            case NEG -> factor(fun, args, 0, axis);
            case DIV ->
                    args.get(1) instanceof Expr.Num(double by) && by != 0
                            ? factor(fun, args, 0, axis)
                            : Optional.empty();
            case MUL -> factor(fun, args, 0, axis).or(() -> factor(fun, args, 1, axis));
            default -> Optional.empty();
        };
    }

    private static Optional<Selected> factor(Fun fun, List<Expr> args, int position, String axis) {
        return selected(args.get(position), axis)
                .map(
                        factor -> {
                            List<Expr> others = new ArrayList<>(args);
                            others.set(position, factor.value());
                            return new Selected(factor.position(), new Call(fun, others));
                        });
    }

    /// What is chosen where a condition holds, 0 else.
    private static Optional<Selected> chosen(Expr condition, Expr value, String axis) {
        if (condition instanceof Call(Fun fun, List<Expr> sides) && fun == Fun.EQ) {
            Expr index = new Expr.Index(axis);
            if (sides.contains(index)) {
                Expr other = sides.get(sides.getFirst().equals(index) ? 1 : 0);
                return other.indexAxes().contains(axis)
                        ? Optional.empty()
                        : Optional.of(new Selected(other, value));
            }
        }
        if (condition instanceof Call(Fun fun, List<Expr> both) && fun == Fun.AND) {
            return chosen(both.get(0), where(both.get(1), value), axis)
                    .or(() -> chosen(both.get(1), where(both.get(0), value), axis));
        }
        return selected(value, axis)
                .map(inner -> new Selected(inner.position(), where(condition, inner.value())));
    }

    private static Expr where(Expr condition, Expr value) {
        return Expr.call(Fun.WHERE, condition, value, Expr.num(0));
    }

    private static Optional<Rewrite> at(Diagram diagram, Box anchor, String axis, Items items) {
        Optional<Subscript> position = position(diagram, axis, items);
        return position.isEmpty()
                ? Optional.empty()
                : new Making(diagram, axis, position.get()).rewrite(anchor, items);
    }

    /// The position as a subscript; empty where it is no element of an integer array, and no index.
    private static Optional<Subscript> position(Diagram diagram, String axis, Items items) {
        return switch (items.selected().position()) {
            case Expr.Index(String other) -> Optional.of(Subscript.along(other));
            case Expr.Arg(String name) -> {
                Port port = items.ports().get(items.parameters().indexOf(name));
                boolean isInteger =
                        isIndex(diagram.wire(port.wire()).dtype())
                                && port.fill().isEmpty()
                                && !port.runsAlong().contains(axis);
                yield isInteger ? Optional.of(new Subscript.Gather(port)) : Optional.empty();
            }
            case Expr.Call _, Expr.Num _, Expr.Extent _ -> Optional.empty();
        };
    }

    private static boolean isIndex(DType dtype) {
        return dtype == DType.I32 || dtype == DType.I64;
    }

    /// Makes wires anew at the position.
    private static final class Making {
        private static final int MOST_BOXES = 16;

        private final Diagram diagram;
        private final String axis;
        private final Subscript position;
        private final Edit edit;
        private final Set<String> names = new LinkedHashSet<>();
        private final List<Box> made = new ArrayList<>();

        Making(Diagram diagram, String axis, Subscript position) {
            this.diagram = diagram;
            this.axis = axis;
            this.position = position;
            this.edit = new Edit(diagram);
        }

        Optional<Rewrite> rewrite(Box anchor, Items items) {
            Optional<List<Port>> ports = all(items.ports());
            if (ports.isEmpty()) {
                return Optional.empty();
            }
            Expr at = items.selected().position();
            Expr isIndex =
                    Expr.call(
                            Fun.AND,
                            Expr.call(Fun.GE, at, Expr.num(0)),
                            Expr.call(Fun.LT, at, new Expr.Extent(axis)));
            Expr value =
                    items.selected().value().rewrite(e -> e.equals(new Expr.Index(axis)) ? at : e);
            Fn fn = new Fn(items.parameters(), where(isIndex, value));
            boolean isOne = anchor.reducedAxes().equals(Set.of(axis));
            Op op = isOne ? new Op.Map(fn) : new Op.Reduce(Monoid.Scalar.SUM, fn);
            made.add(new Box(anchor.id(), op, ports.get(), anchor.outputs()));
            return Optional.of(
                    new Rewrite(
                            edit.replace(anchor, made.toArray(Box[]::new)).done(),
                            List.of(anchor.id()),
                            "of the items of "
                                    + anchor.id()
                                    + " only that where #"
                                    + axis
                                    + " == "
                                    + at
                                    + " is not 0"));
        }

        private Optional<List<Port>> all(List<Port> ports) {
            List<Port> there = new ArrayList<>();
            for (Port port : ports) {
                Optional<Port> at = at(port);
                if (at.isEmpty()) {
                    return Optional.empty();
                }
                there.add(at.get());
            }
            return Optional.of(there);
        }

        /// A port that reads at the position what it reads along the axis.
        private Optional<Port> at(Port port) {
            if (!port.runsAlong().contains(axis)) {
                return Optional.of(port);
            }
            boolean isAlong =
                    port.fill().isEmpty()
                            && port.subscripts().stream()
                                    .filter(s -> s.axes().contains(axis))
                                    .allMatch(s -> s.plainAxis().isPresent());
            if (!isAlong) {
                return Optional.empty();
            }
            Optional<Box> producer = diagram.producer(port.wire());
            return producer.isEmpty()
                    ? Optional.of(
                            new Port(
                                    port.wire(),
                                    port.subscripts().stream()
                                            .map(s -> s.axes().contains(axis) ? position : s)
                                            .toList(),
                                    OptionalDouble.of(0)))
                    : made(port, producer.get());
        }

        /// The wire that a box would make at the position.
        private Optional<Port> made(Port port, Box box) {
            boolean isMade =
                    switch (box.op()) {
                        case Op.Map(Fn fn) -> fn.results().size() == 1 && !mentions(fn);
                        case Op.Reduce(_, Fn item) -> item.results().size() == 1 && !mentions(item);
                        case Op.Contract _ -> true;
                        case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
                    };
            if (!isMade
                    || box.outputs().size() != 1
                    || !box.output().isPlain()
                    || !port.isPlain()
                    || !port.axes().equals(box.output().axes())
                    || box.reducedAxes().stream().anyMatch(position.axes()::contains)
                    || made.size() >= MOST_BOXES) {
                return Optional.empty();
            }
            Optional<List<Port>> inputs = all(box.inputs());
            if (inputs.isEmpty()) {
                return Optional.empty();
            }
            List<String> axes = new ArrayList<>(box.output().axes());
            axes.remove(axis);
            position.axes().stream().filter(a -> !axes.contains(a)).forEach(axes::add);
            Wire old = diagram.wire(port.wire());
            Wire wire = new Wire(name(old.name() + "_at"), old.dtype(), axes);
            edit.add(wire);
            made.add(new Box(wire.name(), box.op(), inputs.get(), List.of(Port.of(wire))));
            return Optional.of(Port.of(wire));
        }

        private boolean mentions(Fn fn) {
            return fn.body().indexAxes().contains(axis);
        }

        private String name(String wanted) {
            String name = Edit.fresh(diagram, wanted);
            while (!names.add(name)) {
                name = Edit.fresh(diagram, name + "_");
            }
            return name;
        }
    }
}
