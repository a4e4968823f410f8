package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.stream.StreamForm;

/// A derivation: what was given, the steps, the kernels in launch order, what they read again, and why it ended.
public record Derivation(
        Diagram source,
        Sizes sizes,
        Hardware hardware,
        List<Step> steps,
        Diagram result,
        List<Kernel> kernels,
        List<Again> again,
        String stopReason) {
    public Derivation {
        steps = List.copyOf(steps);
        kernels = List.copyOf(kernels);
        again = List.copyOf(again);
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
                again,
                stopReason);
    }

    /// The same kernels in the same blocks, costed for another machine.
    ///
    /// @param other with local memory for them
    public Derivation on(Hardware other) {
        return new Derivation(
                source,
                sizes,
                other,
                steps,
                result,
                kernels.stream().map(kernel -> kernel.on(other, source)).toList(),
                again,
                stopReason);
    }

    /// Whether items go by once, as far as one kernel could do the work of those that read them again.
    public boolean onePass() {
        return furtherPasses().isEmpty();
    }

    /// How often items go by: 1 where {@link #onePass}, 0 where nothing is streamed.
    public int passes() {
        int streamed = kernels.stream().anyMatch(kernel -> kernel.form().passes() > 0) ? 1 : 0;
        return furtherPasses().stream().mapToInt(FurtherPasses::passes).reduce(streamed, Math::max);
    }

    /// Work whose items go by more than once, however it is cut.
    ///
    /// @param kernels one, or two that read the same in turn
    /// @param passes as few as were found
    /// @param refusals why they are so many
    public record FurtherPasses(
            List<String> kernels, int passes, List<StreamForm.Refusal> refusals) {
        public FurtherPasses {
            kernels = List.copyOf(kernels);
            refusals = List.copyOf(refusals);
        }
    }

    /// Every kernel, and every two kernels together with what is between them, that need a further pass.
    public List<FurtherPasses> furtherPasses() {
        List<FurtherPasses> found = new ArrayList<>();
        for (Again repeated : again) {
            if (repeated.why() instanceof Again.Refused(int passes, var refusals)) {
                found.add(new FurtherPasses(repeated.kernels(), passes, refusals));
            }
        }
        return found;
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
