package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Two boxes that compute the same from the same wires are one box, copied.
///
/// ```
///     ┌──[f]── a             ┌── a
///  ───●             ⇒  ──[f]─●
///     └──[f]── b             └── b
/// ```
///
/// Legal where both results have the same axes and element type, and the later one, which goes, is no output of the diagram: an output keeps its name. Of
/// two outputs that are equal, both are therefore computed. Saves one evaluation and one write.
public final class ShareEqualBoxes implements Rule {
    @Override
    public String name() {
        return "share-equal-boxes";
    }

    @Override
    public String law() {
        return "copy ; (f ⊗ f) = f ; copy";
    }

    @Override
    public String condition() {
        return "both results have the same axes and format, and the later one is no output";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1 || diagram.outputs().contains(anchor.output().wire())) {
            return Optional.empty();
        }
        for (Box other : candidates(diagram, anchor)) {
            if (other.id().equals(anchor.id())) {
                return Optional.empty();
            }
            if (SameFunction.same(other.op(), anchor.op())
                    && other.inputs().equals(anchor.inputs())
                    && other.outputs().size() == 1
                    && sameType(diagram, other.output(), anchor.output())) {
                return Optional.of(
                        new Rewrite(
                                redirect(diagram, anchor, other.output().wire()),
                                List.of(anchor.id(), other.id()),
                                anchor.output().wire() + " equals " + other.output().wire()));
            }
        }
        return Optional.empty();
    }

    /// Equal boxes read the same wires: all that read one of them, in their order, the anchor included.
    private static List<Box> candidates(Diagram diagram, Box anchor) {
        return anchor.inputs().isEmpty()
                ? diagram.boxes()
                : diagram.readers(anchor.inputs().getFirst().wire());
    }

    private static boolean sameType(Diagram diagram, Port a, Port b) {
        Wire first = diagram.wire(a.wire());
        Wire second = diagram.wire(b.wire());
        return a.axes().equals(b.axes()) && first.dtype() == second.dtype();
    }

    private static Diagram redirect(Diagram diagram, Box removed, String to) {
        String from = removed.output().wire();
        Edit edit = new Edit(diagram).remove(removed);
        for (Box reader : diagram.readers(from)) {
            List<Port> inputs = new ArrayList<>();
            reader.inputs().forEach(port -> inputs.add(port.replaceWire(from, to)));
            edit.replace(reader, once(new Box(reader.id(), reader.op(), inputs, reader.outputs())));
        }
        return edit.done();
    }

    /// The box with every element that its function sees as several arguments as one: `u - v` of the same is `u - u`.
    private static Box once(Box box) {
        return switch (box.op()) {
            case Op.Map(Fn fn) -> once(box, fn, Op.Map::new);
            case Op.Reduce(Monoid monoid, Fn item) ->
                    once(box, item, fn -> new Op.Reduce(monoid, fn));
            case Op.Scan(Monoid monoid, Fn item, String over, var prefix, var direction) ->
                    once(box, item, fn -> new Op.Scan(monoid, fn, over, prefix, direction));
            case Op.Contract _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> box;
        };
    }

    private static Box once(Box box, Fn fn, Function<Fn, Op> op) {
        List<Port> ports = box.inputs().stream().distinct().toList();
        if (ports.size() == box.inputs().size()) {
            return box;
        }
        List<String> parameters =
                ports.stream()
                        .map(port -> fn.parameters().get(box.inputs().indexOf(port)))
                        .toList();
        List<Expr> results =
                fn.results().stream()
                        .map(
                                result ->
                                        result.substitute(
                                                name ->
                                                        Expr.arg(
                                                                first(box, fn.parameters(), name))))
                        .toList();
        return new Box(box.id(), op.apply(new Fn(parameters, results)), ports, box.outputs());
    }

    private static String first(Box box, List<String> parameters, String name) {
        Port port = box.inputs().get(parameters.indexOf(name));
        return parameters.get(box.inputs().indexOf(port));
    }
}
