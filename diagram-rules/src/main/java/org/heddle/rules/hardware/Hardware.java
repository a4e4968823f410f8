package org.heddle.rules.hardware;

import java.util.List;
import org.heddle.model.diagram.DType;

/// A machine as the cost model sees it.
///
/// @param units how many groups run at the same time: cores of a CPU, multiprocessors of a GPU
/// @param levels memories from the farthest to the nearest: global, local (shared memory of a group), registers
/// @param pipes what the machine computes per second, all units together
/// @param vectorLanes f32 elements of one vector register; 1 where a group is made of threads
/// @param vectorRegisters registers of one thread (of 4 bytes per lane)
/// @param threadsPerGroup threads that work on one group; 1 where a group is one thread with vectors
/// @param launchSeconds from the launch of an empty kernel to its end
/// @param source where the numbers come from, as a whole; levels and pipes name their own
public record Hardware(
        String format,
        String name,
        String description,
        Execution execution,
        int units,
        List<Level> levels,
        List<Pipe> pipes,
        int vectorLanes,
        int vectorRegisters,
        int threadsPerGroup,
        double launchSeconds,
        String source) {
    public static final String FORMAT = "heddle-hardware/1";

    public Hardware {
        levels = List.copyOf(levels);
        pipes = List.copyOf(pipes);
    }

    /// How a group computes.
    public enum Execution {
        /// One thread with vector registers, as on a CPU core.
        SIMD,
        /// Many threads that share local memory, as on a GPU.
        SIMT
    }

    /// A memory.
    ///
    /// @param capacityBytes bytes per group (of the whole device for the first level)
    /// @param bytesPerSecond transfer rate towards the next nearer level, all units together
    /// @param granularityBytes bytes that a transfer moves at least, and whole multiples of; a cache line or a memory sector
    public record Level(
            String name,
            long capacityBytes,
            double bytesPerSecond,
            int granularityBytes,
            String source) {
        /// A level that transfers any number of bytes.
        public Level(String name, long capacityBytes, double bytesPerSecond, String source) {
            this(name, capacityBytes, bytesPerSecond, 1, source);
        }

        /// Bytes that the level is busy with when runs of neighbouring bytes are transferred.
        ///
        /// @param bytes all bytes asked for
        /// @param run length of each run in bytes
        public double busyBytes(double bytes, double run) {
            return run <= 0
                    ? bytes
                    : bytes * Math.ceil(run / granularityBytes) * granularityBytes / run;
        }
    }

    /// An arithmetic unit.
    ///
    /// @param name `fma` (two operations per multiply-add are counted) or `special` (exponentials and the like)
    /// @param perSecond operations per second, all units together
    public record Pipe(String name, DType dtype, double perSecond, String source) {}

    public Level global() {
        return levels.getFirst();
    }

    /// The level that tiles live in.
    public Level local() {
        return levels.get(1);
    }

    /// Operations per second of a pipe for an element type.
    ///
    /// @throws IllegalArgumentException where the file has no such pipe
    public double rate(String pipe, DType dtype) {
        return pipes.stream()
                .filter(p -> p.name().equals(pipe) && p.dtype() == dtype)
                .mapToDouble(Pipe::perSecond)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "hardware "
                                                + name
                                                + " has no pipe '"
                                                + pipe
                                                + "' for "
                                                + dtype));
    }

    /// Lanes of a vector register for an element type; at least 1.
    public int lanes(DType dtype) {
        return Math.max(1, vectorLanes * 4 / Math.max(4, dtype.bytes()));
    }
}
