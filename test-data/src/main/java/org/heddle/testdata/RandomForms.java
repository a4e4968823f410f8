package org.heddle.testdata;

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
import java.util.function.UnaryOperator;
import org.heddle.model.compose.Renaming;
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

/// Random well-typed diagrams in which every form of the language occurs: what {@link RandomDiagrams} draws, and
///
/// ```
///  symmetric and sparse inputs      casts to integers, truth values and short floats       windows
///  sizes that are computed          calls of the diagram's own definitions                 blocks
///  names that are words of the text notation, of the format, of C
/// ```
public final class RandomForms {
    private static final List<String> IDENTIFIERS =
            List.of(
                    "axis",
                    "wire",
                    "def",
                    "monoid",
                    "scan",
                    "block",
                    "else",
                    "reduce",
                    "call",
                    "over",
                    "f32",
                    "symmetric",
                    "antisymmetric",
                    "storage",
                    "default",
                    "merge",
                    "dense",
                    "compressed",
                    "exclusive",
                    "backward",
                    "contract",
                    "map",
                    "reindex",
                    "constant",
                    "softmax",
                    "logaddexp",
                    "i64",
                    "int",
                    "float4",
                    "_",
                    "__1",
                    "e1",
                    "E5",
                    "x1e5",
                    "inf_",
                    "nan0",
                    "P_1",
                    "P_2",
                    "w1_1",
                    "w2_1",
                    "a",
                    "A",
                    "b",
                    "if",
                    "global_id",
                    "Infinity",
                    "linear",
                    "true",
                    "null",
                    "T",
                    "x",
                    "X",
                    "l".repeat(128));
    private static final List<String> TITLES =
            List.of(
                    "own.def-1",
                    "a..b",
                    "a--b",
                    "x.",
                    "y-",
                    "axis",
                    "call",
                    "sum-of",
                    "maxi",
                    "f32",
                    "min-plus2",
                    "soft-max",
                    "e1",
                    "_",
                    "def",
                    "T");

    private final Random random;
    private final List<Wire> wires;
    private final List<Box> boxes;
    private final List<Axis> axes;
    private final List<String> inputs;
    private final List<Diagram> definitions = new ArrayList<>();
    private final Diagram plain;

    private RandomForms(long seed, Diagram plain) {
        this.random = new Random(seed);
        this.plain = plain;
        this.wires = new ArrayList<>(plain.wires().values());
        this.boxes = new ArrayList<>(plain.boxes());
        this.axes = new ArrayList<>(plain.axes().values());
        this.inputs = new ArrayList<>(plain.inputs());
    }

    /// A diagram of that many boxes or some more.
    public static Diagram draw(long seed, int boxes) {
        RandomForms forms = new RandomForms(~seed, RandomDiagrams.draw(seed, boxes));
        for (int i = forms.random.nextInt(5); i > 0; i--) {
            forms.add("more" + i);
        }
        Diagram drawn = forms.diagram();
        return forms.random.nextInt(3) == 0 ? drawn : forms.renamed(drawn);
    }

    private Diagram diagram() {
        List<String> outputs = new ArrayList<>(plain.outputs());
        if (!boxes.isEmpty() && !outputs.contains(boxes.getLast().outputs().getFirst().wire())) {
            outputs.add(boxes.getLast().outputs().getFirst().wire());
        }
        String name = random.nextBoolean() ? "random" : pick(TITLES);
        List<Box> shuffled = new ArrayList<>(boxes);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(shuffled, random);
        }
        return new Diagram(name, axes, wires, inputs, outputs, List.of(), shuffled, definitions);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private void add(String name) {
        switch (random.nextInt(6)) {
            case 0 -> symmetric(name);
            case 1, 2 -> cast(name);
            case 3 -> window(name);
            case 4 -> call(name);
            default -> block();
        }
    }

    private void add(String name, Op op, List<Port> reads, List<String> along, DType dtype) {
        wires.add(new Wire(name, dtype, along));
        boxes.add(new Box(name, op, reads, List.of(new Port(name, along))));
    }

