package org.heddle.backend.simt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.heddle.backend.simt.Samples.Sample;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;

/// What the lowering decides, and what it refuses.
final class SimtLoweringTest {

    @Test
    void keepsAnAccumulatorInRegisters() {
        TileProgram kernel =
                Bench.blocked(Samples.matmul(DType.F32, 256, 256, 256), Bench.h200(), 64, 32)
                        .getFirst();
        SimtKernel lowered = SimtLowering.lower(kernel, Dialect.CUDA);
        assertThat(lowered.source()).contains("float C_tile[4][4];  // C[i, j] in registers");
        assertThat(lowered.sharedBytes()).isEqualTo(4 * (64 * 36 + 32 * 68));
        assertThat(lowered.groups()).isEqualTo(16);
        assertThat(lowered.arguments()).containsExactly("A", "B", "C");
    }

    @Test
    void dividesItemsAmongTeams() {
        TileProgram kernel =
                Bench.blocked(Samples.columnSums(DType.F32), Bench.h200(), 8, 1000).getFirst();
        assertThat(SimtLowering.lower(kernel, Dialect.CUDA).source())
                .contains("const int member = thread % 32;")
                .contains("__shfl_xor_sync(0xffffffffu, Y_part, step)");
        assertThat(SimtLowering.lower(kernel, Dialect.OPENCL).source())
                .contains("partial_f32[thread] = Y_part;");
    }

    /// Rows of 500 are whole vectors of 4, rows of 502 of 2, rows of 501 of none.
    @Test
    void copiesAsManyNeighboursAsAreSureToBeAligned() {
        assertThat(loadsOf(500)).contains("const f32x4 A_row = *reinterpret_cast<const f32x4 *>");
        assertThat(loadsOf(502)).contains("const f32x2 A_row = *reinterpret_cast<const f32x2 *>");
        assertThat(loadsOf(501)).contains("A_tile[i][k] = A[A_base + i * k_size + k];");
    }

    private static String loadsOf(long k) {
        TileProgram kernel =
                Bench.blocked(Samples.matmul(DType.F32, 256, 256, k), Bench.h200(), 64, 32)
                        .getFirst();
        return SimtLowering.lower(kernel, Dialect.CUDA).source();
    }

    /// K is transposed on its way: 16 pieces of a row go to strips of 8 threads, and rows are permuted instead of padded.
    @Test
    void swizzlesWhatALoadTransposes() {
        TileProgram kernel =
                Bench.blocked(Samples.cascade(DType.F32, 256, 256, 64, 64), Bench.h200(), 64, 64)
                        .getFirst();
        assertThat(SimtLowering.lower(kernel, Dialect.CUDA).source())
                .contains("float (&K_tile)[64][64]")
                .contains("d_0 = (piece / 512 * 8 + piece % 8) * 4;")
                .contains("K_tile[d][x ^ (d / 4 % 8 * 4)] = K_row.at[d_i];")
                .contains("K_tile[d][(x_0 ^ (d / 4 % 8 * 4)) + x_i]");
    }

    /// The tiles fill the local memory to the last byte, so that no row can be padded.
    @Test
    void givesUpPaddingWhereItDoesNotFit() {
        Sample sample = Samples.matmul(DType.F32, 256, 256, 256);
        long tiles = 4 * (64 * 32 + 32 * 64);
        Hardware tight = withLocal(Bench.h200(), tiles);
        TileProgram kernel = Bench.blocked(sample, Bench.h200(), 64, 32).getFirst();
        TileProgram fitted =
                new TileProgram(
                        kernel.name(),
                        org.heddle.rules.schedule.Scheduler.fixed(
                                kernel.nest().form(), kernel.blocking(), tight),
                        kernel.sizes());
        assertThat(SimtLowering.lower(fitted, Dialect.CUDA).sharedBytes()).isEqualTo(tiles);
        TileProgram tooLarge =
                new TileProgram(
                        kernel.name(),
                        org.heddle.rules.schedule.Scheduler.fixed(
                                kernel.nest().form(),
                                kernel.blocking(),
                                withLocal(Bench.h200(), tiles - 4)),
                        kernel.sizes());
        assertThatThrownBy(() -> SimtLowering.lower(tooLarge, Dialect.CUDA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        tiles + " bytes of shared memory, " + (tiles - 4) + " are there");
    }

    @Test
    void refusesSchedulesOfSingleThreads() {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        TileProgram kernel = Bench.derived(Samples.matmul(DType.F32, 64, 64, 64), cpu).getFirst();
        assertThatThrownBy(() -> SimtLowering.lower(kernel, Dialect.CUDA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("single threads");
    }

    @Test
    void refusesArraysWithoutConversion() {
        TileProgram kernel =
                Bench.derived(Samples.matmul(DType.F8E4M3, 64, 64, 64), Bench.h200()).getFirst();
        assertThatThrownBy(() -> SimtLowering.lower(kernel, Dialect.OPENCL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f8e4m3");
    }

    private static Hardware withLocal(Hardware h, long bytes) {
        return HardwareBuilder.of(h)
                .local(level -> level.withCapacity(bytes).transferring(1e13, 1))
                .build();
    }
}
