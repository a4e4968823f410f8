package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A wire that is an input and an output comes back as it was, beside what is computed or alone.
final class PassedThroughTest {
    private static final Tensor X = Tensor.of(DType.F32, List.of(3L), new double[] {1, -2, 0.5});

    static Stream<String> devices() {
        return Stream.of("interp", "opencl:pocl", "simulate");
    }

    private static Device device(String id) throws DriverException {
        return id.equals("interp")
                ? new InterpretDevice(Machines.roomy())
                : DriverTesting.openOrSkip(() -> Devices.open(id));
    }

    private static Sketch beside() {
        return new Sketch("beside")
                .axis("i", 3)
                .input("x[i]")
                .map("y[i]", "x -> x + 1", "x[i]")
                .output("x", "y");
    }

    @ParameterizedTest
    @MethodSource("devices")
    void besideWhatIsComputed(String id) throws Exception {
        run(beside(), id);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void alone(String id) throws Exception {
        run(new Sketch("alone").axis("i", 3).input("x[i]").output("x"), id);
    }

    private static void run(Sketch sketch, String id) throws Exception {
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
        try (Device device = device(id)) {
            Map<String, Tensor> outputs =
                    device.run(compiled, Map.of("x", X), RunOptions.ONCE).outputs();
            assertThat(outputs.keySet())
                    .containsExactlyInAnyOrderElementsOf(sketch.diagram().outputs());
            assertThat(outputs.get("x")).isNotSameAs(X);
            for (long i = 0; i < 3; i++) {
                assertThat(outputs.get("x").get(i)).isEqualTo(X.get(i));
            }
            assertThat(Comparer.compare(compiled, device, new Comparer.Options(1, 0, 10)).ok())
                    .isTrue();
        }
    }

    @Test
    void takesOneBuffer() throws Exception {
        Compiled compiled =
                Compiler.compile(
                        beside().diagram(), beside().sizes(), Machines.roomy(), Target.OPENCL_SIMD);
        assertThat(compiled.hostProgram().buffers())
                .extracting(b -> b.name())
                .containsExactly("x", "y");
    }
}
