package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.SameFunction;

/// The diagram of the gradients as it grows: the boxes of the original, then those written here, in an order in which each comes after those it reads from.
final class Emitter {
    private final Diagram source;
    private final Reads reads;
    private final Map<String, Axis> axes = new LinkedHashMap<>();
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final Map<String, Box> producers = new HashMap<>();
    private final List<Box> boxes = new ArrayList<>();
    private final Set<String> names;
    private final Map<String, Port> arrays = new HashMap<>();

    Emitter(Diagram source, Reads reads) {
        this.source = source;
        this.reads = reads;
        axes.putAll(source.axes());
        wires.putAll(source.wires());
        source.ordered().forEach(this::add);
        names = new HashSet<>(wires.keySet());
        boxes.forEach(box -> names.add(box.id()));
    }

    /// How elements of a box are read and computed: f64 where what it concerns is, else f32.
    static DType precision(DType dtype) {
        return dtype == DType.F64 ? DType.F64 : DType.F32;
    }

    Wire wire(String name) {
        Wire wire = wires.get(name);
        if (wire == null) {
            throw new IllegalArgumentException("no wire '" + name + "'");
        }
        return wire;
    }

    Optional<Box> producer(String wire) {
        return Optional.ofNullable(producers.get(wire));
    }

    /// A new wire; its name is the one wanted, or like it.
    Wire fresh(String wanted, DType dtype, List<String> along) {
        Wire wire = new Wire(Names.fresh(wanted, names), dtype, along);
        wires.put(wire.name(), wire);
        return wire;
    }

    /// An axis of its own, whose size its ports give.
    String freshAxis(String wanted, Set<String> besides) {
        String name = wanted;
        for (int i = 2;
                besides.contains(name) || (!name.equals(wanted) && axes.containsKey(name));
                i++) {
            name = wanted + "_" + i;
        }
        axes.putIfAbsent(name, Axis.free(name));
        return name;
    }

    void add(Box box) {
        boxes.add(box);
        box.outputs().forEach(port -> producers.put(port.wire(), box));
    }

    /// Writes `value` to a wire, as a map or a constant.
    ///
    /// @param along the axes of the box that run along the wire's axes, by position; the value may lack some
    void map(Wire wire, List<String> along, Expr value) {
        if (value.arguments().isEmpty()) {
            add(
                    new Box(
                            wire.name(),
                            new Op.Constant(value),
                            List.of(),
                            List.of(port(wire, along))));
            return;
        }
        Call call = call(value, new LinkedHashSet<>(along));
        add(new Box(wire.name(), new Op.Map(call.fn()), call.inputs(), List.of(port(wire, along))));
    }

    /// Writes the sum of the items over all axes that the wire lacks, as a contraction where the item is a product of reads.
    void sum(Wire wire, List<String> along, Expr item) {
        reduce(wire, along, Monoid.Scalar.SUM, item);
    }

    void reduce(Wire wire, List<String> along, Monoid.Scalar monoid, Expr item) {
        add(reduction(port(wire, along), monoid, item));
    }

    /// A wire that holds the sum of such items already, as {@link #sum} would write them.
    Optional<Wire> known(DType dtype, List<String> along, Expr item) {
        Box wanted = reduction(new Port("", along), Monoid.Scalar.SUM, item);
        return boxes.stream()
                .filter(box -> SameFunction.same(box.op(), wanted.op()))
                .filter(box -> box.inputs().equals(wanted.inputs()))
                .map(Box::output)
                .filter(output -> output.isPlain() && output.axes().equals(along))
                .map(output -> wire(output.wire()))
                .filter(wire -> wire.dtype() == dtype)
                .findFirst();
    }

    private Box reduction(Port output, Monoid.Scalar monoid, Expr item) {
        Optional<List<Port>> factors =
                monoid == Monoid.Scalar.SUM ? factors(item) : Optional.empty();
        if (factors.isPresent() && factors.get().size() > 1) {
            Op contraction = new Op.Contract(Semiring.SUM_PRODUCT);
            return new Box(output.wire(), contraction, factors.get(), List.of(output));
        }
        Call call = call(item, new LinkedHashSet<>(output.axes()));
        Op reduction = new Op.Reduce(monoid, call.fn());
        return new Box(output.wire(), reduction, call.inputs(), List.of(output));
    }

