package org.heddle.backend.simt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Target;
import org.heddle.backend.simd.LayoutSketches;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kernels of threads that read at computed positions compute what the evaluator does, executed on PoCL; the bytes that they move are those predicted.
final class PositionsTest {
    static List<Sketch> positions() {
        return LayoutSketches.positions();
    }

    @ParameterizedTest
    @MethodSource("positions")
    void onPocl(Sketch sketch) throws Exception {
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Bench.small(), Target.OPENCL_SIMT);
        try (Device device = Machines.pocl()) {
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
            assertThat(comparison.bytesAgree()).isTrue();
        }
    }
}
