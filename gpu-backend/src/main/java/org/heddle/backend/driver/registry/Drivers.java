package org.heddle.backend.driver.registry;

import java.util.List;
import org.heddle.backend.driver.Availability;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.cuda.CudaDriver;
import org.heddle.backend.driver.opencl.OpenClDriver;
import org.heddle.backend.driver.simulate.SimulateDriver;

/// Opens drivers by device string.
///
/// | device | opens |
/// | --- | --- |
/// | `opencl` | an OpenCL GPU if there is one, else any OpenCL device |
/// | `opencl:NAME` | the OpenCL device whose platform or device name contains NAME; `pocl` works |
/// | `cuda`, `cuda:N` | NVIDIA GPU number N, 0 if not given |
/// | `simulate` | oclgrind |
public final class Drivers {
    /// The kinds of device, as device strings begin.
    public static final List<String> KINDS = List.of("opencl", "cuda", "simulate");

    private Drivers() {}

    /// Opens a device.
    ///
    /// @throws DriverException MISSING_DEVICE or MISSING_TOOL, with a hint what to install; never
    ///     another device instead
    public static Driver open(String device) throws DriverException {
        int colon = device.indexOf(':');
        String kind = colon < 0 ? device : device.substring(0, colon);
        String selector = colon < 0 ? "" : device.substring(colon + 1);
        return switch (kind) {
            case "opencl" -> OpenClDriver.open(selector);
            case "cuda" -> CudaDriver.open(ordinal(device, selector));
            case "simulate" -> {
                if (!selector.isEmpty()) {
                    throw unknown(device);
                }
                yield SimulateDriver.open();
            }
            default -> throw unknown(device);
        };
    }

    private static int ordinal(String device, String selector) throws DriverException {
        if (selector.isEmpty()) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(selector);
        } catch (NumberFormatException e) {
            throw unknown(device);
        }
    }

    private static DriverException unknown(String device) {
        return new DriverException(
                DriverException.Kind.MISSING_DEVICE,
                "no device is called '" + device + "'",
                "devices are named interp, opencl, opencl:<part of a name>, cuda, cuda:<number>,"
                        + " simulate");
    }

    /// What can be opened here, one entry per kind, in the order of {@link #KINDS}. Never throws.
    /// Asking loads the native libraries of OpenCL and CUDA where they are installed.
    public static List<Availability> list() {
        return List.of(
                ask("opencl", OpenClDriver::devices),
                ask("cuda", CudaDriver::devices),
                ask("simulate", Drivers::simulator));
    }

    private static List<DriverInfo> simulator() throws DriverException {
        try (SimulateDriver driver = SimulateDriver.open()) {
            return List.of(driver.info());
        }
    }

    /// A question that fails where there is no such device.
    private interface Question {
        List<DriverInfo> ask() throws DriverException;
    }

    private static Availability ask(String kind, Question question) {
        try {
            return new Availability.Available(kind, question.ask());
        } catch (DriverException e) {
            return new Availability.Unavailable(kind, String.valueOf(e.getMessage()), e.hint());
        }
    }
}
