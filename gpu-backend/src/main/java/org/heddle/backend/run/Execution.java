package org.heddle.backend.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.KernelBuild;
import org.heddle.model.data.Tensor;

/// What a device gave back.
///
/// @param outputs by wire
/// @param seconds device time of each timed repetition, all kernels together; empty where the device has no clock worth showing
/// @param kernelSeconds for each kernel launch in order, the median of its device times
/// @param moved bytes counted per kernel, where the device counts
/// @param problems data races and invalid accesses, where the device looks for them
/// @param deviceBytes bytes of device memory taken
public record Execution(
        Map<String, Tensor> outputs,
        List<Double> seconds,
        List<Double> kernelSeconds,
        Optional<Map<String, Moved>> moved,
        List<String> problems,
        long deviceBytes,
        List<KernelBuild> builds) {
    public Execution {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        seconds = List.copyOf(seconds);
        kernelSeconds = List.copyOf(kernelSeconds);
        problems = List.copyOf(problems);
        builds = List.copyOf(builds);
    }
}
