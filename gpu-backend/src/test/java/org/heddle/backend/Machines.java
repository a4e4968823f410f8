package org.heddle.backend;

import java.util.List;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;

/// CPUs to compile for, the same on every machine that runs the tests.
public final class Machines {
    private Machines() {}

    /// Much local memory: few blocks.
    public static Hardware roomy() {
        return cpu(16, 512 << 10);
    }

    /// Little local memory: axes are cut, and blocks at their ends are short.
    public static Hardware tight() {
        return cpu(8, 6 << 10);
    }

    public static Hardware cpu(int lanes, long localBytes) {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        Hardware.Level local = cpu.local();
        List<Hardware.Level> levels =
                List.of(
                        cpu.global(),
                        new Hardware.Level(
                                local.name(),
                                localBytes,
                                local.bytesPerSecond(),
                                local.granularityBytes(),
                                "for tests"),
                        cpu.levels().getLast());
        return new Hardware(
                cpu.format(),
                "cpu-" + lanes + "-" + localBytes,
                cpu.description(),
                cpu.execution(),
                cpu.units(),
                levels,
                cpu.pipes(),
                lanes,
                lanes == 16 ? 32 : 16,
                cpu.threadsPerGroup(),
                cpu.launchSeconds(),
                cpu.source());
    }

    /// OpenCL on this machine's CPU; the test is skipped where there is none.
    public static Device pocl() throws DriverException {
        return DriverTesting.openOrSkip(() -> Devices.open("opencl:pocl"));
    }
}
