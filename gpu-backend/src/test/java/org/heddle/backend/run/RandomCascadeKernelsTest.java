package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.testdata.RandomCascades;
import org.heddle.testdata.RandomCascades.Cascade;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kernels of cascades in words that no rule knows compute what the cascades say.
final class RandomCascadeKernelsTest {
    private static final int CASCADES = Integer.getInteger("heddle.cascades", 24);

    static Stream<Cascade> cascades() {
        return RandomCascades.of(CASCADES, 7);
    }

    @ParameterizedTest
    @MethodSource("cascades")
    void computeOnPocl(Cascade cascade) throws Exception {
        try (Device device = DriverTesting.openOrSkip(() -> Devices.open("opencl:pocl"))) {
            Diagram diagram = cascade.diagram();
            Map<String, Long> sizes = new LinkedHashMap<>(Map.of("q", 37L, "x", 301L, "e", 5L));
            sizes.keySet().retainAll(diagram.axes().keySet());
            Compiled compiled =
                    Compiler.compile(
                            diagram, new Sizes(sizes), Machines.roomy(), Target.OPENCL_SIMD);
            Comparison comparison =
                    Comparer.compare(compiled, device, new Comparer.Options(3, 0, 1000));
            assertThat(comparison.ok()).as("%s", comparison.outputs()).isTrue();
        }
    }
}
