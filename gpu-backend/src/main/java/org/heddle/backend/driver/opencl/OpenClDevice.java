package org.heddle.backend.driver.opencl;

import java.util.Locale;
import org.heddle.backend.driver.DriverInfo;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/// A device of an OpenCL platform.
///
/// @param maxAllocationBytes largest single buffer
record OpenClDevice(
        cl_platform_id platform, cl_device_id device, DriverInfo info, long maxAllocationBytes) {
    static final String POCL_PLATFORM = "portable computing language";

    /// Whether a selector means this device: a part of platform or device name, in any case;
    /// `pocl` stands for its platform's long name; the empty selector means any device.
    boolean matches(String selector) {
        String wanted = selector.toLowerCase(Locale.ROOT).strip();
        String names = (info.platform() + " " + info.name()).toLowerCase(Locale.ROOT);
        return names.contains(wanted) || (wanted.equals("pocl") && names.contains(POCL_PLATFORM));
    }
}
