package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.DriverException;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Devices and hardware by name: what is there, and what is said where there is none.
final class DevicesTest {

    @ParameterizedTest
    @ValueSource(strings = {"opencl:no-such-platform", "cuda:4711", "cuda:x", "abacus", ""})
    void unknownDevicesAreRefusedWithAHint(String id) {
        assertThatThrownBy(() -> Devices.open(id))
                .isInstanceOfSatisfying(
                        DriverException.class,
                        e -> {
                            assertThat(e.kind())
                                    .isIn(
                                            DriverException.Kind.MISSING_DEVICE,
                                            DriverException.Kind.MISSING_TOOL);
                            assertThat(e.getMessage()).isNotBlank();
                            assertThat(e.hint()).isNotBlank();
                        });
    }

    @Test
    void theInterpreterIsAlwaysThere() throws DriverException {
        try (Device device = Devices.open("interp")) {
            assertThat(device.id()).isEqualTo("interp");
            assertThat(device.target()).isEqualTo(Target.OPENCL_SIMD);
        }
        assertThat(Devices.list())
                .extracting(DeviceLine::id)
                .startsWith("interp")
                .hasSizeGreaterThan(1);
        assertThat(Devices.list()).allMatch(line -> line.available() || !line.hint().isBlank());
    }

    @Test
    void aCpuIsScheduledAsOne() throws DriverException {
        try (Device device = Machines.pocl()) {
            assertThat(device.id()).startsWith("opencl");
            assertThat(device.target()).isEqualTo(Target.OPENCL_SIMD);
            assertThat(device.hardware().execution()).isEqualTo(Hardware.Execution.SIMD);
        }
    }

    @Test
    void hardwareIsFoundByNameOrFile(@TempDir Path folder) throws IOException, DiagnosticException {
        for (String name : Hardwares.names()) {
            assertThat(Hardwares.find(name).levels()).isNotEmpty();
        }
        Path file =
                Files.writeString(
                        folder.resolve("mine.json"), HardwareReader.write(Machines.tight()));
        assertThat(Hardwares.find(file.toString())).isEqualTo(Machines.tight());
    }

    @Test
    void unknownHardwareIsD901(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"format\": 1}");
        for (String name : List.of("h2000", folder.toString(), broken.toString(), "a\0b")) {
            assertThatThrownBy(() -> Hardwares.find(name))
                    .isInstanceOfSatisfying(
                            DiagnosticException.class,
                            e ->
                                    assertThat(e.diagnostics())
                                            .singleElement()
                                            .satisfies(
                                                    d -> {
                                                        assertThat(d.code()).isEqualTo(Code.D901);
                                                        assertThat(d.notes()).isNotEmpty();
                                                    }));
        }
    }
}
