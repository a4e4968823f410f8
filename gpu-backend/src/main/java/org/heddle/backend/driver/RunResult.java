package org.heddle.backend.driver;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a run gave.
///
/// @param outputs the OUTPUT buffers after the first pass, in declaration order; native memory that
///     lives as long as the segment is reachable
/// @param launchSeconds device time: per repetition, per launch
/// @param wallSeconds host time per repetition, from the first enqueue until all is done (a flush
///     included)
/// @param builds one per kernel
/// @param deviceBytesAllocated device memory taken for the buffers
/// @param counters bytes, races and invalid accesses, where the device counts them
public record RunResult(
        Map<String, MemorySegment> outputs,
        List<List<Double>> launchSeconds,
        List<Double> wallSeconds,
        List<KernelBuild> builds,
        long deviceBytesAllocated,
        Optional<Counters> counters) {
    public RunResult {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        launchSeconds = launchSeconds.stream().map(List::copyOf).toList();
        wallSeconds = List.copyOf(wallSeconds);
        builds = List.copyOf(builds);
    }

    /// The output of that name.
    ///
    /// @throws IllegalArgumentException if the program has no such output
    public MemorySegment output(String name) {
        MemorySegment output = outputs.get(name);
        if (output == null) {
            throw new IllegalArgumentException(
                    "no output '" + name + "', the outputs are " + outputs.keySet());
        }
        return output;
    }

    /// Device seconds of a pass, all launches summed: one per repetition.
    public List<Double> passSeconds() {
        Stream<Double> sums =
                launchSeconds.stream()
                        .map(pass -> pass.stream().mapToDouble(Double::doubleValue).sum());
        return sums.toList();
    }
}
