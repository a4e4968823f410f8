package org.heddle.backend.simt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.Resources;
import org.heddle.backend.driver.cuda.CompileResult;
import org.heddle.backend.driver.cuda.NvccCompiler;
import org.heddle.backend.simt.Samples.Sample;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The CUDA text: nvcc takes it for sm_90a without a warning and without spilling a register, and it reads as the golden file does.
final class SimtCudaTest {

    static Stream<Sample> samples() {
        return Stream.of(DType.F32, DType.F16)
                .flatMap(
                        dtype ->
                                Stream.concat(
                                        Samples.all(dtype).stream(),
                                        Stream.of(
                                                Samples.cascade(dtype, 1000, 1100, 64, 64),
                                                Samples.matmul(dtype, 1024, 1024, 1024))));
    }

    static Stream<Sample> otherTypes() {
        return Stream.of(
                Samples.cascade(DType.BF16, 37, 75, 24, 20),
                Samples.cascade(DType.F64, 37, 75, 24, 20),
                Samples.odd().get(0),
                Samples.odd().get(1),
                Samples.odd().get(2),
                Samples.odd().get(3),
                Samples.odd().get(5),
                Samples.odd().get(6));
    }

    @ParameterizedTest
    @MethodSource({"samples", "otherTypes"})
    void compilesForHopper(Sample sample) throws DriverException {
        compile(Bench.derived(sample, Bench.h200()));
    }

    @ParameterizedTest
    @MethodSource("otherTypes")
    void compilesInSmallBlocks(Sample sample) throws DriverException {
        compile(Bench.blocked(sample, Bench.h200(), 7, 16));
    }

    private static void compile(List<TileProgram> kernels) throws DriverException {
        Optional<NvccCompiler> nvcc = NvccCompiler.find();
        if (nvcc.isEmpty()) {
            DriverTesting.skip("nvcc is not installed");
            return;
        }
        for (TileProgram kernel : kernels) {
            SimtKernel lowered = SimtLowering.lower(kernel, Dialect.CUDA);
            CompileResult result = nvcc.get().compile(lowered.text(), "90a");
            assertThat(result.log()).doesNotContain("warning");
            assertThat(result.resources()).containsOnlyKeys(lowered.entry());
            for (Resources resources : result.resources().values()) {
                assertThat(resources.spillStoreBytes()).isZero();
                assertThat(resources.spillLoadBytes()).isZero();
                assertThat(resources.sharedBytes()).as("static shared memory").isZero();
                assertThat(resources.registers()).isBetween(1, 255);
            }
            assertThat(lowered.sharedBytes())
                    .isEqualTo(lowered.dynamicSharedBytes())
                    .isLessThanOrEqualTo(kernel.schedule().hardware().local().capacityBytes());
        }
    }

    @Test
    void readsWell() {
        Sample sample = Samples.cascade(DType.F16, 1000, 1100, 64, 64);
        String text =
                String.join(
                        "\n",
                        Bench.blocked(sample, Bench.h200(), 64, 64).stream()
                                .map(kernel -> SimtLowering.lower(kernel, Dialect.CUDA).source())
                                .toList());
        Golden.check(SimtCudaTest.class, "cascade.cu", text);
    }

    @Test
    void matrixProductReadsWell() {
        Sample sample = Samples.matmul(DType.F32, 1000, 1024, 500);
        TileProgram kernel = Bench.blocked(sample, Bench.h200(), 64, 32).getFirst();
        Golden.check(
                SimtCudaTest.class, "matmul.cu", SimtLowering.lower(kernel, Dialect.CUDA).source());
        Golden.check(
                SimtCudaTest.class,
                "matmul.cl",
                SimtLowering.lower(kernel, Dialect.OPENCL).source());
    }
}
