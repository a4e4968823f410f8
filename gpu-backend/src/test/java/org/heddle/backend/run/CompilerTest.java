package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.junit.jupiter.api.Test;

/// What cannot be compiled is refused with a code and numbers; what is compiled takes no memory that the diagram does not show.
final class CompilerTest {

    private static DiagnosticException refused(Sketch sketch, Hardware hardware) {
        DiagnosticException refused =
                catchThrowableOfType(
                        DiagnosticException.class,
                        () ->
                                Compiler.compile(
                                        sketch.diagram(),
                                        sketch.sizes(),
                                        hardware,
                                        Target.OPENCL_SIMD));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static Sketch copy(DType dtype, long size) {
        return new Sketch("copy")
                .axis("i", size)
                .input(dtype, "x[i]")
                .wire(dtype, "y[i]")
                .map("y[i]", "x -> x + 1", "x[i]")
                .output("y");
    }

    @Test
    void noScheduleFitsS821() {
        DiagnosticException refused = refused(copy(DType.F32, 100), Machines.cpu(8, 4));
        assertThat(refused.diagnostics())
                .singleElement()
                .satisfies(
                        d -> {
                            assertThat(d.code()).isEqualTo(Code.S821);
                            assertThat(d.message()).contains("bytes of local memory, 4 are there");
                        });
    }

    @Test
    void numberFormatsWithoutAccessS822() {
        DiagnosticException refused = refused(copy(DType.F8E4M3, 100), Machines.roomy());
        assertThat(refused.diagnostics())
                .hasSize(2)
                .allSatisfy(d -> assertThat(d.code()).isEqualTo(Code.S822));
        assertThat(refused.diagnostics().getFirst().message()).contains("wire x is f8e4m3");
    }

    @Test
    void axesBeyondIntS823() {
        DiagnosticException refused = refused(copy(DType.I8, 1L << 31), Machines.roomy());
        assertThat(refused.diagnostics())
                .singleElement()
                .satisfies(
                        d -> {
                            assertThat(d.code()).isEqualTo(Code.S823);
                            assertThat(d.message()).contains("axis i has 2147483648 elements");
                        });
    }

    @Test
    void launchesBeyondIntS823() {
        Sketch sketch =
                new Sketch("pairs")
                        .axis("i", 1L << 22)
                        .axis("j", 1L << 23)
                        .input(DType.I8, "x[i]", "y[j]")
                        .wire(DType.I8, "Z[i, j]")
                        .map("Z[i, j]", "x, y -> x + y", "x[i]", "y[j]")
                        .output("Z");
        DiagnosticException refused = refused(sketch, Machines.cpu(8, 4 << 10));
        assertThat(refused.diagnostics())
                .singleElement()
                .satisfies(
                        d -> {
                            assertThat(d.code()).isEqualTo(Code.S823);
                            assertThat(d.message())
                                    .contains("groups along [i, j], a launch counts to 2147483647");
                        });
    }

    @Test
    void countsBeyondLongS825() {
        Sketch sketch =
                new Sketch("pairs")
                        .axis("i", 1L << 30)
                        .axis("j", 1L << 31)
                        .input(DType.F64, "x[i]", "y[j]")
                        .wire(DType.F64, "Z[i, j]")
                        .map("Z[i, j]", "x, y -> x + y", "x[i]", "y[j]")
                        .output("Z");
        assertThat(refused(sketch, Machines.roomy()).diagnostics())
                .singleElement()
                .satisfies(d -> assertThat(d.code()).isEqualTo(Code.S825));
    }

    @Test
    void kernelsHaveDistinctNames() throws Exception {
        Sketch sketch =
                new Sketch("two")
                        .axis("i", 10)
                        .axis("j", 1000)
                        .input("X[i, j]", "Z[j, i]")
                        .map("a[i, j]", "x -> x + 1", "X[i, j]")
                        .map("dot[j, i]", "x -> x + 2", "Z[j, i]")
                        .output("a", "dot");
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
        assertThat(compiled.kernels())
                .extracting(kernel -> kernel.text().entry())
                .doesNotHaveDuplicates()
                .doesNotContain("dot");
        try (Device device = Machines.pocl()) {
            Comparison comparison =
                    Comparer.compare(compiled, device, new Comparer.Options(1, 0, 100));
            assertThat(comparison.ok()).isTrue();
            assertThat(comparison.kernels()).allMatch(kernel -> kernel.counted().isPresent());
        }
    }

    /// The scores between two long sequences are never stored: device memory is that of inputs and outputs.
    @Test
    void cascadeTakesNoWorkspace() throws Exception {
        long n = 4096;
        Sketch sketch =
                new Sketch("long_cascade")
                        .axis("q", n)
                        .axis("x", n)
                        .axis("d", 64)
                        .axis("e", 64)
                        .input("Q[q, d]", "K[x, d]", "V[x, e]")
                        .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                        .map("T[q, x]", "s -> s / sqrt(|d|)", "S[q, x]")
                        .call("softmax", List.of("x"), "P[q, x]", "T[q, x]")
                        .contract("O[q, e]", "P[q, x]", "V[x, e]")
                        .output("O");
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
        assertThat(compiled.workspace()).isEmpty();
        assertThat(compiled.workspaceBytes()).isZero();
        try (Device device = Machines.pocl()) {
            Execution execution =
                    device.run(
                            compiled,
                            Comparer.inputs(sketch.diagram(), sketch.sizes(), 1),
                            RunOptions.ONCE);
            assertThat(execution.deviceBytes()).isEqualTo(4 * 4 * n * 64);
            assertThat(execution.outputs().keySet()).isEqualTo(java.util.Set.copyOf(List.of("O")));
        }
    }

    @Test
    void wiresBetweenKernelsAreWorkspace() throws Exception {
        Sketch sketch =
                new Sketch("chain")
                        .axis("i", 300)
                        .axis("j", 310)
                        .axis("k", 320)
                        .axis("l", 330)
                        .input("A[i, j]", "B[j, k]", "D[k, l]")
                        .contract("T[i, k]", "A[i, j]", "B[j, k]")
                        .contract("R[i, l]", "T[i, k]", "D[k, l]")
                        .output("R");
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(),
                        sketch.sizes(),
                        Machines.cpu(8, 4 << 10),
                        Target.OPENCL_SIMD);
        assertThat(compiled.kernels()).hasSize(2);
        assertThat(compiled.workspace()).extracting(wire -> wire.name()).containsExactly("T");
        assertThat(compiled.workspaceBytes()).isEqualTo(4 * 300 * 320);
        try (Device device = Machines.pocl()) {
            Comparison comparison =
                    Comparer.compare(compiled, device, new Comparer.Options(1, 0, 1000));
            assertThat(comparison.ok()).isTrue();
            assertThat(comparison.workspaceBytes()).isEqualTo(4 * 300 * 320);
            assertThat(comparison.deviceBytes())
                    .isEqualTo(4 * (300 * 310 + 310 * 320 + 320 * 330 + 300 * 330 + 300 * 320));
        }
    }
}
