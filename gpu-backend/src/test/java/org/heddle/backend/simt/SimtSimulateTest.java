package org.heddle.backend.simt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.backend.driver.Counters;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.simulate.SimulateDriver;
import org.heddle.backend.simt.Samples.Sample;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.rules.schedule.Counts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Under oclgrind the lowered kernels race nowhere, stay inside their arrays, and move exactly the predicted bytes.
final class SimtSimulateTest {

    static Stream<Sample> samples() {
        Stream<Sample> more = Stream.concat(Samples.odd().stream(), Stream.of(Samples.cascade(DType.F16, 19, 37, 8, 12)));
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

    private static void check(Sample sample, List<TileProgram> kernels) throws DriverException {
        try (SimulateDriver driver = DriverTesting.openOrSkip(SimulateDriver::open)) {
            Map<String, Tensor> inputs = Bench.inputs(sample);
            RunResult result =
                    driver.run(Bench.program(sample, kernels), Bench.segments(inputs), RunOptions.ONCE);
            Counters counters = result.counters().orElseThrow();
            assertThat(counters.races()).isEmpty();
            assertThat(counters.invalidAccesses()).isEmpty();
            for (TileProgram kernel : kernels) {
                Counters.Traffic traffic = counters.traffic().getOrDefault(kernel.name(), Counters.Traffic.NONE);
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
