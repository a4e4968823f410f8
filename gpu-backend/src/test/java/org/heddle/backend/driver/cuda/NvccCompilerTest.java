package org.heddle.backend.driver.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The compile gate: nvcc needs no GPU.
final class NvccCompilerTest {
    private static final String TWO_KERNELS =
            """
            extern "C" __global__ void copy(const float *a, float *b) {
              __shared__ float tile[96];
              tile[threadIdx.x] = a[threadIdx.x];
              __syncthreads();
              b[threadIdx.x] = tile[95 - threadIdx.x];
            }
            extern "C" __global__ void nothing() {}
            """;

    @Test
    void aKernelCompilesForHopperWithItsResources() throws DriverException {
        CompileResult result = nvcc().compile(KernelText.cuda("copy", TWO_KERNELS), "90a");

        assertThat(result.arch()).isEqualTo("90a");
        assertThat(result.cubin().asSlice(1, 3).toArray(ValueLayout.JAVA_BYTE))
                .asString()
                .isEqualTo("ELF");
        assertThat(result.resources()).containsOnlyKeys("copy", "nothing");
        Resources copy = result.resources().get("copy");
        assertThat(copy.registers()).isBetween(1, 64);
        assertThat(copy.sharedBytes()).isEqualTo(384);
        assertThat(copy.barriers()).isEqualTo(1);
        assertThat(copy.spillStoreBytes()).isZero();
        assertThat(result.advisories()).isEmpty();
        assertThat(result.seconds()).isPositive();
    }

    @Test
    void badSourceFailsWithItsLine() throws DriverException {
        NvccCompiler nvcc = nvcc();
        String source =
                """
                extern "C" __global__ void k(float *y) {
                  y[0] = undeclared;
                }
                """;
        DriverException failure =
                catchThrowableOfType(
                        DriverException.class,
                        () -> nvcc.compile(KernelText.cuda("k", source), "90a"));

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.BUILD_FAILED);
        assertThat(failure.getMessage())
                .contains("kernel 'k' does not build: line 2: ")
                .contains("\"undeclared\" is undefined")
                .contains("2 |   y[0] = undeclared;");
        assertThat(failure.hint()).contains("sm_90a");
    }

    @Test
    void whatPtxasRefusesFailsToo() throws DriverException {
        NvccCompiler nvcc = nvcc();
        String source =
                """
                extern "C" __global__ void k(float *y) {
                  __shared__ float tile[60000];
                  tile[threadIdx.x] = y[threadIdx.x];
                  __syncthreads();
                  y[threadIdx.x] = tile[threadIdx.x + 3];
                }
                """;
        DriverException failure =
                catchThrowableOfType(
                        DriverException.class,
                        () -> nvcc.compile(KernelText.cuda("k", source), "90a"));

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.BUILD_FAILED);
        assertThat(failure).hasMessageContaining("uses too much shared data");
    }

    /// An nvcc that finds no C++ compiler is of no use; the kernel is not at fault.
    @Test
    void aCompilerThatCannotWorkIsAMissingTool(@TempDir Path folder) throws IOException {
        Path nvcc = folder.resolve("nvcc");
        Files.writeString(
                nvcc,
                """
                #!/bin/sh
                echo 'gcc: No such file or directory'
                echo 'nvcc fatal   : Failed to preprocess host compiler properties.'
                exit 1
                """);
        assertThat(nvcc.toFile().setExecutable(true)).isTrue();
        DriverException failure =
                catchThrowableOfType(
                        DriverException.class,
                        () ->
                                new NvccCompiler(nvcc)
                                        .compile(KernelText.cuda("copy", TWO_KERNELS), "90a"));

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.MISSING_TOOL);
        assertThat(failure.getMessage())
                .contains(nvcc + " compiles nothing here")
                .contains("gcc: No such file or directory");
        assertThat(failure.hint()).contains("g++");
    }

    @Test
    void optionsReachTheCompiler() throws DriverException {
        String source =
                "extern \"C\" __global__ void k(float *y) { __shared__ volatile char t[SIZE];"
                        + " t[threadIdx.x] = 1; y[0] = t[0]; }";
        KernelText kernel =
                new KernelText("k", KernelText.Language.CUDA, source, List.of("-DSIZE=640"));

        CompileResult result = nvcc().compile(kernel, "80");

        assertThat(result.resources().get("k")).extracting(Resources::sharedBytes).isEqualTo(640L);
    }

    @Test
    void openClSourceIsRefused() throws DriverException {
        NvccCompiler nvcc = nvcc();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nvcc.compile(KernelText.openCl("k", ""), "90a"))
                .withMessage("kernel 'k' is OPENCL source");
    }

    @Test
    void theCompilerIsFoundInCudaHome(@TempDir Path home) throws IOException {
        Path nvcc = Files.createFile(Files.createDirectories(home.resolve("bin")).resolve("nvcc"));
        assertThat(nvcc.toFile().setExecutable(true)).isTrue();

        assertThat(NvccCompiler.find(Map.of("PATH", "", "CUDA_HOME", home.toString())))
                .contains(new NvccCompiler(nvcc));
        assertThat(NvccCompiler.find(Map.of())).isEmpty();
    }

    private static NvccCompiler nvcc() throws DriverException {
        return DriverTesting.openOrSkip(
                () ->
                        NvccCompiler.find()
                                .orElseThrow(
                                        () ->
                                                new DriverException(
                                                        DriverException.Kind.MISSING_TOOL,
                                                        "nvcc is not installed",
                                                        CudaCompiler.HINT)));
    }
}
