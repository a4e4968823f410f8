package org.heddle.backend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.heddle.model.check.Checker;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Severity;
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
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.Fn;

/// A diagram with its sizes, written down port by port for a test: `"S[q, x]"`. A wire that a box writes has the axis names of that port and is f32, unless
/// it was declared before.
public final class Sketch {
    private final String name;
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    public Sketch(String name) {
        this.name = name;
    }

    public Sketch axis(String axis, long size) {
        sizes.put(axis, size);
        return this;
    }

    public Sketch wire(DType dtype, String... texts) {
        for (String text : texts) {
            Port port = port(text);
            wires.put(port.wire(), new Wire(port.wire(), dtype, port.axes()));
        }
        return this;
    }

    public Sketch input(DType dtype, String... texts) {
        for (String text : texts) {
            wire(dtype, text);
            inputs.add(port(text).wire());
        }
        return this;
    }

    public Sketch input(String... texts) {
        return input(DType.F32, texts);
    }

    public Sketch output(String... names) {
        outputs.addAll(List.of(names));
        return this;
    }

    public Sketch contract(String output, String... ports) {
        return contract(Semiring.SUM_PRODUCT, output, ports);
    }

    public Sketch contract(Semiring semiring, String output, String... ports) {
        return box(new Op.Contract(semiring), output, ports);
    }

    public Sketch constant(String output, Expr value) {
        return box(new Op.Constant(value), output);
    }

    public Sketch map(String output, String fn, String... ports) {
        return map(output, fn(fn), ports);
    }

    public Sketch map(String output, Fn fn, String... ports) {
        return box(new Op.Map(fn), output, ports);
    }

    public Sketch reduce(Monoid.Scalar monoid, String output, String item, String... ports) {
        return box(new Op.Reduce(monoid, fn(item)), output, ports);
    }

    public Sketch call(String definition, List<String> over, String output, String... ports) {
        return box(new Op.Call(definition, over), output, ports);
    }

    /// `P = exp(S - max S) / Σ exp(S - max S)` along the last axis, in steps.
    public Sketch shares(String p, String s) {
        Port port = port(s);
        String row = String.join(", ", port.axes().subList(0, port.axes().size() - 1));
        String m = p + "_max[" + row + "]";
        String e = p + "_exp[" + String.join(", ", port.axes()) + "]";
        String z = p + "_sum[" + row + "]";
        return reduce(Monoid.Scalar.MAX, m, "s -> s", s)
                .map(e, "s, m -> exp(s - m)", s, m)
                .reduce(Monoid.Scalar.SUM, z, "e -> e", e)
                .map(p + "[" + String.join(", ", port.axes()) + "]", "e, z -> e / z", e, z);
    }

    public Sketch box(Op op, String output, String... ports) {
        Port out = port(output);
        wires.computeIfAbsent(out.wire(), wire -> new Wire(wire, DType.F32, out.axes()));
        boxes.add(
                new Box(
                        out.wire(),
                        op,
                        List.of(ports).stream().map(Sketch::port).toList(),
                        List.of(out)));
        return this;
    }

    /// The diagram.
    ///
    /// @throws IllegalStateException where it is not well typed: then the test is wrong
    public Diagram diagram() {
        List<Axis> axes = sizes.keySet().stream().map(Axis::free).toList();
        Diagram diagram =
                new Diagram(
                        name, axes, wires.values(), inputs, outputs, List.of(), boxes, List.of());
        List<Diagnostic> errors =
                Checker.check(diagram).stream()
                        .filter(d -> d.severity() == Severity.ERROR)
                        .toList();
        if (!errors.isEmpty()) {
            throw new IllegalStateException(errors + " in " + diagram);
        }
        return diagram;
    }

    public Sizes sizes() {
        return new Sizes(sizes);
    }

    public static Fn fn(String text) {
        try {
            return ExprParser.parseFn(text);
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Port port(String text) {
        int bracket = text.indexOf('[');
        int end = text.lastIndexOf(']');
        List<Subscript> subscripts = new ArrayList<>();
        for (String part : text.substring(bracket + 1, end).split(",", -1)) {
            if (!part.isBlank()) {
                subscripts.add(subscript(part.strip()));
            }
        }
        String fill = text.substring(end + 1).replace("else", "").strip();
        return new Port(
                text.substring(0, bracket),
                subscripts,
                fill.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(fill)));
    }

    /// A position: affine, or the element of a vector of positions such as `ids[t]`.
    private static Subscript subscript(String text) {
        try {
            return text.endsWith("]")
                    ? new Subscript.Gather(port(text))
                    : Subscript.ofExpr(ExprParser.parse(text)).orElseThrow();
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
