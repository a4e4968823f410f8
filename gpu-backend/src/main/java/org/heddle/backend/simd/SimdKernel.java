package org.heddle.backend.simd;

import org.heddle.backend.code.Traced;

/// A kernel for a CPU as OpenCL C.
///
/// @param entry the kernel's name
/// @param traced the text, with what its lines are there for
/// @param groups number of work-groups, each of one work-item
/// @param localBytes bytes of its `__local` arrays
public record SimdKernel(String entry, Traced traced, long groups, long localBytes) {
    /// The text.
    public String source() {
        return traced.text();
    }
}
