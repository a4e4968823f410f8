package org.heddle.backend.simt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.backend.driver.Counters;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.simulate.SimulateDriver;
import org.heddle.backend.simt.Samples.Sample;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.rules.schedule.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Under oclgrind the lowered kernels race nowhere, stay inside their arrays, and move exactly the predicted bytes.
final class SimtSimulateTest {

    static Stream<Sample> samples() {
        Stream<Sample> more =
                Stream.concat(
                        Samples.odd().stream(),
                        Stream.of(Samples.cascade(DType.F16, 19, 37, 8, 12)));
        return Stream.concat(Samples.all(DType.F32).stream(), more);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void asScheduled(Sample sample) throws DriverException {
        check(sample, Bench.derived(sample, Bench.small()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void inSmallRaggedBlocks(Sample sample) throws DriverException {
        check(sample, Bench.blocked(sample, Bench.small(), 7, 16));
    }

    static Stream<Sample> wholeVectors() {
        return Samples.wholeVectors().stream();
    }

    @ParameterizedTest
    @MethodSource("wholeVectors")
    void manyNeighboursAtOnce(Sample sample) throws DriverException {
        List<TileProgram> kernels = Bench.blocked(sample, Bench.small(), 16, 32);
        assertThat(kernels)
                .allSatisfy(
                        kernel ->
                                assertThat(SimtLowering.lower(kernel, Dialect.OPENCL).source())
                                        .containsPattern("= \\*\\(global const \\w+[48] \\*\\)"));
        check(sample, kernels);
    }

    /// Every barrier but those that the dialect asks for after loops is needed: without it there is a race.
    @Test
    void noBarrierIsIdle() throws DriverException {
        Sample sample = Samples.cascade(DType.F32, 5, 9, 6, 5);
        List<TileProgram> kernels = Bench.blocked(sample, Bench.small(), 5, 4);
        assertThat(kernels).hasSize(1);
        HostProgram program = Bench.program(sample, kernels);
        List<String> lines = program.kernels().getFirst().source().lines().toList();
        List<Integer> barriers =
                IntStream.range(0, lines.size())
                        .filter(n -> lines.get(n).strip().equals("barrier(CLK_LOCAL_MEM_FENCE);"))
                        .filter(n -> !isAfterLoop(lines, n))
                        .boxed()
                        .toList();
        assertThat(barriers).hasSizeGreaterThan(6);
        try (SimulateDriver driver = DriverTesting.openOrSkip(SimulateDriver::open)) {
            Map<String, Tensor> inputs = Bench.inputs(sample);
            for (int barrier : barriers) {
                List<String> without = new ArrayList<>(lines);
                without.set(barrier, "");
                KernelText text =
                        KernelText.openCl(
                                program.kernels().getFirst().entry(), String.join("\n", without));
                HostProgram weakened =
                        new HostProgram(program.buffers(), List.of(text), program.launches());
                Counters counters =
                        driver.run(weakened, Bench.segments(inputs), RunOptions.ONCE)
                                .counters()
                                .orElseThrow();
                assertThat(counters.races())
                        .as("races without the barrier in line %d", barrier + 1)
                        .isNotEmpty();
            }
        }
    }

    /// Whether the barrier follows the closing brace of a loop over blocks.
    private static boolean isAfterLoop(List<String> lines, int barrier) {
        String brace = lines.get(barrier - 2);
        String indent = brace.substring(0, brace.length() - brace.stripLeading().length());
        return brace.strip().equals("}")
                && lines.subList(0, barrier - 2).reversed().stream()
                        .filter(line -> !line.isBlank() && !line.startsWith(indent + " "))
                        .findFirst()
                        .orElse("")
                        .contains("_block < ");
    }

    private static void check(Sample sample, List<TileProgram> kernels) throws DriverException {
        try (SimulateDriver driver = DriverTesting.openOrSkip(SimulateDriver::open)) {
            Map<String, Tensor> inputs = Bench.inputs(sample);
            RunResult result =
                    driver.run(
                            Bench.program(sample, kernels),
                            Bench.segments(inputs),
                            RunOptions.ONCE);
            Counters counters = result.counters().orElseThrow();
            assertThat(counters.races()).isEmpty();
            assertThat(counters.invalidAccesses()).isEmpty();
            for (TileProgram kernel : kernels) {
                Counters.Traffic traffic =
                        counters.traffic()
                                .getOrDefault(
                                        SimtLowering.lower(kernel, Dialect.OPENCL).entry(),
                                        Counters.Traffic.NONE);
                Counts counts = kernel.schedule().counts();
                assertThat(traffic.globalLoadBytes())
                        .as("bytes loaded by %s", kernel.name())
                        .isEqualTo(Counts.total(counts.globalRead(), kernel.blocking()));
                assertThat(traffic.globalStoreBytes())
                        .as("bytes stored by %s", kernel.name())
                        .isEqualTo(Counts.total(counts.globalWrite(), kernel.blocking()));
            }
            Bench.check(sample, inputs, result);
        }
    }
}
