package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.Fn;

/// A diagram with its sizes and inputs, written down port by port for a test: `"S[q, x]"`. A wire that a box writes has
/// the axis names of that port unless it was declared before.
final class Sketch {
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    Sketch axis(String name, long size) {
        sizes.put(name, size);
        return this;
    }

    Sketch wire(String text) {
        return wire(DType.F32, text);
    }

    Sketch wire(DType dtype, String text) {
        Port port = port(text);
        wires.put(port.wire(), new Wire(port.wire(), dtype, port.axes()));
        return this;
    }

    /// Random values, seeded by the wire's position.
    Sketch input(String text, Distribution distribution) {
        wire(text);
        List<Long> shape = shape(port(text).wire());
        inputs.put(port(text).wire(), Tensor.random(DType.F64, shape, inputs.size(), distribution));
        return this;
    }

    Sketch input(String text, double... values) {
        wire(text);
        inputs.put(port(text).wire(), Tensor.of(DType.F64, shape(port(text).wire()), values));
        return this;
    }

    Sketch contract(Semiring semiring, String output, String... ports) {
        return box(new Op.Contract(semiring), output, ports);
    }

    Sketch contract(String output, String... ports) {
        return contract(Semiring.SUM_PRODUCT, output, ports);
    }

    Sketch map(String output, String fn, String... ports) {
        return box(new Op.Map(fn(fn)), output, ports);
    }

    Sketch reduce(Monoid monoid, String item, String output, String... ports) {
        return box(new Op.Reduce(monoid, fn(item)), output, ports);
    }

    Sketch box(Op op, String output, String... ports) {
        return box(op, List.of(output), ports);
    }

    /// A box with several outputs; it has the name of the first.
    Sketch box(Op op, List<String> outputs, String... ports) {
        List<Port> written = outputs.stream().map(Sketch::port).toList();
        for (Port out : written) {
            wires.computeIfAbsent(out.wire(), name -> new Wire(name, DType.F32, out.axes()));
        }
        List<Port> read = List.of(ports).stream().map(Sketch::port).toList();
        boxes.add(new Box(written.getFirst().wire(), op, read, written));
        return this;
    }

    Sketch reindex(String output, String port) {
        return box(new Op.Reindex(), output, port);
    }

    Sketch scan(
            Monoid monoid,
            String item,
            String over,
            Op.Prefix prefix,
            Op.Direction direction,
            List<String> outputs,
            String... ports) {
        return box(new Op.Scan(monoid, fn(item), over, prefix, direction), outputs, ports);
    }

    Sketch output(String... names) {
        outputs.addAll(List.of(names));
        return this;
    }

    List<Long> shape(String wire) {
        return wires.get(wire).axes().stream().map(sizes()::of).toList();
    }

    Sizes sizes() {
        return new Sizes(sizes);
    }

    Map<String, Tensor> inputs() {
        return inputs;
    }

    double[] values(String wire) {
        return inputs.get(wire).toDoubles();
    }

    Diagram diagram() {
        List<Axis> axes =
                sizes.keySet().stream()
                        .map(name -> new Axis(name, new Axis.Free(), OptionalLong.empty()))
                        .toList();
        return new Diagram(
                "sketch",
                axes,
                wires.values(),
                List.copyOf(inputs.keySet()),
                outputs,
                List.of(),
                boxes,
                List.of());
    }

    Evaluator evaluator() {
        return Evaluator.of(diagram(), sizes(), inputs);
    }

    /// The only output, whole.
    double[] evaluate() throws EvaluationException {
        return evaluator().evaluate().get(outputs.getFirst()).toDoubles();
    }

    /// Heads h, queries q, keys x, features d (and e); a softmax written out, which subtracts the maximum.
    static Sketch weightedMean(long h, long q, long x, long d) {
        return new Sketch()
                .axis("h", h)
                .axis("q", q)
                .axis("x", x)
                .axis("d", d)
                .axis("e", d)
                .input("Q[h, q, d]", Distribution.NORMAL)
                .input("K[h, x, d]", Distribution.NORMAL)
                .input("V[h, x, e]", Distribution.NORMAL)
                .contract("S[h, q, x]", "Q[h, q, d]", "K[h, x, d]")
                .map("T[h, q, x]", "s -> s / sqrt(|d|)", "S[h, q, x]")
                .reduce(Monoid.Scalar.MAX, "t -> t", "m[h, q]", "T[h, q, x]")
                .map("E[h, q, x]", "t, m -> exp(t - m)", "T[h, q, x]", "m[h, q]")
                .reduce(Monoid.Scalar.SUM, "e -> e", "l[h, q]", "E[h, q, x]")
                .map("P[h, q, x]", "e, l -> e / l", "E[h, q, x]", "l[h, q]")
                .contract("O[h, q, e]", "P[h, q, x]", "V[h, x, e]")
                .output("O");
    }

    /// Such as `X[2*y + k - 1, c] | 0`: the number after the bar is the fill.
    static Port port(String text) {
        int bar = text.lastIndexOf('|');
        boolean filled = bar > text.lastIndexOf(']');
        String read = (filled ? text.substring(0, bar) : text).strip();
        int bracket = read.indexOf('[');
        List<Subscript> subscripts =
                parts(read.substring(bracket + 1, read.length() - 1)).stream()
                        .map(Sketch::subscript)
                        .toList();
        return new Port(
                read.substring(0, bracket),
                subscripts,
                filled
                        ? OptionalDouble.of(Double.parseDouble(text.substring(bar + 1)))
                        : OptionalDouble.empty());
    }

    private static Subscript subscript(String text) {
        if (text.contains("[")) {
            return new Subscript.Gather(port(text));
        }
        try {
            return Subscript.ofExpr(ExprParser.parse(text)).orElseThrow();
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// What commas outside brackets separate.
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0 && !text.isBlank()) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        return parts;
    }

    static Fn fn(String text) {
        try {
            return ExprParser.parseFn(text);
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
