package org.heddle.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Target;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.hardware.Hardware;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kernels for arrays of every shape and type compute what the evaluator does, executed on PoCL in whole and in ragged blocks.
final class LayoutTest {
    private static Device device;

    @BeforeAll
    static void open() throws DriverException {
        device = Machines.pocl();
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    static Stream<Sketch> sketches() {
        return Stream.of(
                        LayoutSketches.orders(),
                        LayoutSketches.edges(),
                        LayoutSketches.reductions(),
                        LayoutSketches.positions(),
                        LayoutSketches.several(),
                        TypeSketches.stored(),
                        TypeSketches.mixed())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void inWholeBlocks(Sketch sketch) throws Exception {
        check(sketch, Machines.roomy());
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void inRaggedBlocks(Sketch sketch) throws Exception {
        check(sketch, Machines.tight());
    }

    private static void check(Sketch sketch, Hardware hardware)
            throws DiagnosticException, DriverException {
        var compiled =
                Compiler.compile(sketch.diagram(), sketch.sizes(), hardware, Target.OPENCL_SIMD);
        Comparison comparison =
                Comparer.compare(compiled, device, new Comparer.Options(11, 0, 1000));
        assertThat(comparison.outputs())
                .isNotEmpty()
                .allSatisfy(
                        output ->
                                assertThat(output.ok())
                                        .as(
                                                "%s: %s\n%s",
                                                output.wire(),
                                                output.error(),
                                                compiled.kernels().getFirst().text().source())
                                        .isTrue());
    }
}
