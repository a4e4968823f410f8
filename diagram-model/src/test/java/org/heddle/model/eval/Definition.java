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
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.size.Size;

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
            case Op.Reindex() -> read(box.inputs().getFirst(), at);
            case Op.Constant(Expr value) -> value(value, List.of(), box, at);
            case Op.Contract(Semiring semiring) -> {
                List<Double> items = new ArrayList<>();
                forAll(
                        List.copyOf(box.reducedAxes()),
                        at,
                        () -> items.add(product(semiring, box, at)));
                yield folded(semiring.sum(), items);
            }
            case Op.Reduce(Monoid monoid, Fn item) -> {
                List<Double> items = new ArrayList<>();
                forAll(
                        List.copyOf(box.reducedAxes()),
                        at,
                        () -> items.add(value(item.body(), item.parameters(), box, at)));
                yield folded(monoid, items);
            }
            case Op.Scan scan -> scanned(scan, box, at);
            case Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException("not defined here: " + box);
        };
    }

    /// The items at the indices that come before, and at this one where the scan is inclusive.
    private double scanned(Op.Scan scan, Box box, Map<String, Long> at) {
        long here = at.getOrDefault(scan.over(), -1L);
        List<Double> items = new ArrayList<>();
        for (long i = 0; i < sizes.of(scan.over()); i++) {
            boolean forward = scan.direction() == Op.Direction.FORWARD;
            boolean before = forward ? i < here : i > here;
            if (before || (i == here && scan.prefix() == Op.Prefix.INCLUSIVE)) {
                at.put(scan.over(), i);
                double item = value(scan.item().body(), scan.item().parameters(), box, at);
                items.add(forward ? items.size() : 0, item);
            }
        }
        at.put(scan.over(), here);
        if (scan.monoid() instanceof Monoid.Extremum && !items.isEmpty()) {
            List<Double> ascending =
                    scan.direction() == Op.Direction.FORWARD ? items : items.reversed();
            long first =
                    scan.direction() == Op.Direction.FORWARD
                            ? 0
                            : sizes.of(scan.over()) - items.size();
            return first + folded(scan.monoid(), ascending);
        }
        return folded(scan.monoid(), items);
    }

    private static double folded(Monoid monoid, List<Double> items) {
        return switch (monoid) {
            case Monoid.Scalar scalar -> items.stream().reduce(scalar.unit(), scalar::apply);
            case Monoid.LogAddExp sum ->
                    items.stream().reduce(Double.NEGATIVE_INFINITY, sum::apply);
            case Monoid.Extremum extremum -> position(extremum, items);
            case Monoid.TopK _, Monoid.User _ ->
                    throw new IllegalArgumentException("not defined here: " + monoid.text());
        };
    }

    /// The lowest position of a NaN, else of the extreme number; -1 in an empty list.
    private static int position(Monoid.Extremum extremum, List<Double> items) {
        if (items.stream().anyMatch(item -> Double.isNaN(item))) {
            return items.indexOf(Double.NaN);
        }
        int best = items.isEmpty() ? -1 : 0;
        for (int i = 1; i < items.size(); i++) {
            double difference = items.get(i) - items.get(best);
            boolean better = extremum == Monoid.Extremum.ARGMAX ? difference > 0 : difference < 0;
            best = better ? i : best;
        }
        return best;
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
        List<Long> shape = diagram.wire(port.wire()).axes().stream().map(sizes::of).toList();
        long[] index =
                port.subscripts().stream()
                        .mapToLong(subscript -> position(subscript, at))
                        .toArray();
        for (int i = 0; i < index.length; i++) {
            if (index[i] < 0 || index[i] >= shape.get(i)) {
                return port.fill().orElseThrow();
            }
        }
        return element(port.wire(), index);
    }

    private long position(Subscript subscript, Map<String, Long> at) {
        return switch (subscript) {
            case Subscript.Gather(Port index) -> (long) read(index, at);
            case Subscript.Affine(var coefficients, Size offset) -> {
                long[] position = {offset.at(sizes::of)};
                coefficients.forEach(
                        (axis, c) -> position[0] += c.at(sizes::of) * at.getOrDefault(axis, -1L));
                yield position[0];
            }
        };
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
