package org.heddle.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Target;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.rules.hardware.Hardware;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;

/// The emitted text, to be read.
final class SimdTextTest {

    @Test
    void matmul() throws DiagnosticException {
        golden(matmul(512, 512, 512), Machines.roomy());
    }

    @Test
    void raggedMatmulInF16() throws DiagnosticException {
        Sketch sketch =
                new Sketch("ragged_matmul_f16")
                        .axis("i", 70)
                        .axis("j", 45)
                        .axis("k", 33)
                        .input(DType.F16, "A[i, k]", "B[j, k]")
                        .wire(DType.F16, "C[i, j]")
                        .contract("C[i, j]", "A[i, k]", "B[j, k]")
                        .output("C");
        golden(sketch, Machines.tight());
    }

    @Test
    void maskedCascade() throws DiagnosticException {
        Sketch sketch =
                new Sketch("masked_cascade")
                        .axis("h", 4)
                        .axis("q", 300)
                        .axis("x", 500)
                        .axis("d", 64)
                        .axis("e", 64)
                        .input("Q[h, q, d]", "K[h, x, d]", "V[h, x, e]")
                        .contract("S[h, q, x]", "Q[h, q, d]", "K[h, x, d]")
                        .map(
                                "T[h, q, x]",
                                "s -> where(#x + 777 - 1000 <= #q + |x| - |q|, s / sqrt(|d|), -inf)",
                                "S[h, q, x]")
                        .call("softmax", List.of("x"), "P[h, q, x]", "T[h, q, x]")
                        .contract("O[h, q, e]", "P[h, q, x]", "V[h, x, e]")
                        .output("O");
        golden(sketch, Machines.roomy());
    }

    @Test
    void rowSum() throws DiagnosticException {
        Sketch sketch =
                new Sketch("row_sum")
                        .axis("i", 1000)
                        .axis("j", 777)
                        .input("X[i, j]")
                        .reduce(Monoid.Scalar.SUM, "y[i]", "x -> x * x", "X[i, j]")
                        .output("y");
        golden(sketch, Machines.roomy());
    }

    @Test
    void kernelDensity() throws DiagnosticException {
        Sketch sketch =
                new Sketch("kernel_density")
                        .axis("q", 200)
                        .axis("x", 900)
                        .axis("d", 7)
                        .input("A[q, d]", "B[x, d]")
                        .reduce(
                                Monoid.Scalar.SUM,
                                "D[q, x]",
                                "a, b -> pow(a - b, 2)",
                                "A[q, d]",
                                "B[x, d]")
                        .map("E[q, x]", "d -> exp(-d / 2)", "D[q, x]")
                        .reduce(Monoid.Scalar.SUM, "R[q]", "e -> e", "E[q, x]")
                        .output("R");
        golden(sketch, Machines.roomy());
    }

    private static void golden(Sketch sketch, Hardware hardware) throws DiagnosticException {
        Golden.check(SimdTextTest.class, sketch + ".cl", text(sketch, hardware));
    }

    /// Arrays of more than 2^31 elements are addressed with 64 bits, small ones are not.
    @Test
    void largeArraysHaveLongOffsets() throws DiagnosticException {
        String large = text(matmul(70_000, 64, 70_000), Machines.roomy());
        assertThat(large).contains("70000L").doesNotContain("* 70000 ");
        assertThat(text(matmul(512, 64, 512), Machines.roomy())).doesNotContain("512L");
    }

    /// Masks name the lanes instead of listing them.
    @Test
    void lanesAreListedOnce() throws DiagnosticException {
        Sketch sketch =
                new Sketch("lower")
                        .axis("i", 40)
                        .axis("j", 50)
                        .input("X[i, j]")
                        .map(
                                "Y[i, j]",
                                "x -> where(#j + 777 - 1000 <= #i and #j > 3, x, -x)",
                                "X[i, j]")
                        .output("Y");
        String text = text(sketch, Machines.roomy());
        assertThat(text.split("\\(0, 1, 2, 3")).hasSize(2);
        assertThat(text).contains("(j_start + j + lane_index <= i_start + 223)");
    }

    private static Sketch matmul(long i, long j, long k) {
        return new Sketch("matmul")
                .axis("i", i)
                .axis("j", j)
                .axis("k", k)
                .input("A[i, k]", "B[k, j]")
                .contract("C[i, j]", "A[i, k]", "B[k, j]")
                .output("C");
    }

    private static String text(Sketch sketch, Hardware hardware) throws DiagnosticException {
        Compiled compiled =
                Compiler.compile(sketch.diagram(), sketch.sizes(), hardware, Target.OPENCL_SIMD);
        return compiled.kernels().stream()
                .map(kernel -> kernel.text().source())
                .collect(Collectors.joining("\n"));
    }
}
