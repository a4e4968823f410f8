package org.heddle.kernels.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.Execution;
import org.heddle.backend.run.Moved;
import org.heddle.backend.run.Target;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.derive.Derivation;

/// What the OpenCL text of derived kernels moves when Oclgrind executes it.
final class Counted {
    private static final long SEED = 7;

    private Counted() {}

    /// Bytes loaded from and stored to global memory; empty, and told, where Oclgrind is missing. They are held against those that are predicted of the blocks that the inputs leave.
    static OptionalLong globalBytes(Derivation derivation)
            throws DiagnosticException, DriverException {
        Compiled compiled = Compiler.lower(derivation, Target.OPENCL_SIMD);
        Optional<Device> opened = open();
        if (opened.isEmpty()) {
            return OptionalLong.empty();
        }
        try (Device simulator = opened.get()) {
            Map<String, Tensor> inputs =
                    Comparer.inputs(derivation.source(), derivation.sizes(), SEED);
            Execution execution = simulator.run(compiled, inputs, new RunOptions(0, 0));
            assertThat(execution.problems()).isEmpty();
            long counted =
                    execution.moved().orElseThrow().values().stream()
                            .mapToLong(Moved::global)
                            .sum();
            assertThat(counted).isEqualTo(compiled.given(inputs).derivation().scheduledBytes());
            return OptionalLong.of(counted);
        }
    }

    private static Optional<Device> open() throws DriverException {
        try {
            return Optional.of(Devices.open("simulate"));
        } catch (DriverException e) {
            if (e.kind() != DriverException.Kind.MISSING_TOOL) {
                throw e;
            }
            System.out.println("[SKIP] bytes are predicted, not counted: " + e.getMessage());
            return Optional.empty();
        }
    }
}
