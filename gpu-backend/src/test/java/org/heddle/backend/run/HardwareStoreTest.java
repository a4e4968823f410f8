package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Measured descriptions are kept whole, and a file that is not one is as good as none.
final class HardwareStoreTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void whatIsSavedIsLoaded() throws IOException {
        Hardware saved = Machines.tight();
        Path file = HardwareStore.save(folder, "opencl:Some Device/0", saved);
        assertThat(file).hasFileName("opencl-some-device-0.json");
        assertThat(HardwareStore.load(folder, "opencl:Some Device/0")).contains(saved);
        assertThat(HardwareStore.load(folder, "another")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"format\": \"heddle-hardware/1\"}",
                "{\"format\": \"heddle-hardware/0\"}"
            })
    void corruptedFilesAreNotUsed(String text) throws IOException {
        Files.writeString(HardwareStore.file(folder, "host"), text);
        assertThat(HardwareStore.load(folder, "host")).isEmpty();
    }

    @Test
    void truncatedFilesAreNotUsed() throws IOException {
        String text = HardwareReader.write(Machines.tight());
        Path file = HardwareStore.file(folder, "host");
        for (int length = 0; length < text.length() - 1; length += 97) {
            Files.writeString(file, text.substring(0, length));
            assertThat(HardwareStore.load(folder, "host")).as("%d characters", length).isEmpty();
        }
    }

    @Test
    void concurrentSavesLeaveOneWholeFile() throws Exception {
        List<Hardware> all = List.of(Machines.tight(), Machines.roomy());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Path>> saves = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Hardware hardware = all.get(i % 2);
                saves.add(threads.submit(() -> HardwareStore.save(folder, "host", hardware)));
                saves.add(
                        threads.submit(
                                () -> {
                                    assertThat(HardwareStore.load(folder, "host"))
                                            .matches(
                                                    found -> found.map(all::contains).orElse(true));
                                    return folder;
                                }));
            }
            for (Future<Path> save : saves) {
                assertThat(save.get()).exists();
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(HardwareStore.file(folder, "host"));
        }
    }

    /// A folder that cannot be made: the device is measured all the same.
    @Test
    void anUnwritableFolderCostsTheFileOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Path under = file.resolve("hardware");
        assertThatThrownBy(() -> HardwareStore.save(under, "host", Machines.tight()))
                .isInstanceOf(IOException.class);
        try (Driver driver = DriverTesting.openOrSkip(() -> Drivers.open("opencl:pocl"))) {
            Hardware measured = Devices.measured(driver, under);
            CalibrationTest.sane(measured);
            assertThat(HardwareStore.load(under, "host")).isEmpty();
        }
    }

    @Test
    void savedDescriptionsAreNotMeasuredAgain() throws Exception {
        HardwareStore.save(folder, Hardwares.HOST, Machines.tight());
        try (Driver driver = DriverTesting.openOrSkip(() -> Drivers.open("opencl:pocl"))) {
            assertThat(Devices.measured(driver, folder)).isEqualTo(Machines.tight());
        }
    }
}
