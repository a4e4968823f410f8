package org.heddle.testdata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;

/// Random well-typed diagrams of every kind of box, from a seed.
///
/// Axes `u0 … u4` have one size (3 by default) and `v0 … v4` another (2): ports rename within a class at will, so that
/// names are captured, transposed, read along diagonals, reduced in one box and woven in the next.
public final class RandomDiagrams {
    private static final int NAMES = 5;
    private static final int MAX_RANK = 3;
    private static final SequencedMap<Character, Long> CLASSES = classes();
    private static final Monoid.User LINEAR =
            new Monoid.User(
                    "linear",
                    List.of(
                            new Monoid.Component(
                                    "a", DType.F64, Expr.num(1), times(arg("a"), arg("a'"))),
                            new Monoid.Component(
                                    "b",
                                    DType.F64,
                                    Expr.num(0),
                                    plus(times(arg("b"), arg("a'")), arg("b'")))));

    private final Random random;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    private RandomDiagrams(long seed) {
        this.random = new Random(seed);
    }

    private static SequencedMap<Character, Long> classes() {
        SequencedMap<Character, Long> classes = new LinkedHashMap<>();
        classes.put('u', 3L);
        classes.put('v', 2L);
        return classes;
    }

    /// A diagram of one or two inputs.
    public static Diagram draw(long seed, int boxes) {
        RandomDiagrams drawing = new RandomDiagrams(seed);
        List<Wire> inputs = new ArrayList<>();
        for (int i = 0; i <= drawing.random.nextInt(2); i++) {
            inputs.add(drawing.type("in" + i, DType.F64));
        }
        return drawing.from(inputs, boxes);
    }

    /// A diagram that can follow another one: its inputs are of the types of the other's outputs.
    public static Diagram after(Diagram first, long seed, int boxes) {
        List<Wire> inputs = new ArrayList<>();
        for (String output : first.outputs()) {
            Wire wire = first.wire(output);
            inputs.add(new Wire("in" + inputs.size(), wire.dtype(), wire.axes()));
        }
        return new RandomDiagrams(seed).from(inputs, boxes);
    }

    private Diagram from(List<Wire> inputs, int count) {
        wires.addAll(inputs);
        for (int i = 0; i < count; i++) {
            box("w" + i);
        }
        Set<String> outputs = new LinkedHashSet<>();
        if (count == 0) {
            inputs.forEach(wire -> outputs.add(wire.name()));
        } else {
            for (int i = 0; i <= random.nextInt(2); i++) {
                outputs.add(wires.get(inputs.size() + random.nextInt(count)).name());
            }
            outputs.add(wires.getLast().name());
        }
        List<Axis> axes = new ArrayList<>();
        CLASSES.forEach(
                (c, size) -> {
                    for (int i = 0; i < NAMES; i++) {
                        axes.add(new Axis("" + c + i, new Axis.Free(), OptionalLong.of(size)));
                    }
                });
        axes.add(Axis.fixed("k", 2));
        return new Diagram(
                "random",
                axes,
                wires,
                inputs.stream().map(Wire::name).toList(),
                List.copyOf(outputs),
                List.of(),
                boxes,
                List.of());
    }

    private Wire type(String name, DType dtype) {
        List<String> axes = new ArrayList<>();
        for (int i = random.nextInt(MAX_RANK); i > 0; i--) {
            axes.add(fresh(random.nextBoolean() ? 'u' : 'v', axes));
        }
        return new Wire(name, dtype, axes);
    }

