package org.heddle.rules.derive;

import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.stream.StreamForm;

/// A derivation: what was given, the steps, the kernels in launch order, and why it ended.
public record Derivation(
        Diagram source,
        Sizes sizes,
        Hardware hardware,
        List<Step> steps,
        Diagram result,
        List<Kernel> kernels,
        String stopReason) {
    public Derivation {
        steps = List.copyOf(steps);
        kernels = List.copyOf(kernels);
    }

    /// The same with the cost of the blocks that inputs leave.
    ///
    /// @param inputs by wire
    public Derivation given(Map<String, Tensor> inputs) {
        return new Derivation(
                source,
                sizes,
                hardware,
                steps,
                result,
                kernels.stream().map(kernel -> kernel.given(inputs)).toList(),
                stopReason);
    }

    /// Whether every kernel reads its items once.
    public boolean onePass() {
        return kernels.stream().allMatch(kernel -> kernel.form().onePass());
    }

    /// The largest number of passes of a kernel.
    public int passes() {
        return kernels.stream().mapToInt(kernel -> kernel.form().passes()).max().orElse(0);
    }

    /// Why reductions needed a further pass, over all kernels.
    public List<StreamForm.Refusal> refusals() {
        return kernels.stream().flatMap(kernel -> kernel.form().refusals().stream()).toList();
    }

    /// Global bytes of all kernels as scheduled.
    public long scheduledBytes() {
        return kernels.stream().mapToLong(k -> k.schedule().cost().globalBytes()).sum();
    }

    /// Predicted time of all kernels, one after the other.
    public double seconds() {
        return kernels.stream().mapToDouble(k -> k.schedule().cost().seconds()).sum();
    }
}
