package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.Inlining;

/// Operations of patterns: whether two are the same, and one with the axes of a match.
final class Functions {
    private Functions() {}

    /// The operation of a box in the one form that all of its kind have: a contraction is a reduction of products, or a map where it reduces nothing.
    static Op uniform(Box box) {
        return box.op() instanceof Op.Contract(var semiring)
                ? box.reducedAxes().isEmpty()
                        ? new Op.Map(Inlining.itemOf(box.op(), box.inputs().size()))
                        : new Op.Reduce(
                                semiring.sum(), Inlining.itemOf(box.op(), box.inputs().size()))
                : box.op();
    }

    /// Whether a box may play the part of another one, as far as its axes and function do not matter.
    static boolean sameKind(Op own, Op other) {
        return switch (own) {
            case Op.Map _ -> other instanceof Op.Map;
            case Op.Reduce(var monoid, _) ->
                    other instanceof Op.Reduce(var m, _) && m.equals(monoid);
            case Op.Contract _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    false;
        };
    }

    /// The box with its inputs, and the parameters of its function, in another order.
    static Box reordered(Box box, List<Port> order) {
        return switch (box.op()) {
            case Op.Map(Fn fn) -> withFn(box, order, new Op.Map(reordered(box, fn, order)));
            case Op.Reduce(var monoid, Fn item) ->
                    withFn(box, order, new Op.Reduce(monoid, reordered(box, item, order)));
            case Op.Contract _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    withFn(box, order, box.op());
        };
    }

    private static Box withFn(Box box, List<Port> order, Op op) {
        return new Box(box.id(), op, order, box.outputs());
    }

    private static Fn reordered(Box box, Fn fn, List<Port> order) {
        List<Port> rest = new ArrayList<>(box.inputs());
        List<String> names = new ArrayList<>(fn.parameters());
        List<String> parameters = new ArrayList<>();
        for (Port port : order) {
            int at = rest.indexOf(port);
            rest.remove(at);
            parameters.add(names.remove(at));
        }
        return new Fn(parameters, fn.results());
    }

    /// An operation of a pattern, with the axes that play the parts of its own: `|x|` is the product of their sizes. Empty where an index is mentioned of an
    /// axis that is several, or none.
    static Optional<Op> instantiate(Op op, Map<String, List<String>> axes) {
        return switch (op) {
            case Op.Map(Fn fn) -> instantiate(fn, axes).map(Op.Map::new);
            case Op.Reduce(var monoid, Fn item) ->
                    instantiate(item, axes).map(i -> new Op.Reduce(monoid, i));
            case Op.Contract _, Op.Reindex _ -> Optional.of(op);
            case Op.Scan _, Op.Constant _, Op.Call _, Op.Block _ -> Optional.empty();
        };
    }

    private static Optional<Fn> instantiate(Fn fn, Map<String, List<String>> axes) {
        boolean plain =
                fn.results().stream()
                        .flatMap(e -> e.indexAxes().stream())
                        .allMatch(axis -> axes.getOrDefault(axis, List.of()).size() == 1);
        return plain
                ? Optional.of(fn.mapResults(e -> e.rewrite(part -> instantiate(part, axes))))
                : Optional.empty();
    }

    private static Expr instantiate(Expr e, Map<String, List<String>> axes) {
        return switch (e) {
            case Expr.Index(String axis) ->
                    new Expr.Index(axes.getOrDefault(axis, List.of(axis)).getFirst());
            case Expr.Extent(String axis) -> {
                Expr product = Expr.num(1);
                for (String one : axes.getOrDefault(axis, List.of(axis))) {
                    product =
                            product.equals(Expr.num(1))
                                    ? new Expr.Extent(one)
                                    : Expr.call(Fun.MUL, product, new Expr.Extent(one));
                }
                yield product;
            }
            case Expr.Num _, Expr.Arg _, Expr.Call _ -> e;
        };
    }
}