    /// A tensor of which the file says more than its type, contracted with itself.
    private void symmetric(String name) {
        boolean three = random.nextBoolean();
        List<String> along = three ? List.of("v0", "u0", "u1") : List.of("u0", "u1");
        List<Symmetry> symmetries =
                random.nextInt(4) == 0
                        ? List.of()
                        : List.of(
                                new Symmetry(
                                        pick(List.of(Symmetry.Kind.values())),
                                        List.of("u0", "u1")));
        List<Storage> storage = new ArrayList<>();
        for (int i = 0; symmetries.isEmpty() && i < along.size(); i++) {
            boolean listed = i > 0 && storage.get(i - 1) != Storage.Level.DENSE;
            storage.add(
                    pick(
                            List.of(
                                    Storage.Level.DENSE,
                                    Storage.Level.COMPRESSED,
                                    listed ? Storage.Level.SINGLETON : Storage.Level.DENSE)));
        }
        inputs.add(name + "_in");
        wires.add(inputs.size() - 1, new Wire(name + "_in", DType.F32, along, symmetries, storage));
        Port port = new Port(name + "_in", along);
        List<String> shared = along.subList(0, random.nextInt(along.size() + 1));
        add(name, new Op.Contract(Semiring.SUM_PRODUCT), List.of(port, port), shared, DType.F32);
    }

    private void cast(String name) {
        Wire wire = pick(wires);
        Port port = Port.of(wire);
        List<String> along = wire.axes();
        Expr small = Expr.call(Fun.MOD, Expr.call(Fun.FLOOR, Expr.arg("x")), Expr.num(5));
        switch (random.nextInt(3)) {
            case 0 -> {
                DType dtype =
                        pick(List.of(DType.I8, DType.I32, DType.I64, DType.F16, DType.F8E4M3));
                add(name, new Op.Map(new Fn(List.of("x"), small)), List.of(port), along, dtype);
            }
            case 1 -> {
                Expr below = Expr.call(Fun.LT, Expr.arg("x"), Expr.num(1));
                add(
                        name,
                        new Op.Map(new Fn(List.of("x"), below)),
                        List.of(port),
                        along,
                        DType.BOOL);
            }
            default -> {
                DType dtype = pick(List.of(DType.F16, DType.BF16, DType.F32, DType.F8E5M2));
                add(name, new Op.Reindex(), List.of(port), along, dtype);
            }
        }
    }

    /// A convolution along the first axis of a wire, with a border.
    private void window(String name) {
        Wire wire = pick(wires);
        if (wire.axes().isEmpty() || wire.dtype() == DType.BOOL) {
            return;
        }
        String y = name + "_y";
        axes.add(
                new Axis(
                        y,
                        new Axis.Derived(
                                Expr.call(Fun.ADD, Expr.arg(wire.axes().getFirst()), Expr.num(1))),
                        OptionalLong.empty()));
        SequencedMap<String, Size> sum = new LinkedHashMap<>();
        sum.put(y, Size.of(1 + random.nextInt(2)));
        sum.put("v0", Size.ONE);
        List<Subscript> subscripts = new ArrayList<>();
        subscripts.add(new Subscript.Affine(sum, Size.of(-1)));
        List<String> along = new ArrayList<>(List.of(y));
        for (String axis : wire.axes().subList(1, wire.axes().size())) {
            String own = axis.equals("v0") ? "v1" : axis;
            subscripts.add(Subscript.along(own));
            if (!along.contains(own)) {
                along.add(own);
            }
        }
        Port port =
                new Port(wire.name(), subscripts, OptionalDouble.of(pick(List.of(0.0, -0.0, 2.5))));
        Op op =
                random.nextBoolean()
                        ? new Op.Contract(Semiring.SUM_PRODUCT)
                        : new Op.Reduce(new Monoid.LogAddExp(), Op.Reduce.PLAIN_ITEM);
        add(name, op, List.of(port), along, DType.F64);
    }

    /// A definition over one axis, with a local wire, a call of the library, and two outputs.
    private void call(String name) {
        Wire wire = pick(wires);
        if (wire.axes().isEmpty() || wire.axes().contains("k")) {
            return;
        }
        String title = pick(TITLES);
        String over = wire.axes().get(random.nextInt(wire.axes().size()));
        if (definitions.stream().noneMatch(d -> d.name().equals(title))) {
            definitions.add(spread(title));
        }
        List<String> rest = new ArrayList<>(wire.axes());
        rest.remove(over);
        wires.add(new Wire(name, DType.F64, wire.axes()));
        wires.add(new Wire(name + "_s", DType.F64, rest));
        boxes.add(
                new Box(
                        name,
                        new Op.Call(title, List.of(over)),
                        List.of(Port.of(wire)),
                        List.of(new Port(name, wire.axes()), new Port(name + "_s", rest))));
    }

