package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.Fn;

/// Diagrams to lower, each with sizes that no block extent divides.
final class Samples {
    private final String name;
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final List<Box> boxes = new ArrayList<>();

    private Samples(String name) {
        this.name = name;
    }

    /// A diagram with its sizes.
    record Sample(Diagram diagram, Sizes sizes) {
        @Override
        public String toString() {
            return diagram.name();
        }
    }

    /// Every sample, its arrays in the given type.
    static List<Sample> all(DType storage) {
        return List.of(
                matmul(storage, 70, 66, 45),
                batchedMatmul(storage),
                rowShares(storage),
                logSumExp(storage),
                cascade(storage, 37, 75, 24, 20),
                chain(storage),
                normalizedContraction(storage),
                kernelDensity(storage),
                maxPlus(storage),
                columnSums(storage));
    }

    /// Diagrams whose rows are whole vectors, also where a block is shorter than the others; some loads transpose, by strips of rows and by whole rows.
    static List<Sample> wholeVectors() {
        return List.of(
                cascade(DType.F32, 20, 80, 64, 16),
                cascade(DType.F32, 20, 80, 32, 16),
                cascade(DType.F16, 20, 80, 128, 16),
                cascade(DType.BF16, 20, 96, 24, 32),
                matmul(DType.F32, 36, 72, 40));
    }

    /// Diagrams at the edges of what there is: other number types, no parallel axis, a diagonal, nothing to sum.
    static List<Sample> odd() {
        return List.of(
                numberTypes(),
                counts(),
                everything(),
                diagonal(),
                matmul(DType.F32, 5, 7, 0),
                largeIndices(),
                names());
    }

    /// Reads every number type that an array can have.
    private static Sample numberTypes() {
        Samples s = new Samples("number_types").size("i", 21).size("j", 37);
        s.wire(DType.BOOL, "M", "i", "j")
                .wire(DType.I32, "A", "i", "j")
                .wire(DType.I8, "B", "j")
                .wire(DType.I64, "C", "i");
        s.wire(DType.BF16, "D", "i", "j").wire(DType.F32, "Y", "i");
        s.reduce(
                Monoid.Scalar.SUM,
                "m, a, b, c, d -> where(m, a * b + c, tanh(d))",
                "Y",
                "M",
                "A",
                "B",
                "C",
                "D");
        return s.sample(List.of("M", "A", "B", "C", "D"), "Y");
    }

    /// Whole numbers out.
    private static Sample counts() {
        Samples s = new Samples("counts").size("i", 21).size("j", 37);
        s.wire(DType.F32, "X", "i", "j").wire(DType.I32, "N", "i");
        s.reduce(Monoid.Scalar.SUM, "x -> where(x > 0 and mod(#j - 5, 3) != 1, 2, -1)", "N", "X");
        return s.sample(List.of("X"), "N");
    }

    /// One number out.
    private static Sample everything() {
        Samples s = new Samples("everything").size("i", 40).size("j", 50);
        s.wire(DType.F32, "X", "i", "j").wire(DType.F32, "t");
        s.reduce(Monoid.Scalar.MIN, "x -> sigmoid(x) + erf(x) - pow(x, 2) / 7", "t", "X");
        return s.sample(List.of("X"), "t");
    }

    private static Sample diagonal() {
        Samples s = new Samples("diagonal").size("i", 45).size("j", 6);
        s.wire(DType.F32, "A", "i", "i")
                .wire(DType.F32, "B", "i", "j")
                .wire(DType.F32, "Y", "i", "j");
        s.map("a, b -> a * floor(b) + round(b)", "Y", "A", "B");
        return s.sample(List.of("A", "B"), "Y");
    }

    /// Names that C, OpenCL C and the kernels themselves use, an axis called like a wire, and a prime.
    private static Sample names() {
        Samples s = new Samples("names").size("thread", 20).size("x", 30);
        s.wire(DType.F32, "float", "thread", "x")
                .wire(DType.F32, "x", "x")
                .wire(DType.F32, "m'", "thread")
                .wire(DType.F32, "step", "thread");
        s.reduce(Monoid.Scalar.MAX, "a, b -> a * b", "m'", "float", "x")
                .map("m -> m + #thread", "step", "m'");
        return s.sample(List.of("float", "x"), "step");
    }

