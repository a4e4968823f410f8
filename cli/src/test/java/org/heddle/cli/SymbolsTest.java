package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.heddle.model.diagnose.DiagnosticException;
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
import org.heddle.model.draw.DotPrinter;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.Strip;
import org.heddle.model.draw.elk.ElkLayout;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.print.SvgPrinter;
import org.heddle.model.draw.print.TikzPrinter;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.Fn;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.testdata.Golden;
import org.heddle.testdata.Legibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How each kind of box and each kind of read is drawn.
final class SymbolsTest {
    private static final Drawing DRAWING = new Drawing(new ElkLayout());
    private static final Fn PLAIN = Op.Reduce.PLAIN_ITEM;

    /// A diagram to draw.
    record Sample(Diagram diagram, Notes notes) {
        @Override
        public String toString() {
            return diagram.name();
        }
    }

    /// Sums over several axes, some of them to a number, and other semirings than sums of products, over renamed axes, too.
    private static Diagram sums() {
        return read(
                "sums",
                """
                sums(A: f64[i, j], B: f64[j, k], u: f64[i], v: f64[j]) -> s, t, w, z, p, o, m
                axis i = 8, j = 8, k = 8
                s = sum[i, j](A[i, j])
                t = contract(u[i], v[j])
                w = contract(A[i, j], B[j, k])
                z = sum[i, j](A[i, j] * A[i, j])
                p[i, j] = min-plus(u[i], v[j])
                o = log-sum-exp(A[i, j], B[j, k], A[i, j])
                m[i, r] = max-plus(A[i, j], A[j, r])
                """);
    }

