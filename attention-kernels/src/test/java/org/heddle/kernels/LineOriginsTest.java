package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.backend.code.Origin;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Target;
import org.heddle.rules.derive.StageBoxes;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.stream.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of every kernel says what it is there for, in words of the kernel's own diagram; nothing that the kernel computes is without a line.
final class LineOriginsTest {
    static Stream<Arguments> kernels() throws Exception {
        return CatalogueTest.names().stream()
                .flatMap(
                        name ->
                                Stream.of(
                                        Arguments.of(name, "cpu", Target.OPENCL_SIMD),
                                        Arguments.of(name, "h200", Target.CUDA)));
    }

    @ParameterizedTest(name = "{0} for {1}")
    @MethodSource("kernels")
    void linesAreLinkedToWhatTheKernelComputes(String name, String machine, Target target)
            throws Exception {
        Compiled compiled = Compiler.lower(Derived.of(name, machine), target);
        for (CompiledKernel kernel : compiled.kernels()) {
            Set<String> linked = new LinkedHashSet<>();
            Set<String> walked = new LinkedHashSet<>();
            for (Origin origin : kernel.origins()) {
                linked.addAll(origin.wires());
                walked.addAll(origin.axes());
            }
            Set<String> known = new LinkedHashSet<>(kernel.kernel().body().inputs());
            known.addAll(StageBoxes.of(kernel.kernel()).keySet());
            assertThat(linked).isSubsetOf(known).containsAll(computed(kernel));
            assertThat(kernel.kernel().region().axes().keySet()).containsAll(walked);
            List<String> lines = kernel.text().source().lines().toList();
            assertThat(kernel.origins()).hasSameSizeAs(lines);
        }
    }

    /// What steps of the nest are for: arrays loaded, reductions, results stored.
    private static Set<String> computed(CompiledKernel kernel) {
        Set<String> wires = new LinkedHashSet<>();
        for (Nest.Placed placed : kernel.program().nest().placed()) {
            switch (placed.node()) {
                case Node.Load(_, Region.Read read, _) -> wires.addAll(read.touched());
                case Node.Store(String wire, _) -> wires.add(wire);
                case Node.Fold fold -> wires.add(fold.wire());
                case Node.Fill _, Node.Compute _, Node.Loop _ -> {}
            }
        }
        return wires;
    }
}