    private static Diagram spread(String title) {
        List<String> n = List.of("n");
        Fn difference = new Fn(List.of("v", "s"), Expr.call(Fun.SUB, Expr.arg("v"), Expr.arg("s")));
        return new Diagram(
                title,
                List.of(Axis.free("n")),
                List.of(
                        new Wire("v", DType.F64, n),
                        new Wire("r", DType.F64, n),
                        new Wire("s", DType.F64, List.of()),
                        new Wire("p", DType.F64, n)),
                List.of("v"),
                List.of("r", "s"),
                n,
                List.of(
                        new Box(
                                "p",
                                new Op.Call("softmax", n),
                                List.of(new Port("v", n)),
                                List.of(new Port("p", n))),
                        new Box(
                                "s",
                                new Op.Reduce(Monoid.Scalar.MAX, Op.Reduce.PLAIN_ITEM),
                                List.of(new Port("p", n)),
                                List.of(new Port("s", List.of()))),
                        new Box(
                                "r.1",
                                new Op.Map(difference),
                                List.of(new Port("v", n), new Port("s", List.of())),
                                List.of(new Port("r", n)))),
                List.of());
    }

    /// Puts a box into a block.
    private void block() {
        if (boxes.isEmpty()) {
            return;
        }
        int at = random.nextInt(boxes.size());
        Box box = boxes.get(at);
        boolean calls = box.op() instanceof Op.Call(String d, _) && !d.equals("softmax");
        if (calls || !usesOwnAxes(box)) {
            return;
        }
        Map<String, Wire> known = new LinkedHashMap<>();
        wires.forEach(wire -> known.put(wire.name(), wire));
        List<Wire> read = box.reads().stream().map(known::get).toList();
        List<Wire> written = box.outputs().stream().map(p -> known.get(p.wire())).toList();
        List<Wire> all = new ArrayList<>();
        read.forEach(w -> all.add(new Wire(w.name(), w.dtype(), w.axes())));
        all.addAll(written);
        Diagram body =
                new Diagram(
                        random.nextBoolean() ? "body" : pick(TITLES),
                        plain.axes().values().stream()
                                .map(a -> new Axis(a.name(), new Axis.Free(), a.defaultSize()))
                                .toList(),
                        all,
                        List.copyOf(box.reads()),
                        written.stream().map(Wire::name).toList(),
                        List.of(),
                        List.of(box),
                        List.of());
        boxes.set(
                at,
                new Box(
                        box.id(),
                        new Op.Block(body, pick(List.of("", "label", "\"\\\n\t\u0001é -- ; }"))),
                        read.stream().map(Port::of).toList(),
                        written.stream().map(Port::of).toList()));
    }

    /// Whether all axes of the box and of its wires are those of a plain diagram, whose sizes a body finds by itself.
    private boolean usesOwnAxes(Box box) {
        Set<String> used = new LinkedHashSet<>(box.axes());
        for (Wire wire : wires) {
            if (box.reads().contains(wire.name())
                    || box.outputs().stream().anyMatch(p -> p.wire().equals(wire.name()))) {
                used.addAll(wire.axes());
            }
        }
        return plain.axes().keySet().containsAll(used) && !used.contains("k");
    }

    private Diagram renamed(Diagram diagram) {
        List<String> ids = diagram.boxes().stream().map(Box::id).toList();
        UnaryOperator<String> boxNames =
                random.nextBoolean()
                        ? UnaryOperator.identity()
                        : hostile(ids, List.of("P.m", "a.b.c", "axis.1", "_.5", "x._", "a..b"));
        return new Renaming(
                        hostile(List.copyOf(diagram.axes().keySet()), IDENTIFIERS),
                        hostile(List.copyOf(diagram.wires().keySet()), IDENTIFIERS),
                        boxNames)
                .apply(diagram);
    }

    private UnaryOperator<String> hostile(List<String> names, List<String> pool) {
        List<String> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, random);
        Map<String, String> renamed = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            boolean kept = i >= shuffled.size() || names.contains(shuffled.get(i));
            renamed.put(names.get(i), kept ? names.get(i) : shuffled.get(i));
        }
        return name -> renamed.getOrDefault(name, name);
    }
}