    private static Diagram read(String name, String text) {
        try {
            return TextReader.read(new SourceText(name + ".hd", text)).orThrow();
        } catch (DiagnosticException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Blocks whose ports compute positions, gather, rename, and read an array twice.
    private static Diagram blocks() {
        return read(
                "blocks",
                """
                blocks(X: f32[n], A: f32[i, j], E: f32[v, d], ids: i32[t]) -> B, C, D
                axis n = 20, y = 5, k = 3, q = 4, i = 4, j = 4, v = 10, t = 7, d = 3
                B[y] = block "window" (X[2 * y + k]) {
                  (a: f32[y, k]) -> s
                  s[y] = sum[k](a[y, k])
                }
                C[q, j] = block "renamed" (A[q, j], A[q, j]) {
                  (a: f32[x, z], b: f32[x, z]) -> s
                  s[x, z] = b[x, z] * exp(a[x, z])
                }
                D[t, d] = block "gather" (E[ids[t], d]) {
                  (a: f32[x, d]) -> s
                  s[x, d] = exp(a[x, d])
                }
                """);
    }

    static Stream<Sample> samples() {
        return Stream.of(
                        blocks(),
                        sums(),
                        convolution(),
                        embedding(),
                        selfProduct(),
                        prefixes(),
                        ends(),
                        paths(),
                        largest())
                .map(diagram -> new Sample(diagram, Notes.NONE));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void areDrawnAsTheGoldenOnes(Sample sample) {
        Scene scene = DRAWING.draw(sample.diagram(), sample.notes());
        assertThat(Legibility.faults(scene)).isEmpty();
        String name = sample.diagram().name();
        Golden.check(SymbolsTest.class, name + ".svg", SvgPrinter.print(scene, name, ""));
    }

    /// Two pictures under each other, the second with a kernel, its tiles and its stream.
    @Test
    void aStripShowsAKernelWithItsLabels() {
        Diagram given = product("given");
        Diagram fused = fused(given);
        Notes notes =
                new Notes(
                        Map.of("C", new Notes.Note("g_i=64, s_k=32", labels("i", "g", "k", "s"))));
        List<Panel> panels =
                List.of(
                        new Panel("given", "a product & a <scale>", given, Notes.NONE),
                        new Panel("1  fuse", "AB C: one loop nest", fused, notes));
        Scene scene = new Strip(DRAWING).draw(panels);
        assertThat(Legibility.faults(scene)).isEmpty();
        Golden.check(SymbolsTest.class, "strip.svg", SvgPrinter.print(scene, "strip", ""));
        Golden.check(SymbolsTest.class, "strip.tex", TikzPrinter.print(scene, "strip"));
        Golden.check(SymbolsTest.class, "strip.dot", DotPrinter.print(panels));
    }

    private static Map<String, Label> labels(
            String one, String sign, String other, String otherSign) {
        Map<String, Label> labels = new LinkedHashMap<>();
        labels.put(one, Label.of(sign, one));
        labels.put(other, Label.of(otherSign, other));
        return labels;
    }

    private static Diagram product(String name) {
        return new Sketch(name)
                .wire("A", "i", "k")
                .wire("B", "k", "j")
                .wire("AB", "i", "j")
                .wire("C", "i", "j")
                .box(new Op.Contract(Semiring.SUM_PRODUCT), "AB", "A", "B")
                .box(new Op.Map(new Fn(List.of("v"), expr("v / sqrt(|k|)"))), "C", "AB")
                .diagram("C");
    }

    private static Diagram fused(Diagram body) {
        List<Wire> outside = List.of(body.wire("A"), body.wire("B"), body.wire("C"));
        Box kernel =
                new Box(
                        "C",
                        new Op.Block(body, "kernel"),
                        List.of(Port.of(body.wire("A")), Port.of(body.wire("B"))),
                        List.of(Port.of(body.wire("C"))));
        return body.with(outside, List.of(kernel));
    }

    private static Diagram convolution() {
        Port window =
                new Port(
                        "X",
                        List.of(
                                Subscript.ofExpr(expr("2*y + k - 1")).orElseThrow(),
                                Subscript.along("c")),
                        OptionalDouble.of(0));
        return new Sketch("convolution")
                .wire("X", "x", "c")
                .wire("W", "f", "k", "c")
                .wire("Y", "y", "f")
                .box(new Op.Contract(Semiring.SUM_PRODUCT), "Y", window, "W")
                .diagram("Y");
    }

    private static Diagram embedding() {
        Port ids = new Port("ids", List.of("t"));
        Port row =
                new Port(
                        "E",
                        List.of(new Subscript.Gather(ids), Subscript.along("d")),
                        OptionalDouble.empty());
        return new Sketch("embedding")
                .wire("E", "v", "d")
                .wire("ids", "t")
                .wire("X", "t", "d")
                .wire("W", "d", "f")
                .wire("Y", "t", "f")
                .box(new Op.Reindex(), "X", row)
                .box(new Op.Contract(Semiring.SUM_PRODUCT), "Y", "X", "W")
                .diagram("Y");
    }

    private static Diagram selfProduct() {
        return new Sketch("self-product")
                .wire("X", "t", "d")
                .wire("S", "q", "x")
                .wire("D", "q")
                .wire("O", "q", "t")
                .box(
                        new Op.Contract(Semiring.SUM_PRODUCT),
                        "S",
                        new Port("X", List.of("q", "d")),
                        new Port("X", List.of("x", "d")))
                .box(new Op.Reindex(), "D", new Port("S", List.of("q", "q")))
                .box(new Op.Reindex(), "O", new Port("S", List.of("q", "t")))
                .diagram("D", "O");
    }

    private static Diagram prefixes() {
        Op.Scan sum =
                new Op.Scan(
                        Monoid.Scalar.SUM, PLAIN, "t", Op.Prefix.INCLUSIVE, Op.Direction.FORWARD);
        Fn product = new Fn(List.of("a", "b"), expr("a * b"));
        Op.Scan most =
                new Op.Scan(
                        Monoid.Scalar.MAX,
                        product,
                        "t",
                        Op.Prefix.EXCLUSIVE,
                        Op.Direction.BACKWARD);
        return new Sketch("prefixes")
                .wire("X", "b", "t")
                .wire("P", "b", "t")
                .wire("M", "b", "t")
                .box(sum, "P", "X")
                .box(most, "M", "X", "P")
                .diagram("M");
    }

    private static Diagram ends() {
        return new Sketch("ends")
                .wire("X", "i", "j")
                .wire("C", "i", "j")
                .wire("Y", "i", "j")
                .wire("J", "i")
                .wire("N")
                .box(new Op.Constant(expr("#i * 0.5 + #j")), "C")
                .box(new Op.Map(new Fn(List.of("x", "c"), expr("x * c"))), "Y", "X", "C")
                .box(new Op.Reduce(Monoid.Extremum.ARGMAX, PLAIN), "J", "Y")
                .box(new Op.Reduce(Monoid.Scalar.PROD, PLAIN), "N", "J")
                .diagram("N");
    }

    private static Diagram paths() {
        return new Sketch("paths")
                .wire("A", "i", "k")
                .wire("B", "k", "j")
                .wire("u", "i")
                .wire("C", "i", "j")
                .wire("D", "i", "j")
                .box(new Op.Contract(Semiring.MIN_PLUS), "C", "A", "B")
                .box(new Op.Contract(Semiring.SUM_PRODUCT), "D", "C", "u")
                .diagram("D");
    }

    private static Diagram largest() {
        return new Sketch("largest")
                .wire("X", "q", "x")
                .wire("T", "q", "k")
                .wire("V", "q", "k")
                .wire("I", "q", "k")
                .box(new Op.Reduce(new Monoid.TopK("k"), PLAIN), "T", "X")
                .box(
                        new Op.Reduce(new Monoid.TopK("k"), PLAIN),
                        List.of("V", "I"),
                        List.of(new Port("X", List.of("q", "x"))))
                .diagram("T", "V", "I");
    }

    private static Expr expr(String text) {
        try {
            return ExprParser.parse(text);
        } catch (ExprParser.SyntaxException e) {
            throw new AssertionError(text, e);
        }
    }

    /// Builds diagrams: arrays that no box writes are inputs.
    private static final class Sketch {
        private final String name;
        private final LinkedHashMap<String, Axis> axes = new LinkedHashMap<>();
        private final LinkedHashMap<String, Wire> wires = new LinkedHashMap<>();
        private final List<Box> boxes = new ArrayList<>();

        Sketch(String name) {
            this.name = name;
        }

        Sketch wire(String wire, String... along) {
            for (String axis : along) {
                axes.put(axis, Axis.free(axis));
            }
            wires.put(wire, new Wire(wire, DType.F32, List.of(along)));
            return this;
        }

        /// @param inputs ports, or names of arrays read by their own axes
        Sketch box(Op op, String output, Object... inputs) {
            List<Port> ports = new ArrayList<>();
            for (Object input : inputs) {
                ports.add(input instanceof Port port ? port : own("" + input));
            }
            return box(op, List.of(output), ports);
        }

        Sketch box(Op op, List<String> outputs, List<Port> inputs) {
            List<Port> ports = outputs.stream().map(this::own).toList();
            boxes.add(new Box(outputs.getFirst(), op, inputs, ports));
            return this;
        }

        private Port own(String wire) {
            return Port.of(wires.get(wire));
        }

        Diagram diagram(String... outputs) {
            List<String> inputs = new ArrayList<>(wires.keySet());
            boxes.forEach(box -> box.outputs().forEach(port -> inputs.remove(port.wire())));
            return new Diagram(
                    name,
                    axes.values(),
                    wires.values(),
                    inputs,
                    List.of(outputs),
                    List.of(),
                    boxes,
                    List.of());
        }
    }
}
