package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// Substitutes a map into the function of a box that reads it: `g(f(x), y)` as one function of `x` and `y`. What the map is where an axis of the reader is empty is no part of it: there the reader has no element.
public final class Inlining {
    private final Map<Port, String> parameters = new LinkedHashMap<>();

    private Inlining() {}

    /// A pointwise function with the ports it reads.
    record Inlined(Fn fn, List<Port> inputs) {}

    /// The function of `reader` with every read of `map`'s output replaced by `map`'s function.
    static Inlined inline(Box map, Fn mapFn, Box reader, Fn readerFn) {
        Inlining inlining = new Inlining();
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < reader.inputs().size(); i++) {
            Port port = reader.inputs().get(i);
            String parameter = readerFn.parameters().get(i);
            arguments.put(
                    parameter,
                    port.wire().equals(map.output().wire())
                            ? inlining.at(map, mapFn, port)
                            : Expr.arg(inlining.parameter(port)));
        }
        Expr body =
                readerFn.body().substitute(name -> arguments.getOrDefault(name, Expr.arg(name)));
        return inlining.result(withElements(body, reader.axes()));
    }

    /// With every choice made that asks whether an axis is empty along which there are elements or items.
    private static Expr withElements(Expr e, Set<String> axes) {
        return e.rewrite(
                part ->
                        part instanceof Expr.Call(Fun fun, List<Expr> args)
                                        && fun == Fun.WHERE
                                        && args.getFirst()
                                                instanceof Expr.Call(Fun asked, List<Expr> sides)
                                        && asked == Fun.EQ
                                        && sides.getFirst() instanceof Expr.Extent(String axis)
                                        && sides.getLast().equals(Expr.num(0))
                                        && axes.contains(axis)
                                ? args.getLast()
                                : part);
    }

    /// The item of a contraction over a semiring: the product of its inputs.
    static Fn product(Semiring semiring, int inputs) {
        List<String> parameters = new ArrayList<>();
        Expr product = Expr.arg("a1");
        for (int i = 1; i <= inputs; i++) {
            parameters.add("a" + i);
            product = i == 1 ? product : Expr.call(semiring.product(), product, Expr.arg("a" + i));
        }
        if (semiring.product() == Fun.AND && inputs == 1) {
            product = Expr.call(Fun.NE, product, Expr.num(0));
        }
        return new Fn(parameters, product);
    }

    /// The function of a box's items: its own, or the product of a contraction.
    public static Fn itemOf(Op op, int inputs) {
        return switch (op) {
            case Op.Map(Fn fn) -> fn;
            case Op.Reduce(_, Fn item) -> item;
            case Op.Scan(_, Fn item, _, _, _) -> item;
            case Op.Contract(Semiring semiring) -> product(semiring, inputs);
            case Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException(op + " has no item function");
        };
    }

    private Expr at(Box map, Fn mapFn, Port read) {
        Map<String, String> axes = new HashMap<>();
        for (int i = 0; i < read.axes().size(); i++) {
            axes.put(map.output().axes().get(i), read.axes().get(i));
        }
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < map.inputs().size(); i++) {
            Port port = map.inputs().get(i).renameAxes(axis -> axes.getOrDefault(axis, axis));
            arguments.put(mapFn.parameters().get(i), Expr.arg(parameter(port)));
        }
        return mapFn.body()
                .renameAxes(axis -> axes.getOrDefault(axis, axis))
                .substitute(name -> arguments.getOrDefault(name, Expr.arg(name)));
    }

    private String parameter(Port port) {
        String known = parameters.get(port);
        if (known != null) {
            return known;
        }
        String name = port.wire();
        for (int i = 2; parameters.containsValue(name); i++) {
            name = port.wire() + "_" + i;
        }
        parameters.put(port, name);
        return name;
    }

    private Inlined result(Expr body) {
        return new Inlined(
                new Fn(List.copyOf(parameters.values()), body), List.copyOf(parameters.keySet()));
    }
}
