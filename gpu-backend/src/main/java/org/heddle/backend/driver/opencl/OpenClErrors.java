package org.heddle.backend.driver.opencl;

import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.jocl.CL;
import org.jocl.CLException;

/// OpenCL status codes as {@link DriverException}s.
final class OpenClErrors {
    private OpenClErrors() {}

    /// @param doing what was attempted, as in `launching kernel 'fused' (16x1x1 groups of 64x1x1)`
    static DriverException translate(String doing, CLException error) {
        String message = doing + ": " + error.getMessage();
        return switch (error.getStatus()) {
            case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
                    CL.CL_OUT_OF_HOST_MEMORY,
                    CL.CL_INVALID_BUFFER_SIZE ->
                    new DriverException(Kind.OUT_OF_MEMORY, message, "use smaller sizes", error);
            case CL.CL_OUT_OF_RESOURCES ->
                    new DriverException(
                            Kind.LAUNCH_FAILED,
                            message,
                            "the group needs more registers or local memory than the device has:"
                                    + " choose smaller tiles or fewer work-items per group",
                            error);
            case CL.CL_INVALID_ARG_SIZE, CL.CL_INVALID_ARG_VALUE, CL.CL_INVALID_KERNEL_ARGS ->
                    new DriverException(
                            Kind.LAUNCH_FAILED,
                            message,
                            "the launch's arguments do not fit the kernel's parameters",
                            error);
            default -> new DriverException(Kind.LAUNCH_FAILED, message, "", error);
        };
    }

    /// Releases something; a failure to do so changes nothing for the user.
    static void quietly(Runnable release) {
        try {
            release.run();
        } catch (CLException ignored) {
            // The object is gone either way; an earlier, more telling error is on its way out.
        }
    }
}
