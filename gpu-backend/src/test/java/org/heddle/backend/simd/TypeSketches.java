package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.List;
import org.heddle.backend.Sketch;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;

/// Diagrams over every element type that an array can have.
final class TypeSketches {
    private TypeSketches() {}

    /// Each type read and written, with vectors and the rest of a row, and by transposing.
    static List<Sketch> stored() {
        List<Sketch> sketches = new ArrayList<>();
        for (DType dtype :
                List.of(
                        DType.F64,
                        DType.F32,
                        DType.F16,
                        DType.BF16,
                        DType.I64,
                        DType.I32,
                        DType.I8)) {
            String fn = dtype.isFloating() ? "x -> x * 3 - 1" : "x -> x * 3 - mod(x, 2)";
            sketches.add(
                    new Sketch("map_" + dtype)
                            .axis("i", 19)
                            .axis("j", 37)
                            .input(dtype, "X[i, j]")
                            .wire(dtype, "Y[i, j]")
                            .map("Y[i, j]", fn, "X[i, j]")
                            .output("Y"));
            sketches.add(
                    new Sketch("transposed_" + dtype)
                            .axis("i", 19)
                            .axis("j", 37)
                            .input(dtype, "X[i, j]")
                            .wire(dtype, "Y[j, i]")
                            .map("Y[j, i]", fn, "X[i, j]")
                            .output("Y"));
            sketches.add(
                    new Sketch("sum_" + dtype)
                            .axis("i", 7)
                            .axis("j", 37)
                            .input(dtype, "X[i, j]")
                            .wire(dtype, "y[i]")
                            .reduce(Monoid.Scalar.SUM, "y[i]", "x -> x", "X[i, j]")
                            .output("y"));
        }
        sketches.add(
                new Sketch("map_BOOL")
                        .axis("i", 19)
                        .axis("j", 37)
                        .input(DType.BOOL, "X[i, j]")
                        .wire(DType.BOOL, "Y[i, j]")
                        .map("Y[i, j]", "x -> not x or #j == 3", "X[i, j]")
                        .output("Y"));
        return sketches;
    }

    /// Types that differ between arrays, and from the type of the arithmetic.
    static List<Sketch> mixed() {
        return List.of(
                new Sketch("f64_to_small")
                        .axis("i", 301)
                        .input(DType.F64, "x[i]")
                        .wire(DType.F16, "h[i]")
                        .map("h[i]", "x -> x / 3", "x[i]")
                        .output("h"),
                new Sketch("f64_to_bf16")
                        .axis("i", 301)
                        .input(DType.F64, "x[i]")
                        .wire(DType.BF16, "b[i]")
                        .map("b[i]", "x -> x / 3", "x[i]")
                        .output("b"),
                new Sketch("all_types")
                        .axis("i", 21)
                        .axis("j", 37)
                        .input(DType.BOOL, "M[i, j]")
                        .input(DType.I32, "A[i, j]")
                        .input(DType.I8, "B[j]")
                        .input(DType.I64, "C[i]")
                        .input(DType.BF16, "D[i, j]")
                        .reduce(
                                Monoid.Scalar.SUM,
                                "y[i]",
                                "m, a, b, c, d -> where(m, a * b + c, tanh(d))",
                                "M[i, j]",
                                "A[i, j]",
                                "B[j]",
                                "C[i]",
                                "D[i, j]")
                        .output("y"),
                new Sketch("counted")
                        .axis("i", 21)
                        .axis("j", 37)
                        .input("X[i, j]")
                        .wire(DType.I32, "n[i]")
                        .reduce(
                                Monoid.Scalar.SUM,
                                "n[i]",
                                "x -> where(x > 0 and mod(#j - 5, 3) != 1, 2, -1)",
                                "X[i, j]")
                        .output("n"),
                new Sketch("compared")
                        .axis("i", 61)
                        .input(DType.I64, "a[i]", "b[i]")
                        .wire(DType.BOOL, "e[i]")
                        .map("e[i]", "a, b -> a + 16777216 == b + 16777217", "a[i]", "b[i]")
                        .output("e"),
                new Sketch("f16_between")
                        .axis("i", 30)
                        .axis("j", 40)
                        .axis("k", 50)
                        .axis("l", 60)
                        .input(DType.F16, "A[i, j]", "B[j, k]", "D[k, l]")
                        .wire(DType.F16, "T[i, k]")
                        .contract("T[i, k]", "A[i, j]", "B[j, k]")
                        .contract("R[i, l]", "T[i, k]", "D[k, l]")
                        .output("R"));
    }
}
