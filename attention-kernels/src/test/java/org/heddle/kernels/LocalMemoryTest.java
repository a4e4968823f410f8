package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Target;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an emitted kernel for a CPU takes of local memory is what its schedule says, padding included, and fits.
final class LocalMemoryTest {
    static List<String> names() throws Exception {
        return CatalogueTest.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesWhatIsScheduled(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        var sizes = SizeBinder.bind(diagram, Map.of());
        for (CompiledKernel kernel :
                Compiler.compile(diagram, sizes, cpu, Target.OPENCL_SIMD).kernels()) {
            assertThat(kernel.localBytes())
                    .isEqualTo(kernel.kernel().schedule().cost().localMemoryBytes())
                    .isLessThanOrEqualTo(cpu.local().capacityBytes());
        }
    }
}
