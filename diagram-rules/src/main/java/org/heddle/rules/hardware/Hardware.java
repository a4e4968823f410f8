package org.heddle.rules.hardware;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.DType;

/// A machine as the cost model sees it. `docs/hardware.md` tells of every number what it means and how it is checked.
///
/// @param units how many groups run at the same time: cores of a CPU, multiprocessors of a GPU
/// @param clockHertz the clock that rates are at
/// @param levels memories, each after the one that feeds it: global first, registers last
/// @param exchanges transfers between siblings of a level
/// @param pipes what the machine computes per second, all units together
/// @param instructions shapes of matrix instructions
/// @param vectorLanes f32 elements of one vector register; 1 where a group is made of threads
/// @param vectorRegisters registers of one thread (of 4 bytes per lane)
/// @param threadsPerGroup threads that work on one group; 1 where a group is one thread with vectors
/// @param launchSeconds from the launch of an empty kernel to its end
/// @param timing numbers of the time model by {@link TimeConstant#key}, as far as they are known of this machine
/// @param sources where the numbers of this record are from, by name; levels, exchanges, pipes, instructions, limits and the numbers of the time model name their own
/// @param source where the numbers come from, as a whole
public record Hardware(
        String format,
        String name,
        String description,
        Execution execution,
        int units,
        double clockHertz,
        List<Level> levels,
        List<Exchange> exchanges,
        List<Pipe> pipes,
        List<Instruction> instructions,
        Limits limits,
        int vectorLanes,
        int vectorRegisters,
        int threadsPerGroup,
        double launchSeconds,
        Optional<Map<String, Constant>> timing,
        Map<String, String> sources,
        String source) {
    public static final String FORMAT = "heddle-hardware/1";

    public Hardware {
        levels = List.copyOf(levels);
        exchanges = List.copyOf(exchanges);
        pipes = List.copyOf(pipes);
        instructions = List.copyOf(instructions);
        timing = timing.map(all -> Collections.unmodifiableMap(new LinkedHashMap<>(all)));
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }

    /// A number of the time model.
    public record Constant(double value, String source) {}

    /// A number of the time model; what it is usually where the description does not give it.
    public double constant(TimeConstant which) {
        Constant given = timing.orElse(Map.of()).get(which.key());
        return given == null ? which.usual() : given.value();
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
    /// @param scope who shares one of it
    /// @param parent the level that feeds it; empty for the first
    /// @param count how many of it the device has
    /// @param capacityBytes bytes of one
    /// @param bytesPerSecond transfer rate towards the next nearer level, all of them together
    /// @param granularityBytes bytes that a transfer moves at least, and whole multiples of; a cache line or a memory sector
    public record Level(
            String name,
            Scope scope,
            Optional<String> parent,
            int count,
            long capacityBytes,
            double bytesPerSecond,
            int granularityBytes,
            String source) {
        public Level withCapacity(long bytes) {
            return new Level(
                    name, scope, parent, count, bytes, bytesPerSecond, granularityBytes, source);
        }

        public Level withCount(int newCount) {
            return new Level(
                    name,
                    scope,
                    parent,
                    newCount,
                    capacityBytes,
                    bytesPerSecond,
                    granularityBytes,
                    source);
        }

        /// The level with another rate and granularity.
        public Level transferring(double newBytesPerSecond, int newGranularityBytes) {
            return new Level(
                    name,
                    scope,
                    parent,
                    count,
                    capacityBytes,
                    newBytesPerSecond,
                    newGranularityBytes,
                    source);
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
    /// @param name `fma` (two operations per multiply-add are counted), `special` (exponentials and the like) or `matrix` (two operations per multiply-add)
    /// @param perSecond operations per second, all units together
    public record Pipe(String name, DType dtype, double perSecond, String source) {}

    public Level global() {
        return levels.getFirst();
    }

    /// The level that tiles live in: the first that belongs to one group.
    public Level local() {
        return first(Scope.GROUP);
    }

    /// The registers of one thread.
    public Level registers() {
        return first(Scope.THREAD);
    }

    private Level first(Scope scope) {
        return levels.stream()
                .filter(level -> level.scope() == scope)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "hardware " + name + " has no level of scope " + scope));
    }

    /// A level by name.
    public Optional<Level> level(String called) {
        return levels.stream().filter(level -> level.name().equals(called)).findFirst();
    }

    /// Operations per second of a pipe for an element type; empty where the machine has no such pipe.
    public Optional<Pipe> pipe(String called, DType dtype) {
        return pipes.stream()
                .filter(p -> p.name().equals(called) && p.dtype() == dtype)
                .findFirst();
    }

    /// Operations per second of a pipe for an element type.
    ///
    /// @throws IllegalArgumentException where the file has no such pipe
    public double rate(String pipe, DType dtype) {
        return pipe(pipe, dtype)
                .map(Pipe::perSecond)
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
