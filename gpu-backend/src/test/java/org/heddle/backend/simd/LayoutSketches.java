package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.List;
import org.heddle.backend.Sketch;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Diagrams whose arrays lie in memory in awkward orders, or have awkward sizes.
public final class LayoutSketches {
    private LayoutSketches() {}

    /// Axes in other orders than the lanes run.
    static List<Sketch> orders() {
        return List.of(
                new Sketch("transposed_copy")
                        .axis("i", 37)
                        .axis("j", 53)
                        .input("X[i, j]")
                        .map("Y[j, i]", "x -> x + 1", "X[i, j]")
                        .output("Y"),
                new Sketch("transposed_blocks")
                        .axis("i", 64)
                        .axis("j", 96)
                        .input("X[i, j]")
                        .map("Y[j, i]", "x -> x + #i - #j", "X[i, j]")
                        .output("Y"),
                new Sketch("permuted")
                        .axis("a", 5)
                        .axis("b", 18)
                        .axis("c", 21)
                        .input("X[a, b, c]", "W[c]")
                        .map("Y[c, a, b]", "x, w -> x * w", "X[a, b, c]", "W[c]")
                        .output("Y"),
                new Sketch("outer_sum_across")
                        .axis("i", 19)
                        .axis("j", 34)
                        .axis("k", 23)
                        .input("X[k, j, i]")
                        .reduce(Monoid.Scalar.SUM, "Y[i, j]", "x -> x", "X[k, j, i]")
                        .output("Y"),
                new Sketch("lane_first_in_result")
                        .axis("i", 40)
                        .axis("j", 3)
                        .axis("k", 29)
                        .input("X[j, k, i]")
                        .reduce(Monoid.Scalar.MAX, "Y[i, j]", "x -> x * 2", "X[j, k, i]")
                        .output("Y"),
                new Sketch("transposed_product")
                        .axis("i", 35)
                        .axis("j", 41)
                        .axis("k", 27)
                        .input("A[k, i]", "B[j, k]")
                        .contract("C[j, i]", "A[k, i]", "B[j, k]")
                        .output("C"),
                new Sketch("diagonal")
                        .axis("i", 45)
                        .axis("k", 45)
                        .axis("j", 6)
                        .input("A[i, k]", "B[i, j]")
                        .map("Y[i, j]", "a, b -> a * b", "A[i, i]", "B[i, j]")
                        .output("Y"),
                new Sketch("trace")
                        .axis("i", 45)
                        .axis("k", 45)
                        .input("A[i, k]")
                        .reduce(Monoid.Scalar.SUM, "t[]", "a -> a", "A[i, i]")
                        .output("t"),
                new Sketch("with_its_transpose")
                        .axis("i", 33)
                        .axis("j", 33)
                        .input("A[i, j]")
                        .map("Y[i, j]", "a, b -> a + b", "A[i, j]", "A[j, i]")
                        .output("Y"),
                new Sketch("broadcast_rows")
                        .axis("i", 21)
                        .axis("j", 33)
                        .input("x[i]", "y[j]")
                        .map("Y[i, j]", "x, y -> x * y + x", "x[i]", "y[j]")
                        .output("Y"));
    }

    /// Sizes 0 and 1, primes, single numbers.
    static List<Sketch> edges() {
        List<Sketch> sketches = new ArrayList<>();
        for (long n : List.of(0L, 1L, 7L, 16L, 17L, 31L, 97L)) {
            sketches.add(
                    new Sketch("matmul_" + n)
                            .axis("i", n)
                            .axis("j", 13)
                            .axis("k", 19)
                            .input("A[i, k]", "B[k, j]")
                            .contract("C[i, j]", "A[i, k]", "B[k, j]")
                            .output("C"));
            sketches.add(
                    new Sketch("inner_" + n)
                            .axis("i", 5)
                            .axis("k", n)
                            .input("A[i, k]", "B[k]")
                            .contract("c[i]", "A[i, k]", "B[k]")
                            .output("c"));
            sketches.add(
                    new Sketch("vector_" + n)
                            .axis("i", n)
                            .input("x[i]")
                            .map("y[i]", "x -> x * x - #i", "x[i]")
                            .output("y"));
        }
        sketches.add(
                new Sketch("single_numbers")
                        .input("a[]", "b[]")
                        .map("c[]", "a, b -> where(a < b, a / b, exp(b))", "a[]", "b[]")
                        .output("c"));
        sketches.add(
                new Sketch("single_from_all")
                        .axis("i", 40)
                        .axis("j", 50)
                        .input("X[i, j]")
                        .reduce(Monoid.Scalar.MIN, "t[]", "x -> sigmoid(x) - x / 7", "X[i, j]")
                        .output("t"));
        sketches.add(
                new Sketch("scaled_by_single")
                        .axis("i", 50)
                        .input("x[i]", "s[]")
                        .map("y[i]", "x, s -> x * s", "x[i]", "s[]")
                        .output("y"));
        return sketches;
    }

