package org.heddle.backend.driver.cuda;

import jcuda.CudaException;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;

/// JCuda's exceptions, whose message is the name of the error code, as {@link DriverException}s.
final class CudaErrors {
    private CudaErrors() {}

    /// @param doing what was attempted, as in `launching kernel 'fused' (16x1x1 blocks of 128x1x1)`
    static DriverException translate(String doing, CudaException error) {
        String code = String.valueOf(error.getMessage());
        String message = doing + ": " + code;
        return switch (code) {
            case "CUDA_ERROR_OUT_OF_MEMORY" ->
                    new DriverException(Kind.OUT_OF_MEMORY, message, "use smaller sizes", error);
            case "CUDA_ERROR_NO_BINARY_FOR_GPU",
                    "CUDA_ERROR_INVALID_IMAGE",
                    "CUDA_ERROR_INVALID_SOURCE" ->
                    new DriverException(
                            Kind.BUILD_FAILED,
                            message,
                            "the compiler is newer than the driver knows, or built for another"
                                    + " GPU",
                            error);
            case "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", "CUDA_ERROR_INVALID_VALUE" ->
                    new DriverException(
                            Kind.LAUNCH_FAILED,
                            message,
                            "the block needs more registers, threads or shared memory than the"
                                    + " GPU has: choose smaller tiles",
                            error);
            case "CUDA_ERROR_ILLEGAL_ADDRESS",
                    "CUDA_ERROR_MISALIGNED_ADDRESS",
                    "CUDA_ERROR_ILLEGAL_INSTRUCTION",
                    "CUDA_ERROR_LAUNCH_FAILED",
                    "CUDA_ERROR_HARDWARE_STACK_ERROR",
                    "CUDA_ERROR_LAUNCH_TIMEOUT" ->
                    new DriverException(
                            Kind.LAUNCH_FAILED,
                            message,
                            "the kernel itself failed, and the GPU context with it: start a new"
                                    + " process; compute-sanitizer shows the access",
                            error);
            default -> new DriverException(Kind.LAUNCH_FAILED, message, "", error);
        };
    }

    /// Releases something; a failure to do so changes nothing for the user.
    static void quietly(Runnable release) {
        try {
            release.run();
        } catch (CudaException ignored) {
            // After a failed kernel every call fails: the first, telling error is on its way out.
        }
    }
}
