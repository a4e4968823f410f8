package org.heddle.backend.simt;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.opencl.OpenClDriver;
import org.heddle.backend.simt.Samples.Sample;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The lowering computes what the diagram means: its OpenCL text, run on PoCL.
final class SimtOpenClTest {

    static Stream<Sample> samples() {
        Stream<Sample> storage =
                Stream.of(DType.F32, DType.F16, DType.BF16, DType.F64)
                        .flatMap(dtype -> Samples.all(dtype).stream());
        return Stream.concat(storage, Samples.odd().stream());
    }

    static Stream<Sample> plain() {
        return Stream.concat(Samples.all(DType.F32).stream(), Samples.odd().stream());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void asScheduled(Sample sample) throws DriverException {
        check(sample, Bench.derived(sample, Bench.small()));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void inSmallRaggedBlocks(Sample sample) throws DriverException {
        check(sample, Bench.blocked(sample, Bench.small(), 7, 16));
    }

    static Stream<Sample> wholeVectors() {
        return Samples.wholeVectors().stream();
    }

    @ParameterizedTest
    @MethodSource({"plain", "wholeVectors"})
    void inLargerBlocks(Sample sample) throws DriverException {
        check(sample, Bench.blocked(sample, Bench.small(), 16, 32));
    }

    /// PoCL 3.1 loses values around barriers in loops whose number of turns it does not know; oclgrind, which executes the same text, does not.
    private static void check(Sample sample, List<TileProgram> kernels) throws DriverException {
        assumeThat(kernels)
                .as("[SKIP] PoCL 3.1 cannot compile barriers in loops that skip blocks")
                .noneMatch(
                        kernel ->
                                kernel.nest().placed().stream()
                                        .anyMatch(p -> !p.guards().isEmpty()));
        try (OpenClDriver driver = DriverTesting.openOrSkip(() -> OpenClDriver.open("pocl"))) {
            Map<String, Tensor> inputs = Bench.inputs(sample);
            Bench.check(
                    sample,
                    inputs,
                    driver.run(
                            Bench.program(sample, kernels),
                            Bench.segments(inputs),
                            RunOptions.ONCE));
        }
    }
}
