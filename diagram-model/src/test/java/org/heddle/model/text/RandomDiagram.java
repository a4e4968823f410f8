package org.heddle.model.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;

/// Diagrams that need mean nothing, but use whatever a diagram can say: every operation, computed ports, functions that
/// are printed inline and such that are not, declarations in and out of order.
final class RandomDiagram {
    private static final List<String> AXES = List.of("i", "j", "k", "x", "y2", "c_d");

    private final Random random;
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final Monoid.User user;

    private RandomDiagram(Random random) {
        this.random = random;
        this.user =
                new Monoid.User(
                        pick(List.of("moments", "softmax", "my-sum", "a..b")),
                        List.of(
                                new Monoid.Component("n", DType.F64, Expr.num(0), Expr.arg("n'")),
                                new Monoid.Component(
                                        "m",
                                        DType.I8,
                                        expr(List.of(), 1),
                                        expr(List.of("n", "m", "m'"), 3))));
    }

    static Diagram draw(long seed) {
        return new RandomDiagram(new Random(seed)).diagram("random-" + seed, 2);
    }

    private Diagram diagram(String name, int depth) {
        List<String> inputs = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            inputs.add(wire(pick(List.of("Q", "in", "Exp", "v")) + "_" + i));
        }
        List<Box> boxes = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            Box box = box("w" + i, depth);
            if (ids.add(box.id())) {
                boxes.add(box);
            }
        }
        List<Wire> all = new ArrayList<>(wires.values());
        if (random.nextInt(4) == 0) {
            Collections.shuffle(all, random);
        }
        List<String> outputs = new ArrayList<>(wires.keySet());
        Collections.shuffle(outputs, random);
        List<Diagram> definitions = new ArrayList<>();
        if (depth == 2 && random.nextBoolean()) {
            definitions.add(new RandomDiagram(random).diagram("own.def-1", 0));
        }
        List<String> over = random.nextInt(5) == 0 ? List.of("i", "x") : List.of();
        return new Diagram(
                name,
                axes(all, boxes),
                all,
                inputs,
                outputs.subList(0, random.nextInt(outputs.size() + 1)),
                over,
                boxes,
                definitions);
    }

    private List<Axis> axes(List<Wire> all, List<Box> boxes) {
        List<String> names = new ArrayList<>(ImpliedAxes.of(all, boxes));
        if (random.nextInt(3) == 0) {
            names.add("unused");
            Collections.shuffle(names, random);
        }
        List<Axis> axes = new ArrayList<>();
        boolean plain = random.nextBoolean();
        for (String name : names) {
            Axis.Extent extent =
                    switch (plain ? 0 : random.nextInt(4)) {
                        case 0 -> new Axis.Free();
                        case 1 -> new Axis.Fixed(random.nextInt(100));
                        case 2 -> new Axis.Derived(Expr.num(random.nextInt(100)));
                        default -> new Axis.Derived(expr(AXES, 3));
                    };
            boolean given = !plain && random.nextBoolean();
            axes.add(
                    new Axis(
                            name,
                            extent,
                            given ? OptionalLong.of(random.nextInt(9)) : OptionalLong.empty()));
        }
        return axes;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private List<String> someAxes() {
        List<String> axes = new ArrayList<>(AXES);
        Collections.shuffle(axes, random);
        return List.copyOf(axes.subList(0, random.nextInt(4)));
    }

    private String wire(String name) {
        List<String> axes = someAxes();
        DType dtype = random.nextBoolean() ? DType.F32 : pick(List.of(DType.values()));
        boolean annotated = axes.size() > 1 && random.nextInt(4) == 0;
        List<Symmetry> symmetries =
                annotated
                        ? List.of(new Symmetry(pick(List.of(Symmetry.Kind.values())), axes))
                        : List.of();
        List<Storage> storage = new ArrayList<>();
        for (int i = 0; annotated && i < axes.size(); i++) {
            storage.add(
                    pick(
                            List.of(
                                    Storage.Level.DENSE,
                                    Storage.Level.COMPRESSED,
                                    new Storage.Block(8))));
        }
        wires.put(name, new Wire(name, dtype, axes, symmetries, storage));
        return name;
    }

    private Port output(String name) {
        Wire wire = wires.get(wire(name));
        if (random.nextInt(4) > 0) {
            return Port.of(wire);
        }
        List<String> renamed = new ArrayList<>(AXES);
        Collections.shuffle(renamed, random);
        return new Port(name, renamed.subList(0, wire.axes().size()));
    }

    private Port input(int depth) {
        Wire wire = pick(List.copyOf(wires.values()));
        if (random.nextInt(3) > 0) {
            return Port.of(wire);
        }
        List<Subscript> subscripts = new ArrayList<>();
        for (int i = 0; i < wire.axes().size(); i++) {
            subscripts.add(
                    switch (random.nextInt(depth > 0 ? 4 : 3)) {
                        case 0, 1 -> Subscript.along(pick(AXES));
                        case 2 -> affine();
                        default ->
                                new Subscript.Gather(
                                        input(depth - 1).withSubscripts(List.of(affine())));
                    });
        }
        OptionalDouble fill =
                random.nextBoolean()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                pick(List.of(0.0, -0.0, 1.5, Double.NEGATIVE_INFINITY)));
        return new Port(wire.name(), subscripts, depth == 2 ? fill : OptionalDouble.empty());
    }

    private Subscript affine() {
        SequencedMap<String, Size> coefficients = new LinkedHashMap<>();
        for (String axis : someAxes()) {
            int factor = random.nextInt(7) - 3;
            coefficients.put(
                    axis, factor == 0 ? Size.symbol(pick(AXES)).plus(Size.of(1)) : Size.of(factor));
        }
        Size offset = random.nextBoolean() ? Size.of(random.nextInt(5)) : Size.symbol(pick(AXES));
        return new Subscript.Affine(coefficients, offset);
    }

    private Box box(String name, int depth) {
        List<Port> inputs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            inputs.add(input(2));
        }
        int results = 1;
        Op op =
                switch (random.nextInt(10)) {
                    case 0, 1 -> new Op.Contract(pick(List.of(Semiring.values())));
                    case 2, 3 -> new Op.Map(fn(inputs, 1));
                    case 4 -> new Op.Reduce(pick(List.of(Monoid.Scalar.values())), item(inputs));
                    case 5 -> {
                        results = 2;
                        yield random.nextBoolean()
                                ? new Op.Reduce(user, fn(inputs, 2))
                                : new Op.Reduce(new Monoid.TopK("k"), item(inputs));
                    }
                    case 6 ->
                            new Op.Scan(
                                    random.nextBoolean()
                                            ? new Monoid.LogAddExp()
                                            : Monoid.Extremum.ARGMIN,
                                    item(inputs),
                                    pick(AXES),
                                    pick(List.of(Op.Prefix.values())),
                                    pick(List.of(Op.Direction.values())));
                    case 7 -> new Op.Reindex();
                    case 8 -> {
                        results = 1 + random.nextInt(2);
                        List<String> names =
                                List.of(
                                        "softmax",
                                        "log-softmax",
                                        "own.def-1",
                                        "no-such",
                                        "min-plus",
                                        "exp",
                                        "sum",
                                        "a..b");
                        yield new Op.Call(pick(names), someAxes());
                    }
                    default ->
                            depth == 0
                                    ? new Op.Constant(constant())
                                    : new Op.Block(
                                            new RandomDiagram(random)
                                                    .diagram(
                                                            random.nextBoolean() ? "body" : "b.1",
                                                            depth - 1),
                                            pick(List.of("", "label", "\"\\\n\u0001é")));
                };
        if (op instanceof Op.Constant) {
            inputs.clear();
        }
        List<Port> outputs = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            outputs.add(output(i == 0 ? name : name + "_" + i));
        }
        String id = random.nextInt(4) == 0 ? pick(List.of("P.m", "a.b.c", "r2")) : name;
        return new Box(id, op, inputs, outputs);
    }

    private Fn item(List<Port> inputs) {
        return inputs.size() == 1 && random.nextBoolean() ? Op.Reduce.PLAIN_ITEM : fn(inputs, 1);
    }

    private Fn fn(List<Port> inputs, int results) {
        List<String> names = new ArrayList<>();
        if (random.nextBoolean()) {
            names.addAll(Parameters.of(inputs));
        } else {
            names.addAll(List.of("a", "b", "c").subList(0, inputs.size()));
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(names, random);
        }
        List<Expr> bodies = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            Expr sum = expr(names, 3);
            if (random.nextBoolean()) {
                for (String name : names) {
                    sum = Expr.call(pick(List.of(Fun.ADD, Fun.MUL)), sum, Expr.arg(name));
                }
            }
            bodies.add(sum);
        }
        return new Fn(names, bodies);
    }

    private Expr constant() {
        return expr(List.of(), 3);
    }

    private Expr expr(List<String> arguments, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return switch (random.nextInt(5)) {
                case 0 -> Expr.num(pick(List.of(0.0, -0.0, 2.0, -1.5, 1e-9, 1e300)));
                case 1 -> Expr.num(Double.POSITIVE_INFINITY);
                case 2 -> new Expr.Index(pick(AXES));
                case 3 -> new Expr.Extent(pick(AXES));
                default -> arguments.isEmpty() ? Expr.num(3) : Expr.arg(pick(arguments));
            };
        }
        Fun fun = pick(List.of(Fun.values()));
        List<Expr> args = new ArrayList<>();
        for (int i = 0; i < fun.arity(); i++) {
            args.add(expr(arguments, depth - 1));
        }
        return new Expr.Call(fun, args);
    }
}
