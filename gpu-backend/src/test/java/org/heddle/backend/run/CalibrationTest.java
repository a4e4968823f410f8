package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;

/// What calibration finds is a usable description.
final class CalibrationTest {

    @Test
    void measuresPocl() throws DriverException {
        sane(DriverTesting.openOrSkip(() -> Calibration.measure("opencl:pocl")).hardware());
    }

    /// Rates that a CPU of this century can have.
    static void sane(Hardware hardware) {
        assertThat(hardware.format()).isEqualTo(Hardware.FORMAT);
        assertThat(hardware.execution()).isEqualTo(Hardware.Execution.SIMD);
        assertThat(hardware.vectorLanes()).isIn(4, 8, 16);
        assertThat(hardware.units()).isPositive();
        assertThat(hardware.vectorRegisters()).isIn(16, 32);
        assertThat(hardware.pipes())
                .hasSize(4)
                .allSatisfy(pipe -> assertThat(pipe.perSecond()).isBetween(1e6, 1e15));
        assertThat(hardware.levels())
                .hasSizeBetween(3, 4)
                .allSatisfy(
                        level -> {
                            assertThat(level.source()).contains("measured by `heddle calibrate`");
                            assertThat(level.bytesPerSecond()).isBetween(1e7, 1e15);
                            assertThat(level.capacityBytes()).isPositive();
                        });
        assertThat(hardware.local().capacityBytes()).isLessThan(hardware.global().capacityBytes());
        assertThat(hardware.clockHertz()).isBetween(1e8, 1e10);
        assertThatCode(() -> HardwareReader.parse(HardwareReader.write(hardware), "host.json"))
                .doesNotThrowAnyException();
        assertThat(hardware.launchSeconds()).isBetween(1e-8, 1.0);
        assertThat(hardware.rate("fma", DType.F32))
                .isGreaterThan(hardware.rate("special", DType.F32));
    }

    @Test
    void measuresOpenClCpusOnly() {
        assertThatThrownBy(() -> Calibration.measure("simulate"))
                .isInstanceOfSatisfying(
                        DriverException.class,
                        e ->
                                assertThat(e.kind())
                                        .isIn(
                                                DriverException.Kind.UNSUITABLE_DEVICE,
                                                DriverException.Kind.MISSING_TOOL))
                .satisfies(e -> assertThat(((DriverException) e).hint()).isNotBlank());
    }
}
