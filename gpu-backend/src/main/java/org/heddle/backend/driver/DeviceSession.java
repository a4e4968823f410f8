package org.heddle.backend.driver;

import java.nio.ByteBuffer;
import java.util.List;

/// One run's hold on a device: the steps that {@link RunSequence} puts in order. Buffers are named.
/// Closing releases buffers, kernels and events, and never throws.
public interface DeviceSession extends AutoCloseable {

    /// Allocates device memory for a buffer.
    ///
    /// @throws DriverException OUT_OF_MEMORY, with the numbers
    void allocate(BufferSpec buffer) throws DriverException;

    /// Copies a direct byte buffer to the device, from its position 0 to its limit, and waits.
    ///
    /// @param offset first byte written in the device buffer
    void upload(String buffer, long offset, ByteBuffer direct) throws DriverException;

    /// Copies from the device into a direct byte buffer, from its position 0 to its limit, and
    /// waits.
    void download(String buffer, long offset, ByteBuffer direct) throws DriverException;

    /// Fills a buffer with bytes `0xFF`. Ordered before what follows, but need not have happened
    /// when the call returns.
    void poison(String buffer) throws DriverException;

    /// Compiles the kernels.
    ///
    /// @return one build per kernel, in order
    /// @throws DriverException BUILD_FAILED, its message quoting the offending line
    List<KernelBuild> build(List<KernelText> kernels) throws DriverException;

    /// Binds launches to their kernels and arguments, once, so that {@link #launchAll} is quick.
    void prepare(List<Launch> launches) throws DriverException;

    /// Runs the prepared launches in order and waits.
    ///
    /// @return device seconds per launch
    List<Double> launchAll() throws DriverException;

    /// Device memory allocated so far, in bytes.
    long allocatedBytes();

    @Override
    void close();
}
