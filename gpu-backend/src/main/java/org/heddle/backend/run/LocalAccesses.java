package org.heddle.backend.run;

/// Bytes of local memory that the loads and stores of a kernel's text move, compiled as they are written.
///
/// Of kernels of vectors they are those of its tile program. Kernels of threads read operands again for the elements of a register piece, and leave it to the compiler to keep them.
public record LocalAccesses(long read, long written) {
    public long bytes() {
        return read + written;
    }
}
