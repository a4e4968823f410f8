package org.heddle.model.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.heddle.model.diagram.DType;

/// Arrays in NumPy's `.npy` files, format versions 1 to 3 (numpy.lib.format).
///
/// ```
///  \x93NUMPY  major minor  header length  {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }  spaces \n  data
/// ```
///
/// | dtype | written as | read from |
/// | --- | --- | --- |
/// | f64 f32 f16 i64 i32 i8 bool | `<f8 <f4 <f2 <i8 <i4 \|i1 \|b1` | the same |
/// | bf16 | `\|V2` | `V2`, and `<u2` where bf16 is asked for |
/// | f8e4m3, f8e5m2 | `\|V1` | `V1` and `\|u1`, where one of them is asked for; `<f1` is f8e5m2 |
///
/// NumPy has no bf16 and no f8: `array.view(ml_dtypes.bfloat16)` reads what Heddle writes, and Heddle reads what
/// `numpy.save` writes with ml_dtypes (`<V2` bfloat16, `<V1` float8_e4m3fn, `<f1` float8_e5m2). Big-endian and
/// Fortran-ordered arrays, and all other types, are refused.
public final class Npy {
    /// Above this size a file is mapped rather than read, so that only what is touched is loaded.
    private static final long MAP_ABOVE_BYTES = 64L << 20;

    private static final int CHUNK_BYTES = 1 << 26;

    private Npy() {}

    /// Reads a file whose header says which type it holds. The tensor is read-only, and large files are mapped: they
    /// must not be cut short while it is used ({@link #write} never does that).
    ///
    /// @throws NpyException where the file is not an `.npy` file of a supported kind, or has too few or too many bytes
    public static Tensor read(Path file) throws IOException, NpyException {
        return read(file, Optional.empty());
    }

    /// Reads a file; where its header only tells the width of an element (`V1`, `V2`, `u1`, `u2`), the elements are of
    /// the type asked for. A header that names a type is believed: the result is then of that type, which the caller
    /// compares with what it wants.
    ///
    /// @throws NpyException as {@link #read(Path)}
    public static Tensor read(Path file, DType opaqueAs) throws IOException, NpyException {
        return read(file, Optional.of(opaqueAs));
    }

    private static Tensor read(Path file, Optional<DType> opaqueAs)
            throws IOException, NpyException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = NpyHeader.read(file, channel);
            DType dtype = header.dtype(file, opaqueAs);
            long bytes = header.bytes(file, dtype);
            long available = channel.size() - channel.position();
            if (available != bytes) {
                throw NpyException.malformed(
                        file,
                        dtype
                                + header.shape().toString()
                                + " takes "
                                + bytes
                                + " bytes, the file has "
                                + available
                                + " after its header");
            }
            return Tensor.over(dtype, header.shape(), load(channel, bytes));
        }
    }

    private static MemorySegment load(FileChannel channel, long bytes) throws IOException {
        if (bytes > MAP_ABOVE_BYTES) {
            return channel.map(MapMode.READ_ONLY, channel.position(), bytes, Arena.ofAuto());
        }
        MemorySegment segment = Arena.ofAuto().allocate(bytes, 64);
        ByteBuffer buffer = segment.asByteBuffer();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        if (buffer.hasRemaining()) {
            throw new IOException("the file became shorter while it was read");
        }
        return segment.asReadOnly();
    }

    /// Writes a file, in place of one that is there. A reader sees the old file or the whole new one.
    public static void write(Path file, Tensor tensor) throws IOException {
        Path target = file.toAbsolutePath();
        Path directory =
                Optional.ofNullable(target.getParent())
                        .orElseThrow(() -> new IOException(file + " is a directory, not a file"));
        Path partial = Files.createTempFile(directory, "." + target.getFileName(), ".partial");
        try {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                writeFully(channel, ByteBuffer.wrap(NpyHeader.of(tensor).bytes()));
                for (long at = 0; at < tensor.bytes(); at += CHUNK_BYTES) {
                    long length = Math.min(CHUNK_BYTES, tensor.bytes() - at);
                    writeFully(channel, tensor.segment().asSlice(at, length).asByteBuffer());
                }
            }
            replace(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void replace(Path partial, Path target) throws IOException {
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
