package org.heddle.backend;

import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
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
        return HardwareBuilder.of(cpu)
                .name("cpu-" + lanes + "-" + localBytes)
                .local(level -> level.withCapacity(localBytes))
                .vectors(lanes, lanes == 16 ? 32 : 16)
                .build();
    }

    /// OpenCL on this machine's CPU; the test is skipped where there is none.
    public static Device pocl() throws DriverException {
        return DriverTesting.openOrSkip(() -> Devices.open("opencl:pocl"));
    }
}
