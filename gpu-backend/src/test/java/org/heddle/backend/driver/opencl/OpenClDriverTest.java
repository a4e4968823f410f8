package org.heddle.backend.driver.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.heddle.backend.driver.DriverTesting.floats;
import static org.heddle.backend.driver.DriverTesting.oneKernel;
import static org.heddle.backend.driver.DriverTesting.openOrSkip;
import static org.heddle.backend.driver.DriverTesting.saxpy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.BufferSpec.Role;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs on PoCL: one driver for all, as opening a second OpenCL platform may crash the JVM.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenClDriverTest {
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
    void describesTheDevice() {
        assertThat(driver.info().device()).isEqualTo("opencl:pocl");
        assertThat(driver.info().computeUnits()).isPositive();
        assertThat(driver.info().localBytes()).isGreaterThanOrEqualTo(32 << 10);
        assertThat(driver.info().globalBytes()).isGreaterThan(64 << 20);
        assertThat(driver.info().maxGroupSize()).isGreaterThanOrEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 1000, 4099})
    void saxpyOfOddSizes(int n) throws DriverException {
        MemorySegment x = floats(n, i -> i);
        MemorySegment y = floats(n, i -> 0.5 * i);

        RunResult result = driver.run(saxpy(n, 64), Map.of("x", x, "y", y), RunOptions.ONCE);

        assertThat(floats(result.output("out"))).isEqualTo(floats(floats(n, i -> 2.5 * i)));
        assertThat(result.deviceBytesAllocated()).isEqualTo(12L * n);
        assertThat(result.launchSeconds()).isEmpty();
        assertThat(result.counters()).isEmpty();
    }

    @Test
    void nativeInputsGiveTheSameAsHeapInputs() throws DriverException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3);
            MemorySegment y = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 10, 20, 30);

            RunResult result = driver.run(saxpy(3, 1), Map.of("x", x, "y", y), RunOptions.ONCE);

            assertThat(floats(result.output("out"))).containsExactly(12f, 24f, 36f);
        }
    }

    /// Groups of 8x4 transpose 32-element tiles through local memory: barriers, two dimensions.
    @Test
    void localMemoryAndBarriersInTwoDimensions() throws DriverException {
        String source =
                """
                kernel void flip(global const float *a, global float *b) {
                  local float tile[4][8];
                  int x = get_local_id(0), y = get_local_id(1);
                  int row = get_group_id(1) * 4 + y, column = get_group_id(0) * 8 + x;
                  tile[y][x] = a[row * 16 + column];
                  barrier(CLK_LOCAL_MEM_FENCE);
                  b[row * 16 + column] = tile[3 - y][7 - x];
                }
                """;
        HostProgram program =
                oneKernel("flip", source, 16 * 12, 16 * 12, Dim3.of(2, 3), Dim3.of(8, 4));

        RunResult result =
                driver.run(program, Map.of("a", floats(16 * 12, i -> i)), RunOptions.ONCE);

        List<Float> b = floats(result.output("b"));
        for (int row = 0; row < 12; row++) {
            for (int column = 0; column < 16; column++) {
                int fromRow = row / 4 * 4 + 3 - row % 4;
                int fromColumn = column / 8 * 8 + 7 - column % 8;
                assertThat(b.get(row * 16 + column)).isEqualTo(fromRow * 16f + fromColumn);
            }
        }
    }

    @Test
    void anUnwrittenElementShowsAsNaN() throws DriverException {
        String source =
                """
                kernel void holes(global const float *a, global float *b) {
                  int i = get_global_id(0);
                  if (i % 3 != 1) b[i] = a[i];
                }
                """;
        HostProgram program = oneKernel("holes", source, 7, 7, Dim3.of(7), Dim3.of(1));

        RunResult result = driver.run(program, Map.of("a", floats(7, i -> i)), RunOptions.ONCE);

        assertThat(floats(result.output("b")))
                .containsExactly(0f, Float.NaN, 2f, 3f, Float.NaN, 5f, 6f);
    }

    @Test
    void workspaceCarriesValuesBetweenLaunchesAndScalarsOfAllKindsArrive() throws DriverException {
        String source =
                """
                kernel void first(global float *w, long n) {
                  if (get_global_id(0) < n) w[get_global_id(0)] = get_global_id(0) + n / 4294967296L;
                }
                kernel void second(global const float *w, global float *out, float f, int k) {
                  out[get_global_id(0)] = f * w[get_global_id(0)] + k;
                }
                """;
        HostProgram program =
                new HostProgram(
                        List.of(
                                new BufferSpec("w", 16, Role.WORKSPACE),
                                new BufferSpec("out", 16, Role.OUTPUT)),
                        List.of(
                                KernelText.openCl("first", source),
                                KernelText.openCl("second", source)),
                        List.of(
                                new Launch(
                                        "first",
                                        Dim3.of(4),
                                        Dim3.of(1),
                                        new Argument.BufferArgument("w"),
                                        new Argument.LongArgument(3L << 32)),
                                new Launch(
                                        "second",
                                        Dim3.of(2),
                                        Dim3.of(2),
                                        new Argument.BufferArgument("w"),
                                        new Argument.BufferArgument("out"),
                                        new Argument.FloatArgument(0.5f),
                                        new Argument.IntArgument(-7))));

        RunResult result = driver.run(program, Map.of(), new RunOptions(1, 3, 1 << 20));

        assertThat(floats(result.output("out"))).containsExactly(-5.5f, -5f, -4.5f, -4f);
        assertThat(result.launchSeconds()).hasSize(3).allMatch(pass -> pass.size() == 2);
        assertThat(result.launchSeconds().getFirst()).allMatch(seconds -> seconds > 0);
        assertThat(result.wallSeconds()).hasSize(3);
        assertThat(result.passSeconds()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(result.passSeconds().get(i)).isLessThan(result.wallSeconds().get(i));
        }
        assertThat(result.builds()).hasSize(2);
        assertThat(result.builds().getFirst().seconds()).isPositive();
        assertThat(result.builds().getLast().seconds()).isZero();
        assertThat(result.deviceBytesAllocated()).isEqualTo(32);
    }

    /// PoCL's own signal handler would make `1 / 0` a number for the rest of the process.
    @Test
    void javaStillDividesLikeJava() throws DriverException {
        saxpyOnes(1);
        int zero = driver.info().device().indexOf('o');
        assertThatThrownBy(() -> Math.floorDiv(1, zero)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void optionsReachTheCompiler() throws DriverException {
        String source = "kernel void k(global const float *a, global float *b) { b[0] = VALUE; }";
        HostProgram plain = oneKernel("k", source, 1, 1, Dim3.of(1), Dim3.of(1));
        KernelText text =
                new KernelText("k", KernelText.Language.OPENCL, source, List.of("-DVALUE=41.5f"));
        HostProgram program = new HostProgram(plain.buffers(), List.of(text), plain.launches());

        RunResult result = driver.run(program, Map.of("a", floats(1, i -> i)), RunOptions.ONCE);

        assertThat(floats(result.output("b"))).containsExactly(41.5f);
    }

    private List<Float> saxpyOnes(int n) throws DriverException {
        Map<String, MemorySegment> inputs = Map.of("x", floats(n, i -> 1), "y", floats(n, i -> 1));
        return floats(driver.run(saxpy(n, 1), inputs, RunOptions.ONCE).output("out"));
    }
}
