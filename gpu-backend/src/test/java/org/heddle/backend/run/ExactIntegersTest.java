package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An integer that a kernel no longer holds exactly is told, not passed on as a result.
final class ExactIntegersTest {
    @ParameterizedTest
    @ValueSource(strings = {"interp", "opencl:pocl"})
    void areToldWhereTheyEnd(String id) throws Exception {
        Sketch sketch =
                new Sketch("squares")
                        .axis("i", 3)
                        .wire(DType.I64, "m[i]")
                        .input(DType.I64, "n[i]")
                        .map("m[i]", "n -> n * n", "n[i]")
                        .output("m");
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
        try (Device device = open(id)) {
            assertThat(problems(compiled, device, 3, -94906265, 94906265)).isEmpty();
            assertThat(problems(compiled, device, 3, -94906265, 94906266))
                    .containsExactly(
                            "element 2 of output m is 9007199326062756; integers are exact below 2^53 ="
                                    + " 9007199254740992 in magnitude");
        }
    }

    private static Device open(String id) throws Exception {
        return id.equals("interp")
                ? new InterpretDevice(Machines.roomy())
                : DriverTesting.openOrSkip(() -> Devices.open(id));
    }

    private static List<String> problems(Compiled compiled, Device device, double... numbers)
            throws Exception {
        Tensor n = Tensor.of(DType.I64, List.of((long) numbers.length), numbers);
        return device.run(compiled, Map.of("n", n), RunOptions.ONCE).problems();
    }

    /// Integers beside f32 values are kept in f32.
    @ParameterizedTest
    @ValueSource(strings = {"interp", "opencl:pocl"})
    void areToldWhereSinglesEnd(String id) throws Exception {
        Sketch sketch =
                new Sketch("matches")
                        .axis("i", 3)
                        .input("s[i]")
                        .input(DType.I32, "n[i]")
                        .map("m[i]", "s, n -> where(n == 16777216, s, 0)", "s[i]", "n[i]")
                        .output("m");
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
        try (Device device = open(id)) {
            assertThat(singles(compiled, device, 3, 16777216, -16777216)).isEmpty();
            assertThat(singles(compiled, device, 3, 16777217, 4))
                    .containsExactly(
                            "element 1 of input n is 16777217; beside f32 values integers are exact up to 2^24"
                                    + " = 16777216 in magnitude: number them from 0, or store those values as f64");
        }
    }

    private static List<String> singles(Compiled compiled, Device device, double... numbers)
            throws Exception {
        Tensor s = Tensor.of(DType.F32, List.of(3L), new double[] {1, 2, 3});
        Tensor n = Tensor.of(DType.I32, List.of(3L), numbers);
        return device.run(compiled, Map.of("s", s, "n", n), RunOptions.ONCE).problems();
    }
}