    /// Index arithmetic beyond 32 bits.
    private static Sample largeIndices() {
        Samples s = new Samples("large_indices").size("i", 50).size("j", 60);
        s.wire(DType.F32, "X", "i", "j").wire(DType.F32, "Y", "i", "j");
        s.map("x -> where(mod(#i * 100000007 * (#j + 1) - 3, 5) < min(#j, 3), x, -x)", "Y", "X");
        return s.sample(List.of("X"), "Y");
    }

    /// `C[i, j] = Σ_k A[i, k] · B[k, j]`.
    static Sample matmul(DType t, long i, long j, long k) {
        Samples s = new Samples("matmul").size("i", i).size("j", j).size("k", k);
        s.wire(t, "A", "i", "k").wire(t, "B", "k", "j").wire(t, "C", "i", "j");
        s.contract("C", "A", "B");
        return s.sample(List.of("A", "B"), "C");
    }

    static Sample batchedMatmul(DType t) {
        Samples s =
                new Samples("batched_matmul")
                        .size("b", 3)
                        .size("i", 21)
                        .size("j", 34)
                        .size("k", 19);
        s.wire(t, "A", "b", "i", "k").wire(t, "B", "b", "j", "k").wire(t, "C", "b", "i", "j");
        s.contract("C", "A", "B");
        return s.sample(List.of("A", "B"), "C");
    }

    /// Each element's share of its row's exponentials.
    static Sample rowShares(DType t) {
        Samples s = new Samples("row_shares").size("i", 13).size("x", 150);
        s.wire(t, "X", "i", "x").wire(t, "P", "i", "x");
        s.shares("X", "P", "i", "x");
        return s.sample(List.of("X"), "P");
    }

    static Sample logSumExp(DType t) {
        Samples s = new Samples("log_sum_exp").size("i", 9).size("x", 300);
        s.wire(t, "X", "i", "x")
                .wire(inner(t), "m", "i")
                .wire(inner(t), "E", "i", "x")
                .wire(inner(t), "z", "i")
                .wire(t, "L", "i");
        s.reduce(Monoid.Scalar.MAX, "x -> x", "m", "X").map("x, m -> exp(x - m)", "E", "X", "m");
        s.reduce(Monoid.Scalar.SUM, "e -> e", "z", "E").map("m, z -> m + log(z)", "L", "m", "z");
        return s.sample(List.of("X"), "L");
    }

    /// Masked scores, their shares, and a sum weighted by them, of unequal lengths.
    static Sample cascade(DType t, long q, long x, long d, long e) {
        Samples s = new Samples("cascade").size("q", q).size("x", x).size("d", d).size("e", e);
        s.wire(t, "Q", "q", "d")
                .wire(t, "K", "x", "d")
                .wire(t, "V", "x", "e")
                .wire(t, "O", "q", "e");
        s.wire(inner(t), "S", "q", "x").wire(inner(t), "T", "q", "x").wire(inner(t), "P", "q", "x");
        s.contract("S", "Q", "K")
                .map("s -> where(#x <= #q + |x| - |q|, s / sqrt(|d|), -inf)", "T", "S");
        s.shares("T", "P", "q", "x");
        s.contract("O", "P", "V");
        return s.sample(List.of("Q", "K", "V"), "O");
    }

    /// Two products, one after the other.
    static Sample chain(DType t) {
        Samples s = new Samples("chain").size("i", 33).size("j", 18).size("k", 20).size("l", 27);
        s.wire(t, "A", "i", "j")
                .wire(t, "B", "j", "k")
                .wire(t, "D", "k", "l")
                .wire(inner(t), "T", "i", "k")
                .wire(t, "R", "i", "l");
        s.contract("T", "A", "B").contract("R", "T", "D");
        return s.sample(List.of("A", "B", "D"), "R");
    }

    /// Rows divided by their root mean square, then multiplied by a matrix.
    static Sample normalizedContraction(DType t) {
        Samples s =
                new Samples("normalized_contraction").size("i", 11).size("k", 130).size("o", 40);
        s.wire(t, "X", "i", "k").wire(t, "G", "k").wire(t, "W", "k", "o").wire(t, "Y", "i", "o");
        s.wire(inner(t), "n", "i").wire(inner(t), "N", "i", "k");
        s.reduce(Monoid.Scalar.SUM, "x -> x * x", "n", "X");
        s.map("x, g, n -> x * g * rsqrt(n / |k| + 0.00001)", "N", "X", "G", "n");
        s.contract("Y", "N", "W");
        return s.sample(List.of("X", "G", "W"), "Y");
    }

