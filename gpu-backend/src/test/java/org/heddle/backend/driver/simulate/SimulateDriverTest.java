package org.heddle.backend.driver.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.heddle.backend.driver.DriverTesting.floats;
import static org.heddle.backend.driver.DriverTesting.jobs;
import static org.heddle.backend.driver.DriverTesting.oneKernel;
import static org.heddle.backend.driver.DriverTesting.openOrSkip;
import static org.heddle.backend.driver.DriverTesting.saxpy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Counters;
import org.heddle.backend.driver.Counters.Traffic;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Programs under oclgrind, each in a process of its own.
@Isolated("it lists the job directories of this process")
final class SimulateDriverTest {
    private SimulateDriver driver;
    private List<Path> jobsBefore;

    @BeforeEach
    void open() throws DriverException, IOException {
        driver = openOrSkip(SimulateDriver::open);
        jobsBefore = jobs();
    }

    @AfterEach
    void noJobDirectoryStays() throws IOException {
        assertThat(jobs()).isEqualTo(jobsBefore);
    }

    /// 3 groups of 16 copy tiles through local memory: 48 floats each way, at both levels.
    @Test
    void aTiledCopyMovesExactlyItsBytes() throws DriverException {
        String source =
                """
                kernel void tiled_copy(global const float *a, global float *b) {
                  local float tile[16];
                  int l = get_local_id(0), g = get_global_id(0);
                  tile[l] = a[g];
                  barrier(CLK_LOCAL_MEM_FENCE);
                  b[g] = tile[15 - l];
                }
                """;
        HostProgram program = oneKernel("tiled_copy", source, 48, 48, Dim3.of(3), Dim3.of(16));

        RunResult result = driver.run(program, Map.of("a", floats(48, i -> i)), RunOptions.ONCE);

        Counters counters = result.counters().orElseThrow();
        assertThat(counters.traffic())
                .containsExactly(Map.entry("tiled_copy", new Traffic(192, 192, 192, 192, 0)));
        assertThat(counters.races()).isEmpty();
        assertThat(counters.invalidAccesses()).isEmpty();
        assertThat(counters.uncounted()).isEmpty();
        assertThat(floats(result.output("b")))
                .isEqualTo(floats(floats(48, i -> i / 16 * 16 + 15 - i % 16)));
    }

    @Test
    void saxpyOfAnOddSizeGivesResultsAndBytes() throws DriverException {
        Map<String, MemorySegment> inputs =
                Map.of("x", floats(37, i -> i), "y", floats(37, i -> 100));

        RunResult result = driver.run(saxpy(37, 8), inputs, new RunOptions(2, 5));

        assertThat(floats(result.output("out"))).isEqualTo(floats(floats(37, i -> 2 * i + 100)));
        assertThat(result.counters().orElseThrow().total())
                .isEqualTo(new Traffic(2 * 4 * 37, 4 * 37, 0, 0, 0));
        assertThat(result.launchSeconds()).isEmpty();
        assertThat(result.deviceBytesAllocated()).isEqualTo(3 * 4 * 37);
    }

    /// What kernels that want exact counts must do: dereference an under-aligned vector type.
    @Test
    void dereferencedVectorsAreCountedAndBuiltinsAreNamed() throws DriverException {
        String source =
                """
                typedef float float4u __attribute__((ext_vector_type(4), aligned(4)));
                kernel void vectors(global const float *a, global float *b) {
                  int g = get_global_id(0);
                  *(global float4u *)(b + 4 * g) = *(global const float4u *)(a + 4 * g);
                  vstore4(vload4(g, a), g, b + 16);
                }
                """;
        HostProgram program = oneKernel("vectors", source, 16, 32, Dim3.of(4), Dim3.of(1));

        RunResult result = driver.run(program, Map.of("a", floats(16, i -> i)), RunOptions.ONCE);

        Counters counters = result.counters().orElseThrow();
        assertThat(counters.total()).isEqualTo(new Traffic(64, 64, 0, 0, 0));
        assertThat(counters.uncounted())
                .containsOnly(Map.entry("vload4", 4L), Map.entry("vstore4", 4L));
        assertThat(counters.clean()).isTrue();
    }

