package org.heddle.backend.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.heddle.backend.driver.KernelBuild;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;

/// What a device gave back.
///
/// @param outputs by wire
/// @param seconds device time of each timed repetition, all kernels together; empty where the device has no clock worth showing
/// @param kernelSeconds for each kernel launch in order, the median of its device times
/// @param moved bytes counted per kernel, where the device counts
/// @param accesses of local memory per kernel, where the device counts those of its text
/// @param problems data races and invalid accesses, where the device looks for them; an integer in an output that kernels do not hold exactly
/// @param deviceBytes bytes of device memory taken
public record Execution(
        Map<String, Tensor> outputs,
        List<Double> seconds,
        List<Double> kernelSeconds,
        Optional<Map<String, Moved>> moved,
        Map<String, LocalAccesses> accesses,
        List<String> problems,
        long deviceBytes,
        List<KernelBuild> builds) {
    public Execution {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        accesses = Map.copyOf(accesses);
        seconds = List.copyOf(seconds);
        kernelSeconds = List.copyOf(kernelSeconds);
        problems =
                Stream.concat(
                                problems.stream(),
                                outputs.entrySet().stream().flatMap(Execution::inexact))
                        .toList();
        builds = List.copyOf(builds);
    }

    /// An integer that is too large to be exact, and says that those before it may have been, too.
    private static Stream<String> inexact(Map.Entry<String, Tensor> output) {
        Tensor tensor = output.getValue();
        if (tensor.dtype() != DType.I64) {
            return Stream.empty();
        }
        return LongStream.range(0, tensor.elements())
                .filter(i -> Math.abs(tensor.get(i)) >= DType.EXACT_INTEGERS)
                .limit(1)
                .mapToObj(
                        i ->
                                "element %d of output %s is %.0f; integers are exact below 2^53 = %.0f in magnitude"
                                        .formatted(
                                                i,
                                                output.getKey(),
                                                tensor.get(i),
                                                DType.EXACT_INTEGERS));
    }
}
