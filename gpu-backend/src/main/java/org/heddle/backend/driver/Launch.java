package org.heddle.backend.driver;

import java.util.List;

/// One launch of one kernel.
///
/// @param entry the kernel's entry name
/// @param grid groups (CUDA: blocks) per dimension
/// @param block work-items (CUDA: threads) of a group per dimension
/// @param dynamicSharedBytes CUDA: bytes of `extern __shared__` memory per block. OpenCL kernels
///     declare their local arrays themselves: there it must be 0
/// @param arguments in the order of the kernel's parameters
public record Launch(
        String entry, Dim3 grid, Dim3 block, long dynamicSharedBytes, List<Argument> arguments) {
    public Launch {
        if (dynamicSharedBytes < 0 || dynamicSharedBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "kernel '" + entry + "': " + dynamicSharedBytes + " bytes of shared memory");
        }
        arguments = List.copyOf(arguments);
    }

    public Launch(String entry, Dim3 grid, Dim3 block, Argument... arguments) {
        this(entry, grid, block, 0, List.of(arguments));
    }
}