    /// The barrier is missing. (A race that the optimiser removes is not seen.)
    @Test
    void aRaceIsReportedWithItsSourceLine() throws DriverException {
        String source =
                """
                kernel void racing(global const float *a, global float *b) {
                  local float tile[4];
                  int l = get_local_id(0);
                  tile[l] = a[l];
                  b[l] = tile[3 - l];
                }
                """;
        HostProgram program = oneKernel("racing", source, 4, 4, Dim3.of(1), Dim3.of(4));

        RunResult result = driver.run(program, Map.of("a", floats(4, i -> i)), RunOptions.ONCE);

        Counters counters = result.counters().orElseThrow();
        assertThat(counters.races()).isNotEmpty();
        assertThat(counters.races().getFirst())
                .contains("data race at local memory")
                .contains("Kernel: racing")
                .contains("b[l] = tile[3 - l];");
        assertThat(counters.invalidAccesses()).isEmpty();
        assertThat(counters.clean()).isFalse();
    }

    @Test
    void aReadOutsideOfABufferIsReported() throws DriverException {
        String source =
                """
                kernel void beyond(global const float *a, global float *b) {
                  b[get_global_id(0)] = a[get_global_id(0) + 2];
                }
                """;
        HostProgram program = oneKernel("beyond", source, 4, 4, Dim3.of(4), Dim3.of(1));

        RunResult result = driver.run(program, Map.of("a", floats(4, i -> i)), RunOptions.ONCE);

        Counters counters = result.counters().orElseThrow();
        assertThat(counters.invalidAccesses()).hasSize(2);
        assertThat(counters.invalidAccesses().getFirst())
                .contains("Invalid read of size 4 at global memory")
                .contains("Kernel: beyond");
        assertThat(counters.races()).isEmpty();
    }

    @Test
    void anUnwrittenElementShowsAsNaN() throws DriverException {
        String source = "kernel void one(global const float *a, global float *b) { b[1] = a[1]; }";
        HostProgram program = oneKernel("one", source, 3, 3, Dim3.of(1), Dim3.of(1));

        RunResult result = driver.run(program, Map.of("a", floats(3, i -> i)), RunOptions.ONCE);

        assertThat(floats(result.output("b"))).containsExactly(Float.NaN, 1f, Float.NaN);
    }

    @Test
    void aBuildErrorComesBackFromTheOtherProcess() {
        String source = "kernel void k(global const float *a, global float *b) {\n  nonsense;\n}\n";
        HostProgram program = oneKernel("k", source, 3, 3, Dim3.of(1), Dim3.of(1));

        DriverException failure =
                catchThrowableOfType(
                        DriverException.class,
                        () -> driver.run(program, Map.of("a", floats(3, i -> i)), RunOptions.ONCE));

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.BUILD_FAILED);
        assertThat(failure)
                .hasMessageContaining("kernel 'k' does not build: line 2: ")
                .hasMessageContaining("2 |   nonsense;");
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() throws DriverException {
        String source =
                """
                kernel void endless(global const float *a, global float *b) {
                  volatile int go = 1;
                  while (go) b[0] = a[0];
                }
                """;
        HostProgram program = oneKernel("endless", source, 3, 3, Dim3.of(1), Dim3.of(1));
        SimulateDriver impatient = SimulateDriver.open(Duration.ofSeconds(2));

        DriverException failure =
                catchThrowableOfType(
                        DriverException.class,
                        () ->
                                impatient.run(
                                        program, Map.of("a", floats(3, i -> i)), RunOptions.ONCE));

        assertThat(failure.kind()).isEqualTo(DriverException.Kind.LAUNCH_FAILED);
        assertThat(failure).hasMessage("the simulation did not end within 2 s");
    }
}
