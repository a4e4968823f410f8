package org.heddle.backend.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Moves host segments of any size to and from a device in pieces that fit a direct byte buffer.
///
/// ```
///  native segment  ──slices of 1 GiB──►  direct buffer views          (no copy)
///  heap segment    ──64 MiB at a time──► one native staging buffer
/// ```
public final class HostMemory {
    static final long CHUNK_BYTES = 1L << 30;
    static final long STAGING_BYTES = 64L << 20;

    private HostMemory() {}

    /// Native memory that lives as long as it is reachable, zeroed.
    ///
    /// @throws DriverException OUT_OF_MEMORY
    public static MemorySegment allocate(String name, long bytes) throws DriverException {
        try {
            return Arena.ofAuto().allocate(bytes, 64);
        } catch (OutOfMemoryError e) {
            throw new DriverException(
                    DriverException.Kind.OUT_OF_MEMORY,
                    "no host memory for output '" + name + "' (" + bytes + " bytes)",
                    "raise the JVM's limit with -XX:MaxDirectMemorySize=<bytes>, or use smaller"
                            + " sizes",
                    e);
        }
    }

    static void upload(DeviceSession session, String buffer, MemorySegment from)
            throws DriverException {
        if (from.isNative()) {
            for (long offset = 0; offset < from.byteSize(); offset += CHUNK_BYTES) {
                session.upload(buffer, offset, view(from, offset, CHUNK_BYTES));
            }
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment staging = arena.allocate(Math.min(STAGING_BYTES, from.byteSize()), 64);
            for (long offset = 0; offset < from.byteSize(); offset += STAGING_BYTES) {
                long bytes = Math.min(STAGING_BYTES, from.byteSize() - offset);
                MemorySegment.copy(from, offset, staging, 0, bytes);
                session.upload(buffer, offset, view(staging, 0, bytes));
            }
        }
    }

    /// Copies a device buffer to a native segment.
    static void download(DeviceSession session, String buffer, MemorySegment to)
            throws DriverException {
        for (long offset = 0; offset < to.byteSize(); offset += CHUNK_BYTES) {
            session.download(buffer, offset, view(to, offset, CHUNK_BYTES));
        }
    }

    private static ByteBuffer view(MemorySegment segment, long offset, long atMostBytes) {
        long bytes = Math.min(atMostBytes, segment.byteSize() - offset);
        return segment.asSlice(offset, bytes).asByteBuffer();
    }
}
