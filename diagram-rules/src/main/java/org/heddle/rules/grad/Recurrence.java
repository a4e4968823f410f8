package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// The cotangents of the items of a scan, and of a reduction by a monoid of a file, which is the last state of one.
///
/// ```
///   y_t = merge(y_(t-1), u_t)      L_t = ∂merge/∂left,  R_t = ∂merge/∂right  at (y_(t-1), u_t)
///   λ_t = dy_t + L_(t+1)ᵀ·λ_(t+1)  what state t gets, from itself and from all later ones
///   du_t = R_tᵀ·λ_t
/// ```
///
/// The second line runs from the other end. Its steps are affine maps, whose composition is a monoid: matrices and vectors of as many rows as the state has floating components. The state before each
/// item is an exclusive scan. For a sum both matrices are 1, and `λ` is the sum of `dy` from the other end.
final class Recurrence {
    private final Reads reads;
    private final Emitter emitter;
    private final Box box;
    private final Monoid monoid;
    private final Fn item;
    private final List<Component> state;

    /// One number of the state; `merge` over its components (`n`, `n'`).
    private record Component(String name, DType dtype, Expr merge) {}

    Recurrence(Reads reads, Emitter emitter, Box box, Monoid monoid, Fn item) {
        this.reads = reads;
        this.emitter = emitter;
        this.box = box;
        this.monoid = monoid;
        this.item = item;
        this.state = components();
    }

    private List<Component> components() {
        Expr a = Expr.arg("a");
        Expr b = Expr.arg("a'");
        DType dtype = emitter.wire(box.outputs().getFirst().wire()).dtype();
        return switch (monoid) {
            case Monoid.User(_, var own) ->
                    own.stream().map(c -> new Component(c.name(), c.dtype(), c.merge())).toList();
            case Monoid.Scalar scalar ->
                    List.of(
                            new Component(
                                    "a",
                                    dtype,
                                    switch (scalar) {
                                        case SUM -> Expr.call(Fun.ADD, a, b);
                                        case PROD -> Expr.call(Fun.MUL, a, b);
                                        case MAX -> Expr.call(Fun.MAX, a, b);
                                        case MIN -> Expr.call(Fun.MIN, a, b);
                                        case AND -> Expr.call(Fun.AND, a, b);
                                        case OR -> Expr.call(Fun.OR, a, b);
                                    }));
            case Monoid.LogAddExp _ -> List.of(new Component("a", dtype, logAddExp(a, b)));
            case Monoid.Extremum _, Monoid.TopK _ ->
                    throw new IllegalArgumentException(monoid.text() + " does not scan");
        };
    }

    private static Expr logAddExp(Expr a, Expr b) {
        Expr larger = Expr.call(Fun.MAX, a, b);
        Expr sum =
                Expr.call(
                        Fun.ADD,
                        Expr.call(Fun.EXP, Expr.call(Fun.SUB, a, larger)),
                        Expr.call(Fun.EXP, Expr.call(Fun.SUB, b, larger)));
        Expr nothing = Expr.num(Double.NEGATIVE_INFINITY);
        return Formulas.where(
                Fun.EQ,
                larger,
                nothing,
                nothing,
                Expr.call(Fun.ADD, larger, Expr.call(Fun.LOG, sum)));
    }

    /// The cotangent of each component of an item.
    List<Expr> items(List<Expr> cotangents) throws NoGradientException {
        return switch (box.op()) {
            case Op.Scan(_, _, String over, Op.Prefix prefix, Op.Direction direction) ->
                    monoid == Monoid.Scalar.SUM
                            ? List.of(summed(cotangents.getFirst(), over, prefix, direction))
                            : scanned(cotangents, over, prefix, direction);
            case Op.Reduce _ -> reduced(cotangents);
            case Op.Contract _, Op.Map _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException(box.id() + " is no recurrence");
        };
    }

    private static Op.Direction other(Op.Direction direction) {
        return switch (direction) {
            case FORWARD -> Op.Direction.BACKWARD;
            case BACKWARD -> Op.Direction.FORWARD;
        };
    }

