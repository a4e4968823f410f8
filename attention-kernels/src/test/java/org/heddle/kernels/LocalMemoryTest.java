package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Target;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
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
        Derivation derivation = Derived.of(name, "cpu");
        Hardware cpu = derivation.hardware();
        for (CompiledKernel kernel : Compiler.lower(derivation, Target.OPENCL_SIMD).kernels()) {
            assertThat(kernel.localBytes())
                    .isEqualTo(kernel.kernel().schedule().cost().localMemoryBytes())
                    .isLessThanOrEqualTo(cpu.local().capacityBytes());
        }
    }
}
