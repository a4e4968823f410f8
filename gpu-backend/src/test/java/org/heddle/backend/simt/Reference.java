package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Scalar;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Fn;

/// What a diagram of maps, reductions and contractions means, by plain loops in f64.
final class Reference {
    private final Diagram diagram;
    private final Sizes sizes;
    private final Map<String, double[]> values = new HashMap<>();

    private Reference(Diagram diagram, Sizes sizes) {
        this.diagram = diagram;
        this.sizes = sizes;
    }

    /// The values of a wire.
    static double[] of(Diagram diagram, Sizes sizes, Map<String, Tensor> inputs, String wire) {
        Reference reference = new Reference(diagram, sizes);
        inputs.forEach((name, tensor) -> reference.values.put(name, tensor.toDoubles()));
        diagram.ordered().forEach(reference::box);
        return reference.value(wire);
    }

    private double[] value(String wire) {
        return values.getOrDefault(wire, new double[0]);
    }

    private void box(Box box) {
        switch (box.op()) {
            case Op.Map(Fn fn) ->
                    run(
                            box,
                            Scalars.compile(fn, List.copyOf(box.axes()), sizes::of),
                            Monoid.Scalar.SUM);
            case Op.Reduce(Monoid.Scalar monoid, Fn item) ->
                    run(box, Scalars.compile(item, List.copyOf(box.axes()), sizes::of), monoid);
            case Op.Contract(var semiring) ->
                    run(
                            box,
                            (arguments, _) ->
                                    Arrays.stream(arguments)
                                            .reduce(
                                                    (a, b) ->
                                                            Scalars.apply(semiring.product(), a, b))
                                            .orElseThrow(),
                            (Monoid.Scalar) semiring.sum());
            case Op.Reduce _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException("composite: " + box.id());
        }
    }

    private void run(Box box, Scalar item, Monoid.Scalar monoid) {
        List<String> axes = List.copyOf(box.axes());
        double[] result = new double[(int) sizes.elements(diagram.wire(box.output().wire()))];
        Arrays.fill(result, monoid.unit());
        long items = axes.stream().mapToLong(sizes::of).reduce(1, (a, b) -> a * b);
        long[] index = new long[axes.size()];
        for (long n = 0; n < items; n++) {
            long rest = n;
            for (int a = axes.size() - 1; a >= 0; a--) {
                index[a] = rest % sizes.of(axes.get(a));
                rest /= sizes.of(axes.get(a));
            }
            double[] arguments =
                    box.inputs().stream()
                            .mapToDouble(port -> value(port.wire())[offset(port, axes, index)])
                            .toArray();
            int at = offset(box.output(), axes, index);
            result[at] = monoid.apply(result[at], item.at(arguments, index));
        }
        values.put(box.output().wire(), result);
    }

    private int offset(Port port, List<String> axes, long[] index) {
        long offset = 0;
        for (String axis : new ArrayList<>(port.axes())) {
            offset = offset * sizes.of(axis) + index[axes.indexOf(axis)];
        }
        return (int) offset;
    }
}
