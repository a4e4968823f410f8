package org.heddle.backend.driver.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.heddle.backend.driver.DriverTesting.floats;
import static org.heddle.backend.driver.DriverTesting.openOrSkip;

import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.BufferSpec.Role;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.NativeLibrary;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.junit.jupiter.api.Test;

/// Programs on a GPU where there is one, and the refusal where there is none.
final class CudaDriverTest {
    private static final String SOURCE =
            """
            extern "C" __global__ void saxpy(float a, const float *x, const float *y, float *out,
                                             int n, long long limit) {
              int i = blockIdx.x * blockDim.x + threadIdx.x;
              if (i < n && i < limit) out[i] = a * x[i] + y[i];
            }
            extern "C" __global__ void reverse(const float *in, float *out, int n) {
              extern __shared__ float tile[];
              for (int i = threadIdx.x; i < n; i += blockDim.x) tile[i] = in[i];
              __syncthreads();
              for (int i = threadIdx.x; i < n; i += blockDim.x) out[i] = tile[n - 1 - i];
            }
            """;

    @Test
    void withoutAGpuTheHintSaysWhatIsNeeded() {
        if (NativeLibrary.whyNotLoadable("libcuda.so.1").isEmpty()) {
            DriverTesting.skip("libcuda.so.1 is here: its absence cannot be tested");
        }
        DriverException missing =
                catchThrowableOfType(DriverException.class, () -> CudaDriver.open(0));

        assertThat(missing.kind()).isEqualTo(DriverException.Kind.MISSING_DEVICE);
        assertThat(missing).hasMessage("no CUDA here: libcuda.so.1 cannot be loaded");
        assertThat(missing.hint()).contains("NVIDIA GPU with its driver");
    }

    @Test
    void saxpyThenReversalThroughLargeDynamicSharedMemory() throws DriverException {
        int n = 20000; // 80,000 bytes of dynamic shared memory: above the default limit
        HostProgram program =
                new HostProgram(
                        List.of(
                                new BufferSpec("x", 4L * n, Role.INPUT),
                                new BufferSpec("y", 4L * n, Role.INPUT),
                                new BufferSpec("sum", 4L * n, Role.WORKSPACE),
                                new BufferSpec("out", 4L * n + 4, Role.OUTPUT)),
                        List.of(
                                KernelText.cuda("saxpy", SOURCE),
                                KernelText.cuda("reverse", SOURCE)),
                        List.of(
                                new Launch(
                                        "saxpy",
                                        Dim3.of((n + 255) / 256),
                                        Dim3.of(256),
                                        new Argument.FloatArgument(2),
                                        new Argument.BufferArgument("x"),
                                        new Argument.BufferArgument("y"),
                                        new Argument.BufferArgument("sum"),
                                        new Argument.IntArgument(n),
                                        new Argument.LongArgument(1L << 40)),
                                new Launch(
                                        "reverse",
                                        Dim3.of(1),
                                        Dim3.of(512),
                                        4L * n,
                                        List.of(
                                                new Argument.BufferArgument("sum"),
                                                new Argument.BufferArgument("out"),
                                                new Argument.IntArgument(n)))));
        try (CudaDriver driver = openOrSkip(() -> CudaDriver.open(0))) {
            RunResult result =
                    driver.run(
                            program,
                            Map.of("x", floats(n, i -> i), "y", floats(n, i -> 1)),
                            new RunOptions(2, 4, 256 << 20));

            List<Float> out = floats(result.output("out"));
            for (int i = 0; i < n; i++) {
                assertThat(out.get(i)).isEqualTo(2f * (n - 1 - i) + 1);
            }
            assertThat(out.get(n)).isNaN();
            assertThat(result.launchSeconds()).hasSize(4).allMatch(pass -> pass.size() == 2);
            assertThat(result.launchSeconds().getFirst())
                    .allMatch(seconds -> seconds > 0 && seconds < 0.1);
            assertThat(result.wallSeconds()).hasSize(4);
            assertThat(result.builds()).hasSize(2);
            assertThat(result.builds().getFirst().resources().orElseThrow().registers())
                    .isPositive();
            assertThat(result.deviceBytesAllocated()).isEqualTo(16L * n + 4);
        }
    }

    @Test
    void tooMuchSharedMemoryIsRefusedWithTheNumbers() throws DriverException {
        HostProgram program =
                new HostProgram(
                        List.of(),
                        List.of(KernelText.cuda("k", "extern \"C\" __global__ void k() {}")),
                        List.of(new Launch("k", Dim3.of(1), Dim3.of(32), 1 << 20, List.of())));
        try (CudaDriver driver = openOrSkip(() -> CudaDriver.open(0))) {
            DriverException failure =
                    catchThrowableOfType(
                            DriverException.class,
                            () -> driver.run(program, Map.of(), RunOptions.ONCE));

            assertThat(failure.kind()).isEqualTo(DriverException.Kind.LAUNCH_FAILED);
            assertThat(failure)
                    .hasMessageContaining("needs 1048576 bytes of shared memory per block");
        }
    }

    @Test
    void aBuildErrorNamesTheLineAndLeavesTheDriverUsable() throws DriverException {
        HostProgram bad =
                new HostProgram(
                        List.of(), List.of(KernelText.cuda("k", "\nnonsense;\n")), List.of());
        HostProgram nothing = new HostProgram(List.of(), List.of(), List.of());
        try (CudaDriver driver = openOrSkip(() -> CudaDriver.open(0))) {
            DriverException failure =
                    catchThrowableOfType(
                            DriverException.class,
                            () -> driver.run(bad, Map.of(), RunOptions.ONCE));
            assertThat(failure.getMessage()).contains("line 2: ");
            assertThat(driver.run(nothing, Map.of(), RunOptions.ONCE).outputs()).isEmpty();
        }
    }
}