    /// A name of the class that is not taken, where there is one.
    private String fresh(char c, List<String> taken) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            names.add("" + c + i);
        }
        Collections.shuffle(names, random);
        return names.stream().filter(n -> !taken.contains(n)).findFirst().orElse("" + c + "0");
    }

    private void box(String name) {
        switch (random.nextInt(10)) {
            case 0, 1 -> map(name);
            case 2, 3 -> contract(name);
            case 4 -> reduce(name);
            case 5 -> reindex(name);
            case 6 -> scan(name);
            case 7 -> extremum(name);
            case 8 -> call(name);
            default -> several(name);
        }
    }

    private Wire pick() {
        return pick(wires);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /// Reads a wire by new names, now and then along a diagonal.
    private Port read(Wire wire) {
        List<String> axes = new ArrayList<>();
        for (String axis : wire.axes()) {
            boolean diagonal = random.nextInt(6) == 0;
            axes.add(axis.equals("k") ? "k" : fresh(axis.charAt(0), diagonal ? List.of() : axes));
        }
        return new Port(wire.name(), axes);
    }

    private List<Port> reads(int count) {
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ports.add(read(pick()));
        }
        return ports;
    }

    private static List<String> along(List<Port> ports) {
        Set<String> axes = new LinkedHashSet<>();
        ports.forEach(port -> axes.addAll(port.runsAlong()));
        return new ArrayList<>(axes);
    }

    private List<String> some(List<String> axes) {
        List<String> shuffled = new ArrayList<>(axes);
        Collections.shuffle(shuffled, random);
        return new ArrayList<>(
                shuffled.subList(0, Math.min(MAX_RANK, random.nextInt(shuffled.size() + 1))));
    }

    private void add(String name, Op op, List<Port> inputs, List<String> axes) {
        add(name, op, inputs, axes, DType.F64);
    }

    private void add(String name, Op op, List<Port> inputs, List<String> axes, DType dtype) {
        wires.add(new Wire(name, dtype, axes));
        boxes.add(new Box(name, op, inputs, List.of(new Port(name, axes))));
    }

    private void map(String name) {
        List<Port> ports = reads(1 + random.nextInt(2));
        List<String> axes = along(ports);
        if (axes.size() > MAX_RANK + 1) {
            contract(name);
            return;
        }
        Collections.shuffle(axes, random);
        add(name, new Op.Map(fn(ports.size(), axes)), ports, axes);
    }

    private void contract(String name) {
        List<Port> ports = reads(1 + random.nextInt(3));
        Semiring semiring = pick(List.of(Semiring.values()));
        add(name, new Op.Contract(semiring), ports, some(along(ports)));
    }

    private void reduce(String name) {
        List<Port> ports = reads(1 + random.nextInt(2));
        List<String> axes = along(ports);
        Monoid monoid = pick(List.of(Monoid.Scalar.values()));
        add(name, new Op.Reduce(monoid, fn(ports.size(), axes)), ports, some(axes));
    }

    /// Backwards, shifted with a fill, or gathered through an array of indices that is made on the way.
    private void reindex(String name) {
        Wire wire = pick();
        Port port = read(wire);
        List<Subscript> subscripts = new ArrayList<>(port.subscripts());
        OptionalDouble fill = OptionalDouble.empty();
        for (int i = 0; i < wire.axes().size(); i++) {
            String axis = port.axes().get(i);
            Size size = Size.symbol(axis);
            switch (random.nextInt(4)) {
                case 0 -> subscripts.set(i, affine(axis, -1, size.minus(Size.ONE)));
                case 1 -> {
                    subscripts.set(i, affine(axis, 1, Size.of(random.nextInt(3) - 1)));
                    fill = OptionalDouble.of(random.nextInt(3) - 1);
                }
                case 2 -> subscripts.set(i, new Subscript.Gather(indices(name + "_at" + i, axis)));
                default -> {}
            }
        }
        Port computed = new Port(wire.name(), subscripts, fill);
        List<String> axes = new ArrayList<>(computed.runsAlong());
        Collections.shuffle(axes, random);
        add(name, new Op.Reindex(), List.of(computed), axes, wire.dtype());
    }

    private static Subscript affine(String axis, long coefficient, Size offset) {
        SequencedMap<String, Size> coefficients = new LinkedHashMap<>();
        coefficients.put(axis, Size.of(coefficient));
        return new Subscript.Affine(coefficients, offset);
    }

    /// An array of positions along an axis, all in range.
    private Port indices(String name, String axis) {
        Expr value =
                Expr.call(
                        Fun.MOD,
                        plus(times(Expr.num(2), new Expr.Index(axis)), Expr.num(1)),
                        new Expr.Extent(axis));
        wires.add(new Wire(name, DType.I64, List.of(axis)));
        Port port = new Port(name, List.of(axis));
        boxes.add(new Box(name, new Op.Constant(value), List.of(), List.of(port)));
        return port;
    }

    private void scan(String name) {
        List<Port> ports = reads(1);
        List<String> axes = along(ports);
        if (axes.isEmpty()) {
            map(name);
            return;
        }
        Collections.shuffle(axes, random);
        String over = axes.get(random.nextInt(axes.size()));
        Monoid monoid = random.nextBoolean() ? Monoid.Scalar.SUM : Monoid.Scalar.MAX;
        Op.Prefix prefix = random.nextBoolean() ? Op.Prefix.INCLUSIVE : Op.Prefix.EXCLUSIVE;
        Op.Direction direction =
                random.nextBoolean() ? Op.Direction.FORWARD : Op.Direction.BACKWARD;
        add(name, new Op.Scan(monoid, fn(1, axes), over, prefix, direction), ports, axes);
    }

    private void extremum(String name) {
        Port port = read(pick());
        List<String> axes = along(List.of(port));
        if (axes.isEmpty() || axes.contains("k")) {
            map(name);
            return;
        }
        axes.remove(random.nextInt(axes.size()));
        Collections.shuffle(axes, random);
        switch (random.nextInt(3)) {
            case 0 ->
                    add(
                            name,
                            new Op.Reduce(Monoid.Extremum.ARGMAX, Op.Reduce.PLAIN_ITEM),
                            List.of(port),
                            axes,
                            DType.I64);
            case 1 ->
                    add(
                            name,
                            new Op.Reduce(Monoid.Extremum.ARGMIN, Op.Reduce.PLAIN_ITEM),
                            List.of(port),
                            axes,
                            DType.I64);
            default -> {
                axes.add("k");
                add(
                        name,
                        new Op.Reduce(new Monoid.TopK("k"), Op.Reduce.PLAIN_ITEM),
                        List.of(port),
                        axes);
            }
        }
    }

    private void call(String name) {
        Port port = read(pick());
        List<String> axes = along(List.of(port));
        if (axes.isEmpty() || axes.size() < port.axes().size()) {
            map(name);
            return;
        }
        String over = axes.get(random.nextInt(axes.size()));
        if (random.nextBoolean()) {
            Collections.shuffle(axes, random);
            add(name, new Op.Call("softmax", List.of(over)), List.of(port), axes);
        } else {
            axes.remove(over);
            add(name, new Op.Call("logsumexp", List.of(over)), List.of(port), axes);
        }
    }

    /// A reduction by a user monoid: two outputs. It does not commute, so it reduces one axis at most.
    private void several(String name) {
        List<Port> ports = reads(1);
        List<String> axes = along(ports);
        Collections.shuffle(axes, random);
        if (!axes.isEmpty()) {
            axes.removeLast();
        }
        Fn item = new Fn(List.of("x"), List.of(Expr.num(2), arg("x")));
        wires.add(new Wire(name + "_a", DType.F64, axes));
        wires.add(new Wire(name, DType.F64, axes));
        boxes.add(
                new Box(
                        name,
                        new Op.Reduce(LINEAR, item),
                        ports,
                        List.of(new Port(name + "_a", axes), new Port(name, axes))));
    }

    private Fn fn(int arity, List<String> axes) {
        List<String> parameters = List.of("x", "y", "z").subList(0, arity);
        Expr sum = arg("x");
        for (String parameter : parameters.subList(1, arity)) {
            sum = random.nextBoolean() ? plus(sum, arg(parameter)) : times(sum, arg(parameter));
        }
        String axis = axes.isEmpty() ? "" : axes.get(random.nextInt(axes.size()));
        Expr index = axes.isEmpty() ? Expr.num(1) : new Expr.Index(axis);
        Expr extent = axes.isEmpty() ? Expr.num(2) : new Expr.Extent(axis);
        Expr body =
                switch (random.nextInt(4)) {
                    case 0 -> plus(sum, index);
                    case 1 ->
                            Expr.call(
                                    Fun.WHERE,
                                    Expr.call(Fun.GT, sum, index),
                                    extent,
                                    Expr.call(Fun.NEG, sum));
                    case 2 -> Expr.call(Fun.MAX, sum, Expr.call(Fun.SUB, index, extent));
                    default -> Expr.call(Fun.MOD, sum, Expr.num(5));
                };
        return new Fn(parameters, body);
    }

    private static Expr arg(String name) {
        return Expr.arg(name);
    }

    private static Expr plus(Expr a, Expr b) {
        return Expr.call(Fun.ADD, a, b);
    }

    private static Expr times(Expr a, Expr b) {
        return Expr.call(Fun.MUL, a, b);
    }
}
