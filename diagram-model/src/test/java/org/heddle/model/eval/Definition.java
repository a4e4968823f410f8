package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// The meaning of a diagram written down as the sentence that defines it, one element at a time: a second opinion that
/// shares no loop with the evaluator. An index along every axis of a box is a map from names to numbers.
final class Definition {
    private final Diagram diagram;
    private final Sizes sizes;
    private final Map<String, Tensor> inputs;
    private final Map<List<Object>, Double> known = new HashMap<>();

    Definition(Diagram diagram, Sizes sizes, Map<String, Tensor> inputs) {
        this.diagram = diagram;
        this.sizes = sizes;
        this.inputs = inputs;
    }

    double element(String wire, long... index) {
        if (inputs.containsKey(wire)) {
            return inputs.get(wire).at(index);
        }
        List<Object> key = new ArrayList<>(List.of(wire));
        for (long i : index) {
            key.add(i);
        }
        Double value = known.get(key);
        if (value == null) {
            value = compute(diagram.producer(wire).orElseThrow(), index);
            known.put(key, value);
        }
        return value;
    }

    private double compute(Box box, long[] index) {
        Map<String, Long> at = new HashMap<>();
        for (int i = 0; i < index.length; i++) {
            at.put(box.output().axes().get(i), index[i]);
        }
        return switch (box.op()) {
            case Op.Map(Fn fn) -> value(fn.body(), fn.parameters(), box, at);
            case Op.Contract(Semiring semiring) -> {
                List<Double> items = new ArrayList<>();
                forAll(
                        List.copyOf(box.reducedAxes()),
                        at,
                        () -> items.add(product(semiring, box, at)));
                yield folded(semiring.sum(), items);
            }
            case Op.Reduce(Monoid.Scalar monoid, Fn item) -> {
                List<Double> items = new ArrayList<>();
                forAll(
                        List.copyOf(box.reducedAxes()),
                        at,
                        () -> items.add(value(item.body(), item.parameters(), box, at)));
                yield folded(monoid, items);
            }
            case Op.Reduce _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException("not defined here: " + box);
        };
    }

    private static double folded(Monoid monoid, List<Double> items) {
        return switch (monoid) {
            case Monoid.Scalar scalar -> items.stream().reduce(scalar.unit(), scalar::apply);
            case Monoid.LogAddExp sum ->
                    items.stream().reduce(Double.NEGATIVE_INFINITY, sum::apply);
            case Monoid.Extremum _, Monoid.TopK _, Monoid.User _ ->
                    throw new IllegalArgumentException("not defined here: " + monoid.text());
        };
    }

    private void forAll(List<String> axes, Map<String, Long> at, Runnable body) {
        if (axes.isEmpty()) {
            body.run();
            return;
        }
        for (long i = 0; i < sizes.of(axes.getFirst()); i++) {
            at.put(axes.getFirst(), i);
            forAll(axes.subList(1, axes.size()), at, body);
        }
    }

    private double product(Semiring semiring, Box box, Map<String, Long> at) {
        double product = read(box.inputs().getFirst(), at);
        for (Port port : box.inputs().subList(1, box.inputs().size())) {
            product = Scalars.apply(semiring.product(), product, read(port, at));
        }
        return product;
    }

    private double read(Port port, Map<String, Long> at) {
        return element(
                port.wire(),
                port.axes().stream().mapToLong(axis -> at.getOrDefault(axis, -1L)).toArray());
    }

    private double value(Expr e, List<String> parameters, Box box, Map<String, Long> at) {
        return switch (e) {
            case Expr.Num(double number) -> number;
            case Expr.Arg(String name) -> read(box.inputs().get(parameters.indexOf(name)), at);
            case Expr.Index(String axis) -> at.getOrDefault(axis, -1L);
            case Expr.Extent(String axis) -> sizes.of(axis);
            case Expr.Call(var fun, var arguments) ->
                    Scalars.apply(
                            fun,
                            arguments.stream()
                                    .mapToDouble(argument -> value(argument, parameters, box, at))
                                    .toArray());
        };
    }
}
