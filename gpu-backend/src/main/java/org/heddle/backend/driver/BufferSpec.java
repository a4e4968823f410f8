package org.heddle.backend.driver;

/// A named buffer in device memory.
///
/// @param name unique in its program
/// @param bytes size; 0 is allowed
/// @param role what the host does with it
public record BufferSpec(String name, long bytes, Role role) {

    /// What the host does with a buffer. Whatever is not an input is poisoned (bytes `0xFF`, a NaN
    /// in every floating format) before the first launch, so that an unwritten element shows.
    public enum Role {
        /// Filled from the host before the first launch.
        INPUT,
        /// Poisoned, written by the kernels, and copied to the host after the first pass.
        OUTPUT,
        /// Poisoned, and never copied: scratch between launches.
        WORKSPACE
    }

    public BufferSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a buffer needs a name");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("buffer '" + name + "' has " + bytes + " bytes");
        }
    }
}
