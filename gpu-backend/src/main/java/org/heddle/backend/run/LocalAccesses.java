package org.heddle.backend.run;

/// Bytes of local memory that the loads and stores of a kernel's text move, as a compiler has left them.
///
/// They are those of its tile program where blocks are whole vectors and register pieces, and every step is a sum of products, a load or a store. Else vectors reach beyond the ends of blocks, a number
/// that a row shares is read for each of its vectors, and what one step leaves for the next may stay in a register.
public record LocalAccesses(long read, long written) {
    public long bytes() {
        return read + written;
    }
}
