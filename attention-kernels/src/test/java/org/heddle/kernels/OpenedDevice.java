package org.heddle.kernels;

import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;

/// A device where it is installed, else a visible skip.
record OpenedDevice(Optional<Device> device) implements AutoCloseable {
    static OpenedDevice openCl() {
        try {
            return new OpenedDevice(Optional.of(Devices.open("opencl:pocl")));
        } catch (DriverException e) {
            System.out.println("[SKIP] " + e.getMessage() + ": " + e.hint());
            return new OpenedDevice(Optional.empty());
        }
    }

    @Override
    public void close() {
        device.ifPresent(Device::close);
    }
}