    private Expr summed(Expr g, String over, Op.Prefix prefix, Op.Direction direction) {
        Port out = box.outputs().getFirst();
        Wire result = emitter.wire(out.wire());
        Wire wire =
                emitter.fresh(
                        "d" + out.wire() + "_items",
                        Emitter.precision(result.dtype()),
                        result.axes());
        Emitter.Call call = emitter.call(g, new LinkedHashSet<>(out.axes()));
        emitter.add(
                new Box(
                        wire.name(),
                        new Op.Scan(monoid, call.fn(), over, prefix, other(direction)),
                        call.inputs(),
                        List.of(out.onWire(wire.name()))));
        return reads.at(out.onWire(wire.name()));
    }

    private List<Expr> scanned(
            List<Expr> cotangents, String over, Op.Prefix prefix, Op.Direction direction) {
        List<String> axes = List.copyOf(box.axes());
        Steps steps = new Steps(over, axes, direction);
        boolean inclusive = prefix == Op.Prefix.INCLUSIVE;
        int n = state.size();
        List<Expr> offsets =
                IntStream.range(0, n)
                        .mapToObj(
                                i ->
                                        inclusive
                                                ? applied(steps.left, i, cotangents)
                                                : cotangents.get(i))
                        .toList();
        Affine later = affine(steps.left, offsets, over, axes, other(direction));
        List<Expr> reached =
                IntStream.range(0, n)
                        .mapToObj(
                                i ->
                                        inclusive
                                                ? Formulas.plus(
                                                        cotangents.get(i), later.vector.get(i))
                                                : later.vector.get(i))
                        .toList();
        return IntStream.range(0, n).mapToObj(i -> applied(steps.right, i, reached)).toList();
    }

    private List<Expr> reduced(List<Expr> cotangents) throws NoGradientException {
        if (box.reducedAxes().size() != 1) {
            throw new NoGradientException(
                    box,
                    "reduces by '"
                            + monoid.text()
                            + "' over "
                            + String.join(", ", box.reducedAxes())
                            + " at once, and its gradient is a recurrence along one axis",
                    "reduce one axis after the other");
        }
        String over = box.reducedAxes().iterator().next();
        List<String> axes = List.copyOf(box.axes());
        Steps steps = new Steps(over, axes, Op.Direction.FORWARD);
        List<Expr> nothing = state.stream().<Expr>map(_ -> Expr.num(0)).toList();
        Affine later = affine(steps.left, nothing, over, axes, Op.Direction.BACKWARD);
        int n = state.size();
        List<Expr> reached =
                IntStream.range(0, n)
                        .mapToObj(
                                i -> {
                                    Expr sum = Expr.num(0);
                                    for (int j = 0; j < n; j++) {
                                        sum =
                                                Formulas.plus(
                                                        sum,
                                                        Formulas.mul(
                                                                later.matrix.get(i).get(j),
                                                                cotangents.get(j)));
                                    }
                                    return sum;
                                })
                        .toList();
        return IntStream.range(0, n).mapToObj(i -> applied(steps.right, i, reached)).toList();
    }

    /// `Σ_j ∂merge_j/∂component_i · g_j`.
    private static Expr applied(List<List<Expr>> jacobian, int i, List<Expr> g) {
        Expr sum = Expr.num(0);
        for (int j = 0; j < g.size(); j++) {
            sum = Formulas.plus(sum, Formulas.mul(jacobian.get(i).get(j), g.get(j)));
        }
        return sum;
    }

    /// The transposed Jacobians of every step: `left.get(i).get(j)` is `∂merge_j/∂left_i`.
    private final class Steps {
        final List<List<Expr>> left;
        final List<List<Expr>> right;

        Steps(String over, List<String> axes, Op.Direction direction) {
            Map<String, Expr> values = new LinkedHashMap<>();
            List<Port> before = before(over, axes, direction);
            for (int i = 0; i < state.size(); i++) {
                Expr own = bound(item.results().get(i));
                values.put(state.get(i).name() + "'", own);
                values.put(state.get(i).name(), reads.at(before.get(i)));
            }
            left = jacobian(values, "");
            right = jacobian(values, "'");
        }