    /// Every monoid along the lanes and across them, two axes at once, semirings.
    static List<Sketch> reductions() {
        List<Sketch> sketches = new ArrayList<>();
        for (Monoid.Scalar monoid : Monoid.Scalar.values()) {
            boolean logical = monoid == Monoid.Scalar.AND || monoid == Monoid.Scalar.OR;
            DType out = logical ? DType.BOOL : DType.F32;
            String item =
                    logical
                            ? "x -> x > " + (monoid == Monoid.Scalar.AND ? -2 : 2)
                            : monoid == Monoid.Scalar.PROD ? "x -> 1 + x / 9" : "x -> x";
            sketches.add(
                    new Sketch(monoid.text() + "_along")
                            .axis("i", 11)
                            .axis("j", 45)
                            .input("X[i, j]")
                            .wire(out, "y[i]")
                            .reduce(monoid, "y[i]", item, "X[i, j]")
                            .output("y"));
            sketches.add(
                    new Sketch(monoid.text() + "_across")
                            .axis("i", 45)
                            .axis("j", 35)
                            .input("X[i, j]")
                            .wire(out, "y[j]")
                            .reduce(monoid, "y[j]", item, "X[i, j]")
                            .output("y"));
        }
        for (Semiring semiring : Semiring.values()) {
            boolean logical = semiring.product().isPredicate();
            DType type = logical ? DType.BOOL : DType.F32;
            sketches.add(
                    new Sketch("semiring_" + semiring.text().replace('-', '_'))
                            .axis("i", 18)
                            .axis("j", 37)
                            .axis("k", 14)
                            .input(type, "A[i, k]", "B[k, j]")
                            .wire(type, "C[i, j]")
                            .contract(semiring, "C[i, j]", "A[i, k]", "B[k, j]")
                            .output("C"));
        }
        sketches.add(
                new Sketch("two_axes")
                        .axis("i", 9)
                        .axis("j", 13)
                        .axis("k", 37)
                        .input("X[j, i, k]")
                        .reduce(Monoid.Scalar.SUM, "y[i]", "x -> x", "X[j, i, k]")
                        .output("y"));
        sketches.add(
                new Sketch("two_axes_of_product")
                        .axis("i", 9)
                        .axis("j", 8)
                        .axis("k", 21)
                        .axis("o", 20)
                        .input("A[i, j, k]", "B[j, k, o]")
                        .contract("C[i, o]", "A[i, j, k]", "B[j, k, o]")
                        .output("C"));
        sketches.add(
                new Sketch("condition_across_lanes")
                        .axis("i", 45)
                        .axis("j", 35)
                        .input("X[i, j]")
                        .reduce(
                                Monoid.Scalar.SUM,
                                "y[j]",
                                "x -> where(mod(#i, 3) == 1, -x, x) ",
                                "X[i, j]")
                        .output("y"));
        sketches.add(
                new Sketch("difference_across_lanes")
                        .axis("i", 45)
                        .axis("j", 35)
                        .input("X[i, j]", "u[i]")
                        .reduce(Monoid.Scalar.SUM, "y[j]", "x, u -> x - u", "X[i, j]", "u[i]")
                        .output("y"));
        return sketches;
    }

    /// Reads at computed positions: windows, strides, reversals, what lies outside, gathers through one array and through two.
    public static List<Sketch> positions() {
        return List.of(
                new Sketch("window")
                        .axis("y", 41)
                        .axis("k", 5)
                        .axis("c", 7)
                        .axis("o", 18)
                        .axis("x", 80)
                        .input("X[x, c]", "W[k, c, o]")
                        .contract("Y[y, o]", "X[2*y + k - 3, c] else 0", "W[k, c, o]")
                        .output("Y"),
                new Sketch("reversed")
                        .axis("i", 37)
                        .axis("j", 21)
                        .input("X[i, j]")
                        .map("Y[i, j]", "x -> x * #i", "X[|i| - 1 - i, j]")
                        .output("Y"),
                new Sketch("greatest_nearby")
                        .axis("i", 45)
                        .axis("j", 45)
                        .axis("k", 3)
                        .input("X[i, j]")
                        .reduce(
                                Monoid.Scalar.MAX,
                                "Y[j]",
                                "x -> x",
                                "X[j + k - 1, 3] else -Infinity")
                        .output("Y"),
                new Sketch("shifted_by_both")
                        .axis("i", 19)
                        .axis("j", 34)
                        .axis("r", 52)
                        .input("b[r]", "X[i, j]")
                        .map("Y[j, i]", "x, b -> x + b", "X[i, j]", "b[i - j + |j| - 1]")
                        .output("Y"),
                new Sketch("rows_by_number")
                        .axis("t", 40)
                        .axis("v", 13)
                        .axis("d", 33)
                        .input(DType.I32, "ids[t]")
                        .input("E[v, d]")
                        .box(new Op.Reindex(), "X[t, d]", "E[ids[t], d]")
                        .map("Y[t, d]", "x -> x * x", "X[t, d]")
                        .output("Y", "X"),
                new Sketch("rows_by_number_of_number")
                        .axis("t", 40)
                        .axis("n", 9)
                        .axis("v", 13)
                        .axis("d", 33)
                        .input(DType.I64, "ids[n]")
                        .input(DType.I8, "near[t]")
                        .input(DType.F16, "E[v, d]")
                        .map("Y[t, d]", "a -> a * a", "E[ids[near[t]], d]")
                        .output("Y"),
                new Sketch("numbered_or_nothing")
                        .axis("t", 40)
                        .axis("v", 13)
                        .axis("d", 5)
                        .input(DType.I32, "ids[t]")
                        .input("E[v, d]")
                        .wire(DType.I32, "n[t]")
                        .map("n[t]", "a -> a - 1", "ids[t]")
                        .map("Y[t, d]", "x -> x + 1", "E[n[t], d] else -2")
                        .output("Y"));
    }

