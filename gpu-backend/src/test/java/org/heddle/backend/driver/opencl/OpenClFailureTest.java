package org.heddle.backend.driver.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.heddle.backend.driver.DriverTesting.floats;
import static org.heddle.backend.driver.DriverTesting.oneKernel;
import static org.heddle.backend.driver.DriverTesting.openOrSkip;
import static org.heddle.backend.driver.DriverTesting.saxpy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.BufferSpec.Role;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.RunOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What PoCL refuses, and how the driver words it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenClFailureTest {
    private OpenClDriver driver;

    @BeforeAll
    void open() throws DriverException {
        driver = openOrSkip(() -> OpenClDriver.open("pocl"));
    }

    @AfterAll
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void aBuildErrorNamesKernelLineAndSource() {
        DriverException failure = buildFailure();

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.BUILD_FAILED);
        assertThat(failure.getMessage())
                .contains("kernel 'broken' does not build: line 3: ")
                .contains("undeclared")
                .contains("3 |   b[i] = a[i] + undeclared;");
    }

    @Test
    void anEntryThatTheSourceLacksIsABuildFailure() {
        String source = "kernel void other(global const float *a, global float *b) {}";
        DriverException failure =
                failureOf(oneKernel("k", source, 4, 4, Dim3.of(4), Dim3.of(1)), 4);

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.BUILD_FAILED);
        assertThat(failure).hasMessageContaining("no kernel function of that name");
    }

    @Test
    void tooManyWorkItemsAreRefusedWithTheNumbers() {
        String source = "kernel void k(global const float *a, global float *b) { b[0] = a[0]; }";
        DriverException failure =
                failureOf(oneKernel("k", source, 4, 4, Dim3.of(1), new Dim3(1024, 64, 2)), 4);

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.LAUNCH_FAILED);
        assertThat(failure).hasMessageContaining("has 131072 work-items, at most ");
    }

    @Test
    void aWrongNumberOfArgumentsIsRefused() {
        String source = "kernel void k(global const float *a) {}";
        DriverException failure =
                failureOf(oneKernel("k", source, 4, 4, Dim3.of(1), Dim3.of(1)), 4);

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.LAUNCH_FAILED);
        assertThat(failure).hasMessage("kernel 'k' takes 1 arguments, the launch gives 2");
    }

    @Test
    void aBufferThatDoesNotFitIsADiagnostic() {
        HostProgram program =
                new HostProgram(
                        List.of(new BufferSpec("huge", 1L << 50, Role.WORKSPACE)),
                        List.of(),
                        List.of());

        DriverException failure =
                catchThrowableOfType(
                        DriverException.class,
                        () -> driver.run(program, Map.of(), RunOptions.ONCE));

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.OUT_OF_MEMORY);
        assertThat(failure).hasMessageContaining("'huge' of 1125899906842624 bytes");
    }

    @Test
    void aFailedRunLeavesTheDriverUsable() throws DriverException {
        assertThat(buildFailure()).isNotNull();
        assertThat(saxpyOnes(2)).containsExactly(3f, 3f);
    }

    @Test
    void inputsMustFitTheProgram() {
        HostProgram program = saxpy(4, 1);
        assertThatThrownBy(() -> driver.run(program, Map.of(), RunOptions.ONCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input 'x' is missing");
        Map<String, MemorySegment> tooShort =
                Map.of("x", floats(3, i -> i), "y", floats(4, i -> i));
        assertThatThrownBy(() -> driver.run(program, tooShort, RunOptions.ONCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input 'x' has 12 bytes, its buffer 16");
    }

    @Test
    void cudaSourceIsRefused() {
        HostProgram program =
                new HostProgram(List.of(), List.of(KernelText.cuda("k", "")), List.of());
        assertThatThrownBy(() -> driver.run(program, Map.of(), RunOptions.ONCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel 'k' is CUDA source, but opencl:pocl runs OPENCL");
    }

    @Test
    void anUnknownPlatformIsMissingAndTheOthersAreListed() {
        DriverException failure =
                catchThrowableOfType(
                        DriverException.class, () -> OpenClDriver.open("no such platform"));
        assertThat(failure.kind()).isEqualTo(DriverException.Kind.MISSING_DEVICE);
        assertThat(failure).hasMessage("no OpenCL device is named 'no such platform'");
        assertThat(failure.hint())
                .contains("Portable Computing Language")
                .contains("opencl:pocl")
                .doesNotContain("apt-get");
    }

    /// PoCL itself ends the process.
    @Test
    void moreLocalMemoryThanThereIsDoesNotSuitTheDevice() throws DriverException {
        long there = driver.info().localBytes();
        int floats = Math.toIntExact(there / 4 + 16);
        String source =
                """
                kernel void greedy(global const float *a, global float *b) {
                  local float tile[%d];
                  for (int i = 0; i < %d; i++) {
                    tile[i] = a[i %% 4];
                  }
                  b[0] = tile[%d];
                }
                """
                        .formatted(floats, floats, floats - 1);
        DriverException failure =
                failureOf(oneKernel("greedy", source, 4, 4, Dim3.of(1), Dim3.of(1)), 4);

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.UNSUITABLE_DEVICE);
        assertThat(failure)
                .hasMessage(
                        "kernel 'greedy' takes "
                                + 4L * floats
                                + " bytes of local memory per group, opencl:pocl has "
                                + there);
        assertThat(saxpyOnes(2)).containsExactly(3f, 3f);
    }

    private DriverException buildFailure() {
        String source =
                """
                kernel void broken(global const float *a, global float *b) {
                  int i = get_global_id(0);
                  b[i] = a[i] + undeclared;
                }
                """;
        return failureOf(oneKernel("broken", source, 4, 4, Dim3.of(4), Dim3.of(1)), 4);
    }

    private DriverException failureOf(HostProgram program, int inputFloats) {
        Map<String, MemorySegment> inputs = Map.of("a", DriverTesting.floats(inputFloats, i -> i));
        return catchThrowableOfType(
                DriverException.class, () -> driver.run(program, inputs, RunOptions.ONCE));
    }

    @Test
    void dynamicSharedMemoryIsRefused() {
        HostProgram program =
                new HostProgram(
                        List.of(),
                        List.of(KernelText.openCl("k", "kernel void k() {}")),
                        List.of(new Launch("k", Dim3.of(1), Dim3.of(1), 64, List.of())));
        DriverException failure =
                catchThrowableOfType(
                        DriverException.class,
                        () -> driver.run(program, Map.of(), RunOptions.ONCE));

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.LAUNCH_FAILED);
        assertThat(failure).hasMessageContaining("64 bytes of dynamic shared memory");
    }

    private List<Float> saxpyOnes(int n) throws DriverException {
        Map<String, MemorySegment> inputs = Map.of("x", floats(n, i -> 1), "y", floats(n, i -> 1));
        return floats(driver.run(saxpy(n, 1), inputs, RunOptions.ONCE).output("out"));
    }
}