        private List<List<Expr>> jacobian(Map<String, Expr> values, String prime) {
            return state.stream()
                    .map(
                            of ->
                                    state.stream()
                                            .map(result -> slope(result, of, prime, values))
                                            .toList())
                    .toList();
        }

        private static Expr slope(
                Component result, Component of, String prime, Map<String, Expr> values) {
            if (!of.dtype().isFloating() || !result.dtype().isFloating()) {
                return Expr.num(0);
            }
            return Derivative.of(result.merge(), Expr.num(1), of.name() + prime)
                    .substitute(name -> values.getOrDefault(name, Expr.arg(name)));
        }
    }

    private Expr bound(Expr e) {
        return e.substitute(
                name -> {
                    int position = item.parameters().indexOf(name);
                    return position < 0 ? Expr.arg(name) : reads.at(box.inputs().get(position));
                });
    }

    /// The state before each item.
    private List<Port> before(String over, List<String> axes, Op.Direction direction) {
        if (box.op() instanceof Op.Scan(_, _, _, Op.Prefix prefix, _)
                && prefix == Op.Prefix.EXCLUSIVE) {
            return box.outputs();
        }
        List<Port> ports = new ArrayList<>();
        for (Port out : box.outputs()) {
            DType dtype = emitter.wire(out.wire()).dtype();
            Wire wire = emitter.fresh(out.wire() + "_before", dtype, axes);
            ports.add(new Port(wire.name(), axes));
        }
        emitter.add(
                new Box(
                        ports.getFirst().wire(),
                        new Op.Scan(monoid, item, over, Op.Prefix.EXCLUSIVE, direction),
                        box.inputs(),
                        ports));
        return ports;
    }

    /// What all later steps together do: `x -> matrix·x + vector`.
    private record Affine(List<List<Expr>> matrix, List<Expr> vector) {}

    private Affine affine(
            List<List<Expr>> matrix,
            List<Expr> vector,
            String over,
            List<String> axes,
            Op.Direction direction) {
        int n = state.size();
        DType dtype = Emitter.precision(state.getFirst().dtype());
        List<Monoid.Component> components = new ArrayList<>();
        List<Expr> items = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                components.add(
                        new Monoid.Component(
                                m(i, j), dtype, Expr.num(i == j ? 1 : 0), after(i, j)));
                items.add(matrix.get(i).get(j));
            }
        }
        for (int i = 0; i < n; i++) {
            Expr merged = Expr.arg(v(i) + "'");
            for (int l = n - 1; l >= 0; l--) {
                merged =
                        Formulas.plus(
                                Formulas.mul(Expr.arg(m(i, l) + "'"), Expr.arg(v(l))), merged);
            }
            components.add(new Monoid.Component(v(i), dtype, Expr.num(0), merged));
            items.add(vector.get(i));
        }
        String name = box.outputs().getFirst().wire();
        List<Port> outputs = new ArrayList<>();
        for (Monoid.Component component : components) {
            Wire wire = emitter.fresh("d" + name + "_" + component.name(), dtype, axes);
            outputs.add(new Port(wire.name(), axes));
        }
        Emitter.Call call = emitter.call(items, new LinkedHashSet<>(axes));
        Monoid steps = new Monoid.User("affine_" + name, components);
        emitter.add(
                new Box(
                        outputs.getFirst().wire(),
                        new Op.Scan(steps, call.fn(), over, Op.Prefix.EXCLUSIVE, direction),
                        call.inputs(),
                        outputs));
        List<Expr> found = outputs.stream().map(reads::at).toList();
        List<List<Expr>> rows =
                IntStream.range(0, n).mapToObj(i -> found.subList(i * n, i * n + n)).toList();
        return new Affine(rows, found.subList(n * n, n * n + n));
    }

    /// The later step's matrix times the earlier one's.
    private Expr after(int i, int j) {
        Expr sum = Expr.num(0);
        for (int l = 0; l < state.size(); l++) {
            sum = Formulas.plus(sum, Formulas.mul(Expr.arg(m(i, l) + "'"), Expr.arg(m(l, j))));
        }
        return sum;
    }

    private static String m(int i, int j) {
        return "m" + i + "_" + j;
    }

    private static String v(int i) {
        return "v" + i;
    }
}