    /// Several outputs, several kernels.
    static List<Sketch> several() {
        return List.of(
                new Sketch("two_outputs")
                        .axis("i", 23)
                        .axis("j", 39)
                        .input("X[i, j]")
                        .map("Y[i, j]", "x -> x * 3", "X[i, j]")
                        .map("Z[i, j]", "y -> exp(-y * y)", "Y[i, j]")
                        .output("Y", "Z"),
                new Sketch("sum_and_greatest")
                        .axis("i", 23)
                        .axis("j", 39)
                        .input("X[i, j]")
                        .reduce(Monoid.Scalar.SUM, "s[i]", "x -> x", "X[i, j]")
                        .reduce(Monoid.Scalar.MAX, "m[i]", "x -> x", "X[i, j]")
                        .output("s", "m"),
                new Sketch("constants")
                        .axis("i", 23)
                        .axis("j", 39)
                        .input("X[i, j]")
                        .constant("W[j]", Expr.call(Fun.SIN, new Expr.Index("j")))
                        .constant(
                                "D[i, j]",
                                Expr.call(Fun.SUB, new Expr.Index("i"), new Expr.Index("j")))
                        .contract("y[i]", "X[i, j]", "W[j]")
                        .reduce(Monoid.Scalar.SUM, "s[]", "w -> w", "W[j]")
                        .map(
                                "Z[i, j]",
                                "x, d, y, s -> x * d - y / s",
                                "X[i, j]",
                                "D[i, j]",
                                "y[i]",
                                "s[]")
                        .output("Z", "D"),
                new Sketch("row_shares")
                        .axis("i", 13)
                        .axis("x", 150)
                        .input("X[i, x]")
                        .shares("P", "X[i, x]")
                        .output("P"),
                new Sketch("cascade")
                        .axis("q", 37)
                        .axis("x", 75)
                        .axis("d", 24)
                        .axis("e", 20)
                        .input("Q[q, d]", "K[x, d]", "V[x, e]")
                        .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                        .map(
                                "T[q, x]",
                                "s -> where(#x <= #q + |x| - |q|, s / sqrt(|d|), -inf)",
                                "S[q, x]")
                        .shares("P", "T[q, x]")
                        .contract("O[q, e]", "P[q, x]", "V[x, e]")
                        .output("O"),
                new Sketch("chain")
                        .axis("i", 33)
                        .axis("j", 118)
                        .axis("k", 120)
                        .axis("l", 27)
                        .input("A[i, j]", "B[j, k]", "D[k, l]")
                        .contract("T[i, k]", "A[i, j]", "B[j, k]")
                        .contract("R[i, l]", "T[i, k]", "D[k, l]")
                        .output("T", "R"),
                new Sketch("column_means_removed")
                        .axis("i", 140)
                        .axis("j", 30)
                        .input("X[i, j]")
                        .reduce(Monoid.Scalar.SUM, "m[j]", "x -> x / |i|", "X[i, j]")
                        .map("Y[i, j]", "x, m -> x - m", "X[i, j]", "m[j]")
                        .reduce(Monoid.Scalar.MAX, "g[i]", "y -> y", "Y[i, j]")
                        .output("g"),
                names());
    }

    /// Names that the kernels use themselves, and an axis called like a wire.
    private static Sketch names() {
        return new Sketch("names")
                .axis("r", 21)
                .axis("row", 35)
                .axis("v", 18)
                .axis("lanes", 3)
                .input("acc[lanes, r, v]", "part[v, row]", "row[row]")
                .contract("group[lanes, r, row]", "acc[lanes, r, v]", "part[v, row]")
                .map(
                        "select[lanes, r, row]",
                        "g, w -> g * exp(-w * w) + #r",
                        "group[lanes, r, row]",
                        "row[row]")
                .output("select");
    }
}
