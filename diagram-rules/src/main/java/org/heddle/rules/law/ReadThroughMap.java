package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.size.Size;

/// A few elements of what a map makes are made of the elements that it reads there.
///
/// ```
///  S, z ──[map s - z]──w──[read w[b, t[b]]]──   ⇒   ──[map s - z at S[b, t[b]], z[b]]──
/// ```
///
/// Legal where no position lies outside, and the map asks for no index that is looked up. Used where fewer axes are read along than the wire has, so that the map is evaluated less often; where it makes its elements of one array and of what has fewer axes, so that no more is read; and where each element is read once, and nowhere else, as from the end of an axis. Saves the wire, where nothing else reads it: the loss of one class in many needs one element of a row of logarithms.
public final class ReadThroughMap implements Rule {
    @Override
    public String name() {
        return "read-through-map";
    }

    @Override
    public String law() {
        return "map f ; reindex p = reindex p ; map f";
    }

    @Override
    public String condition() {
        return "no position outside the wire; used where p reads along fewer axes than the wire has, each element once, or f one array";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!hasFunction(anchor.op())) {
            return Optional.empty();
        }
        for (int i = 0; i < anchor.inputs().size(); i++) {
            Optional<Box> map = map(diagram, anchor.inputs().get(i));
            Optional<Expansion> through =
                    map.isPresent() ? through(diagram, anchor, i, map.get()) : Optional.empty();
            if (through.isPresent()) {
                Box box = through.get().box(anchor, through.get().fn().results());
                return Optional.of(
                        new Rewrite(
                                new Edit(diagram).replace(anchor, box).done(),
                                List.of(anchor.id()),
                                anchor.id()
                                        + " needs "
                                        + anchor.inputs().get(i)
                                        + " of what "
                                        + map.get().id()
                                        + " makes, no more"));
            }
        }
        return Optional.empty();
    }

    private static boolean hasFunction(Op op) {
        return switch (op) {
            case Op.Map _, Op.Reduce _, Op.Scan _, Op.Contract _ -> true;
            case Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    /// The map of which a port reads elements at computed positions that are worth making there.
    private static Optional<Box> map(Diagram diagram, Port read) {
        return read.isPlain() || read.fill().isPresent()
                ? Optional.empty()
                : diagram.producer(read.wire())
                        .filter(
                                box ->
                                        box.op() instanceof Op.Map(Fn fn)
                                                && fn.results().size() == 1)
                        .filter(box -> box.output().isPlain())
                        .filter(box -> isFew(read, box) || isOfOne(box) || isOnce(diagram, read));
    }

    /// Whether nobody reads any element of a wire but this port, each at one place at most: along every axis another index stands by itself, counted from anywhere in either direction.
    private static boolean isOnce(Diagram diagram, Port read) {
        boolean isOwn =
                !diagram.outputs().contains(read.wire())
                        && diagram.readers(read.wire()).stream()
                                        .mapToLong(
                                                box ->
                                                        box.inputs().stream()
                                                                .filter(
                                                                        port ->
                                                                                port.reads()
                                                                                        .contains(
                                                                                                read
                                                                                                        .wire()))
                                                                .count())
                                        .sum()
                                == 1;
        return isOwn
                && read.subscripts().stream().allMatch(ReadThroughMap::isOneStep)
                && read.runsAlong().size() == read.subscripts().size();
    }

    private static boolean isOneStep(Subscript subscript) {
        return subscript instanceof Subscript.Affine(var coefficients, _)
                && coefficients.size() == 1
                && List.of(Size.ONE, Size.of(-1)).contains(coefficients.firstEntry().getValue());
    }

    private static boolean isFew(Port read, Box map) {
        return read.runsAlong().size() < map.axes().size();
    }

    /// Whether a map makes its elements of one array and of others with fewer axes: then no more is read where they are made.
    private static boolean isOfOne(Box map) {
        return map.inputs().stream()
                        .filter(port -> port.runsAlong().containsAll(map.axes()))
                        .count()
                <= 1;
    }

    private static Optional<Expansion> through(Diagram diagram, Box anchor, int input, Box map) {
        Port read = anchor.inputs().get(input);
        Map<String, Subscript> at = new HashMap<>();
        for (int i = 0; i < read.subscripts().size(); i++) {
            at.put(map.output().axes().get(i), read.subscripts().get(i));
        }
        Fn made = ((Op.Map) map.op()).fn();
        Fn item = Inlining.itemOf(anchor.op(), anchor.inputs().size());
        List<String> parameters = new ArrayList<>(item.parameters());
        List<Port> ports = new ArrayList<>(anchor.inputs());
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < map.inputs().size(); i++) {
            Optional<Port> port = at(map.inputs().get(i), at);
            if (port.isEmpty()) {
                return Optional.empty();
            }
            String name = made.parameters().get(i);
            String own = name;
            while (parameters.contains(own)) {
                own += "_";
            }
            parameters.add(own);
            ports.add(port.get());
            arguments.put(name, Expr.arg(own));
        }
        if (!made.body().indexAxes().stream()
                .allMatch(axis -> at.get(axis) instanceof Subscript.Affine)) {
            return Optional.empty();
        }
        Expr value =
                made.body()
                        .rewrite(
                                e ->
                                        e instanceof Expr.Index(String axis)
                                                        && at.get(axis)
                                                                instanceof Subscript.Affine position
                                                ? position.toExpr()
                                                : e)
                        .substitute(arguments::get);
        String replaced = item.parameters().get(input);
        List<Expr> results =
                item.results().stream()
                        .map(
                                e ->
                                        e.substitute(
                                                name ->
                                                        name.equals(replaced)
                                                                ? value
                                                                : Expr.arg(name)))
                        .toList();
        return Optional.of(new Expansion(diagram, new Fn(parameters, results), ports));
    }

    /// A port of the map where its axes stand at the positions read; empty where it computes positions of them itself.
    private static Optional<Port> at(Port port, Map<String, Subscript> at) {
        List<Subscript> subscripts = new ArrayList<>();
        for (Subscript subscript : port.subscripts()) {
            Optional<String> axis = subscript.plainAxis();
            if (axis.isEmpty() && !subscript.axes().isEmpty()) {
                return Optional.empty();
            }
            subscripts.add(axis.<Subscript>map(at::get).orElse(subscript));
        }
        return Optional.of(port.withSubscripts(subscripts));
    }
}
