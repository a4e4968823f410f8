package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.Execution;
import org.heddle.backend.run.Target;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Attention at 8192 queries and keys takes the memory of its inputs and its output, and nothing that grows with both: the scores alone would be 256 MiB.
@Isolated("it weighs the process")
final class MemoryTest {
    private static final long SCORES = 4L * 8192 * 8192;
    private static final Map<String, Long> SIZES =
            Map.of("h", 1L, "q", 8192L, "x", 8192L, "d", 64L, "e", 64L);

    private static Compiled compiled(Target target) throws DiagnosticException {
        Diagram diagram = DiagramReader.read(Catalogue.find("attention").orElseThrow()).orThrow();
        String machine = target == Target.OPENCL_SIMD ? "cpu" : "h200";
        return Compiler.compile(
                diagram,
                SizeBinder.bind(diagram, SIZES),
                HardwareReader.shipped(machine).orElseThrow(),
                target);
    }

    /// Bytes of inputs and outputs.
    private static long arrays(Compiled compiled) {
        Diagram diagram = compiled.diagram();
        Sizes sizes = compiled.derivation().sizes();
        return Stream.concat(diagram.inputs().stream(), diagram.outputs().stream())
                .mapToLong(name -> sizes.bytes(diagram.wire(name)))
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void theLaunchPlanHasNoBufferBetween(Target target) throws Exception {
        Compiled compiled = compiled(target);
        List<BufferSpec> buffers = compiled.hostProgram().buffers();
        assertThat(compiled.workspaceBytes()).isZero();
        assertThat(buffers).extracting(BufferSpec::role).doesNotContain(BufferSpec.Role.WORKSPACE);
        assertThat(buffers.stream().mapToLong(BufferSpec::bytes).sum())
                .isEqualTo(arrays(compiled))
                .isEqualTo(4L * 4 * 8192 * 64);
    }

    /// Executed, and nothing but the kernel: the process does not grow by the scores.
    @Test
    @EnabledIfSystemProperty(named = "heddle.soak", matches = "true")
    void theProcessDoesNotGrowByTheScores() throws Exception {
        Compiled compiled = compiled(Target.OPENCL_SIMD);
        Map<String, Tensor> inputs =
                Comparer.inputs(compiled.diagram(), compiled.derivation().sizes(), 5);
        try (Device device = pocl()) {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            long before = resident("VmRSS:");
            Execution execution = device.run(compiled, inputs, RunOptions.ONCE);
            long peak = resident("VmHWM:");
            System.out.printf(
                    "attention at 8192: %d bytes on the device, process %d before, %d at most%n",
                    execution.deviceBytes(), before, peak);
            assertThat(execution.deviceBytes()).isEqualTo(arrays(compiled));
            assertThat(peak - before).isLessThan(SCORES);
        }
    }

    private static Device pocl() {
        try {
            return Devices.open("opencl:pocl");
        } catch (DriverException e) {
            System.out.println("[SKIP] " + e.getMessage() + ": " + e.hint());
            return Assumptions.abort(e.getMessage());
        }
    }

    /// A line of the process's state, in bytes.
    private static long resident(String key) throws java.io.IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
