package org.heddle.backend.driver;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The order of a run, the same on every device:
///
/// ```
///  build ─► allocate ─► upload inputs, poison the rest ─► prepare
///     ─► pass ─► download outputs                 the results
///     ─► pass × warmups
///     ─► (flush caches ─► timed pass) × repetitions
/// ```
///
/// A *pass* is all launches in order. Results are read before anything is timed: a program that is
/// not idempotent (it accumulates into its output) still gives its first answer.
public final class RunSequence {
    private static final String FLUSH = "(cache flush)";

    private RunSequence() {}

    /// Runs a program in a fresh session, which the caller closes.
    ///
    /// @throws DriverException if any step fails
    /// @throws IllegalArgumentException if `inputs` does not fit the program's INPUT buffers
    public static RunResult run(
            DeviceSession session,
            HostProgram program,
            Map<String, MemorySegment> inputs,
            RunOptions options)
            throws DriverException {
        requireInputs(program, inputs);
        List<KernelBuild> builds = session.build(program.kernels());
        for (BufferSpec buffer : program.buffers()) {
            session.allocate(buffer);
            fill(session, buffer, inputs);
        }
        long deviceBytes = session.allocatedBytes();
        session.prepare(program.launches());
        session.launchAll();
        Map<String, MemorySegment> outputs = download(session, program);

        for (int i = 0; i < options.warmups(); i++) {
            session.launchAll();
        }
        if (options.repetitions() > 0 && options.flushBytes() > 0) {
            session.allocate(
                    new BufferSpec(FLUSH, options.flushBytes(), BufferSpec.Role.WORKSPACE));
        }
        List<List<Double>> launchSeconds = new ArrayList<>();
        List<Double> wallSeconds = new ArrayList<>();
        for (int i = 0; i < options.repetitions(); i++) {
            long start = System.nanoTime();
            if (options.flushBytes() > 0) {
                session.poison(FLUSH);
            }
            launchSeconds.add(session.launchAll());
            wallSeconds.add((System.nanoTime() - start) * 1e-9);
        }
        return new RunResult(
                outputs, launchSeconds, wallSeconds, builds, deviceBytes, Optional.empty());
    }

    /// Checks that there is one input segment of the right size per INPUT buffer, and none besides.
    ///
    /// @throws IllegalArgumentException naming the buffer and both sizes
    public static void requireInputs(HostProgram program, Map<String, MemorySegment> inputs) {
        List<BufferSpec> expected = program.buffers(BufferSpec.Role.INPUT);
        for (BufferSpec buffer : expected) {
            MemorySegment input = inputs.get(buffer.name());
            if (input == null) {
                throw new IllegalArgumentException(
                        "input '" + buffer.name() + "' is missing, given are " + inputs.keySet());
            }
            if (input.byteSize() != buffer.bytes()) {
                throw new IllegalArgumentException(
                        "input '"
                                + buffer.name()
                                + "' has "
                                + input.byteSize()
                                + " bytes, its buffer "
                                + buffer.bytes());
            }
        }
        if (inputs.size() != expected.size()) {
            throw new IllegalArgumentException(
                    "inputs "
                            + inputs.keySet()
                            + " given, the program takes "
                            + expected.stream().map(BufferSpec::name).toList());
        }
    }

    private static void fill(
            DeviceSession session, BufferSpec buffer, Map<String, MemorySegment> inputs)
            throws DriverException {
        if (buffer.bytes() == 0) {
            return;
        }
        MemorySegment input = inputs.get(buffer.name());
        if (input == null) {
            session.poison(buffer.name());
        } else {
            HostMemory.upload(session, buffer.name(), input);
        }
    }

    private static Map<String, MemorySegment> download(DeviceSession session, HostProgram program)
            throws DriverException {
        Map<String, MemorySegment> outputs = new LinkedHashMap<>();
        for (BufferSpec buffer : program.buffers(BufferSpec.Role.OUTPUT)) {
            MemorySegment output = HostMemory.allocate(buffer.name(), buffer.bytes());
            HostMemory.download(session, buffer.name(), output);
            outputs.put(buffer.name(), output);
        }
        return outputs;
    }
}
