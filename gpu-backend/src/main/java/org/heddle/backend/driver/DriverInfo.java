package org.heddle.backend.driver;

/// What a device is and what it offers.
///
/// @param device the string that opens it again: `opencl:pocl`, `cuda:0`, `simulate`
/// @param platform OpenCL platform name, or `NVIDIA CUDA`
/// @param name the device's own name
/// @param version of driver and language, as the platform words it
/// @param architecture CUDA: the target for the compiler, as in `90a`; OpenCL: the language
///     version, as in `OpenCL C 1.2`
/// @param computeUnits OpenCL compute units, CUDA streaming multiprocessors
/// @param localBytes OpenCL local memory, CUDA shared memory, that one group can have
/// @param maxGroupSize work-items (threads) of one group at most
/// @param globalBytes device memory
/// @param fp16 whether kernels can compute in half precision
/// @param fp64 whether kernels can compute in double precision
/// @param isGpu whether it is a graphics processor, rather than a CPU or a simulator of kernels
public record DriverInfo(
        String device,
        String platform,
        String name,
        String version,
        String architecture,
        int computeUnits,
        long localBytes,
        long maxGroupSize,
        long globalBytes,
        boolean fp16,
        boolean fp64,
        boolean isGpu) {}
