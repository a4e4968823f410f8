package org.heddle.model.text;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// A box without its outputs.
///
/// @param op where the operation stands in the text
/// @param over the axes named in brackets
record Shape(Op op, List<Reading> inputs, Span at, List<Named> over) {
    Shape {
        inputs = List.copyOf(inputs);
        over = List.copyOf(over);
    }

    /// An input and where it is written.
    record Reading(Port port, Span span) {}

    List<Port> ports() {
        return inputs.stream().map(Reading::port).toList();
    }

    /// The same with its parameters listed: in another order, where these are the names that they have; else renamed.
    Shape list(List<String> names) {
        return switch (op) {
            case Op.Map(Fn fn) -> list(fn, names, Op.Map::new);
            case Op.Reduce(var monoid, Fn item) -> list(item, names, f -> new Op.Reduce(monoid, f));
            case Op.Scan(var monoid, Fn item, var axis, var prefix, var direction) ->
                    list(item, names, f -> new Op.Scan(monoid, f, axis, prefix, direction));
            case Op.Contract _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> this;
        };
    }

    private Shape list(Fn fn, List<String> names, Function<Fn, Op> box) {
        if (!Set.copyOf(names).equals(Set.copyOf(fn.parameters()))) {
            return new Shape(box.apply(rename(fn, names)), inputs, at, over);
        }
        List<Reading> ordered =
                names.stream().map(name -> inputs.get(fn.parameters().indexOf(name))).toList();
        return new Shape(box.apply(new Fn(names, fn.results())), ordered, at, over);
    }

    private static Fn rename(Fn fn, List<String> names) {
        return new Fn(
                names,
                fn.mapResults(
                                e ->
                                        e.substitute(
                                                p ->
                                                        fn.parameters().contains(p)
                                                                ? Expr.arg(
                                                                        names.get(
                                                                                fn.parameters()
                                                                                        .indexOf(
                                                                                                p)))
                                                                : Expr.arg(p)))
                        .results());
    }
}
