package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.backend.driver.cuda.NvccCompiler;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.CudaCheck;
import org.heddle.backend.run.Target;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every diagram of the catalogue as CUDA for Hopper: nvcc accepts it, nothing spills, and shared memory is what the launch asks for.
class CudaCompileTest {
    static Stream<Arguments> kernels() throws Exception {
        return CatalogueTest.names().stream()
                .flatMap(
                        name ->
                                Stream.concat(Stream.of(""), Settings.large(name))
                                        .map(sizes -> Arguments.of(name, sizes)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("kernels")
    void compilesWithoutSpills(String name, String sizes) throws Exception {
        boolean present = NvccCompiler.find().isPresent();
        if (!present) {
            System.out.println("[SKIP] nvcc is not installed: emitted CUDA is not compiled");
        }
        Assumptions.assumeTrue(present, "nvcc is not installed: emitted CUDA is not compiled");
        Map<String, Long> bound = sizes.isEmpty() ? Map.of() : Settings.parse(sizes);
        Derivation derivation = Derived.of(name, "h200", bound);
        Hardware hardware = derivation.hardware();
        Compiled compiled = Compiler.lower(derivation, Target.CUDA);
        for (CompiledKernel kernel : compiled.kernels()) {
            Optional<CudaCheck.Checked> checked = CudaCheck.compile(kernel);
            assertThat(checked).isPresent();
            CudaCheck.Checked found = checked.orElseThrow();
            System.out.println(
                    name
                            + " "
                            + sizes
                            + " "
                            + kernel.text().entry()
                            + ": "
                            + found.resources()
                            + ", dynamic shared "
                            + found.dynamicSharedBytes());
            assertThat(found.resources().spillStoreBytes() + found.resources().spillLoadBytes())
                    .isZero();
            assertThat(found.resources().sharedBytes() + found.dynamicSharedBytes())
                    .isEqualTo(kernel.localBytes())
                    .isLessThanOrEqualTo(hardware.local().capacityBytes());
            assertThat(found.advisories()).isEqualTo(List.of());
        }
    }
}