    /// Exponentials of squared distances, summed.
    static Sample kernelDensity(DType t) {
        Samples s = new Samples("kernel_density").size("q", 20).size("x", 90).size("d", 7);
        s.wire(t, "A", "q", "d")
                .wire(t, "B", "x", "d")
                .wire(inner(t), "D", "q", "x")
                .wire(inner(t), "E", "q", "x")
                .wire(t, "R", "q");
        s.reduce(Monoid.Scalar.SUM, "a, b -> (a - b) * (a - b)", "D", "A", "B");
        s.map("d -> exp(-d / 2)", "E", "D").reduce(Monoid.Scalar.SUM, "e -> e", "R", "E");
        return s.sample(List.of("A", "B"), "R");
    }

    static Sample maxPlus(DType t) {
        Samples s = new Samples("max_plus").size("i", 25).size("j", 31).size("k", 17);
        s.wire(t, "A", "i", "k").wire(t, "B", "k", "j").wire(t, "C", "i", "j");
        s.boxes.add(
                new Box("C", new Op.Contract(Semiring.MAX_PLUS), s.ports("A", "B"), s.ports("C")));
        return s.sample(List.of("A", "B"), "C");
    }

    static Sample columnSums(DType t) {
        Samples s = new Samples("column_sums").size("i", 140).size("j", 10);
        s.wire(t, "X", "i", "j").wire(t, "Y", "j");
        s.reduce(Monoid.Scalar.SUM, "x -> where(mod(#i, 3) == 1, -x, abs(x)) * (#j + 1)", "Y", "X");
        return s.sample(List.of("X"), "Y");
    }

    private void shares(String from, String to, String row, String column) {
        DType inner =
                wires.values().stream().map(Wire::dtype).anyMatch(DType.F64::equals)
                        ? DType.F64
                        : DType.F32;
        wire(inner, "m", row).wire(inner, "E", row, column).wire(inner, "z", row);
        reduce(Monoid.Scalar.MAX, "x -> x", "m", from).map("x, m -> exp(x - m)", "E", from, "m");
        reduce(Monoid.Scalar.SUM, "e -> e", "z", "E").map("e, z -> e / z", to, "E", "z");
    }

    /// The type of wires inside, which leaves no room for rounding.
    private static DType inner(DType storage) {
        return storage == DType.F64 ? DType.F64 : DType.F32;
    }

    private Samples size(String axis, long size) {
        sizes.put(axis, size);
        return this;
    }

    private Samples wire(DType dtype, String wire, String... axes) {
        wires.put(wire, new Wire(wire, dtype, List.of(axes)));
        return this;
    }

    private Samples contract(String out, String... in) {
        boxes.add(new Box(out, new Op.Contract(Semiring.SUM_PRODUCT), ports(in), ports(out)));
        return this;
    }

    private Samples map(String fn, String out, String... in) {
        boxes.add(new Box(out, new Op.Map(parse(fn)), ports(in), ports(out)));
        return this;
    }

    private Samples reduce(Monoid monoid, String fn, String out, String... in) {
        boxes.add(new Box(out, new Op.Reduce(monoid, parse(fn)), ports(in), ports(out)));
        return this;
    }

    private List<Port> ports(String... names) {
        List<Port> ports = new ArrayList<>();
        for (String wire : names) {
            ports.add(Port.of(wires.getOrDefault(wire, new Wire(wire, DType.F32, List.of()))));
        }
        return ports;
    }

    private static Fn parse(String fn) {
        try {
            return ExprParser.parseFn(fn);
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(fn, e);
        }
    }

    private Sample sample(List<String> inputs, String output) {
        List<Axis> axes = sizes.keySet().stream().map(Axis::free).toList();
        Diagram diagram =
                new Diagram(
                        name,
                        axes,
                        wires.values(),
                        inputs,
                        List.of(output),
                        List.of(),
                        boxes,
                        List.of());
        return new Sample(diagram, new Sizes(sizes));
    }
}
