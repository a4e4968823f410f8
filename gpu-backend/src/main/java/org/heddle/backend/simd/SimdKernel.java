package org.heddle.backend.simd;

/// A kernel for a CPU as OpenCL C.
///
/// @param entry the kernel's name
/// @param source the text
/// @param groups number of work-groups, each of one work-item
/// @param localBytes bytes of its `__local` arrays
public record SimdKernel(String entry, String source, long groups, long localBytes) {}