    /// The reads of a plain product, that of cotangents first as they come.
    private Optional<List<Port>> factors(Expr item) {
        return switch (item) {
            case Expr.Arg(String key) -> Optional.of(List.of(reads.port(key)));
            case Expr.Call(var fun, var args) when fun == Fun.MUL -> {
                Optional<List<Port>> left = factors(args.get(0));
                Optional<List<Port>> right = factors(args.get(1));
                if (left.isEmpty() || right.isEmpty()) {
                    yield Optional.empty();
                }
                List<Port> both = new ArrayList<>(left.get());
                both.addAll(right.get());
                yield Optional.of(both);
            }
            case Expr.Num _, Expr.Index _, Expr.Extent _, Expr.Call _ -> Optional.empty();
        };
    }

    static Port port(Wire wire, List<String> along) {
        return new Port(wire.name(), along);
    }

    /// A function and what it reads.
    record Call(Fn fn, List<Port> inputs) {}

    /// An expression over reads as a function. Axes that it needs and no read runs along come in as arrays of their indices, or of ones.
    ///
    /// @param needed axes that the box has to run along
    Call call(Expr value, Set<String> needed) {
        return call(List.of(value), needed);
    }

    Call call(List<Expr> values, Set<String> needed) {
        List<Expr> results = new ArrayList<>(values);
        Set<String> keys = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>(needed);
        values.forEach(value -> missing.addAll(value.indexAxes()));
        for (Expr value : values) {
            keys.addAll(value.arguments());
        }
        keys.forEach(key -> missing.removeAll(reads.port(key).runsAlong()));
        for (String axis : missing) {
            boolean indexed = values.stream().anyMatch(value -> value.indexAxes().contains(axis));
            if (indexed) {
                Expr position =
                        reads.at(array("at_" + axis, DType.I32, axis, new Expr.Index(axis)));
                results.replaceAll(
                        value -> value.rewrite(e -> e.equals(new Expr.Index(axis)) ? position : e));
            } else {
                Expr one = reads.at(array("one_" + axis, DType.F32, axis, Expr.num(1)));
                results.set(0, Formulas.mul(results.getFirst(), one));
            }
        }
        return call(reads, results);
    }

    /// A function of one expression over reads.
    static Call call(Reads reads, Expr value) {
        return call(reads, List.of(value));
    }

    private static Call call(Reads reads, List<Expr> results) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Expr value : results) {
            for (String key : value.arguments()) {
                if (!parameters.containsKey(key)) {
                    String wanted = reads.port(key).wire().toLowerCase(Locale.ROOT);
                    parameters.put(key, Names.fresh(wanted, taken));
                }
            }
        }
        List<Port> inputs = parameters.keySet().stream().map(reads::port).toList();
        Fn fn =
                new Fn(
                        List.copyOf(parameters.values()),
                        results.stream()
                                .map(
                                        value ->
                                                value.substitute(
                                                        key ->
                                                                Expr.arg(
                                                                        parameters.getOrDefault(
                                                                                key, key))))
                                .toList());
        return new Call(fn, inputs);
    }

    /// An array along one axis that is there for the sake of the axis.
    private Port array(String name, DType dtype, String axis, Expr element) {
        return arrays.computeIfAbsent(
                name,
                _ -> {
                    Wire wire = fresh(name, dtype, List.of(axis));
                    map(wire, List.of(axis), element);
                    return Port.of(wire);
                });
    }

    /// All of it.
    Diagram whole(List<String> inputs, List<String> outputs) {
        return new Diagram(
                source.name(),
                axes.values(),
                wires.values(),
                inputs,
                outputs,
                List.of(),
                boxes,
                List.of());
    }
}
