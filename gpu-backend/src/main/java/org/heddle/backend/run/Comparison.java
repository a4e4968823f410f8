package org.heddle.backend.run;

import java.util.List;
import java.util.Optional;
import org.heddle.backend.driver.Profile;
import org.heddle.model.diagram.DType;
import org.heddle.model.eval.ErrorMeasure;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.schedule.Schedule;

/// Predicted against measured, for one diagram at one setting of sizes on one device.
///
/// @param countedBy what counted the bytes: the device itself, or the interpreter on the same tile programs; empty where nothing did
/// @param profile what the device's own counters saw, or why they were not read; empty where the device has none that anyone reads
/// @param seconds measured device times of all kernels together, one per repetition
/// @param deviceBytes device memory taken
/// @param workspaceBytes bytes of wires between kernels
/// @param largestWireBytes the largest array that the source diagram would store if each box were a kernel
/// @param peakResidentBytes the most memory this process had resident until the kernels had run and before the evaluator ran; -1 where the system does not tell
/// @param problems data races, invalid accesses
public record Comparison(
        Derivation derivation,
        String device,
        String deviceDescription,
        Target target,
        List<KernelRow> kernels,
        List<OutputRow> outputs,
        String countedBy,
        Optional<Profile> profile,
        List<Double> seconds,
        long deviceBytes,
        long workspaceBytes,
        long largestWireBytes,
        long peakResidentBytes,
        List<String> problems) {
    public Comparison {
        kernels = List.copyOf(kernels);
        outputs = List.copyOf(outputs);
        seconds = List.copyOf(seconds);
        problems = List.copyOf(problems);
    }

    /// One kernel: what was predicted and what was counted and measured.
    ///
    /// @param accesses bytes of local memory that its text moves, where the device counts them
    /// @param profiled bytes that passed the memories of a GPU, where its own counters were read; nothing is predicted of them
    /// @param measuredSeconds median of its device times; empty where the device has no clock
    public record KernelRow(
            CompiledKernel kernel,
            Moved predicted,
            Optional<Moved> counted,
            Optional<LocalAccesses> accesses,
            Optional<Profile.DeviceBytes> profiled,
            Optional<Double> measuredSeconds) {
        /// Operations per second as a part of the hardware's multiply-add rate (a multiply-add is two operations; special functions are left out); empty where
        /// nothing was timed.
        public Optional<Double> peakFraction() {
            Schedule schedule = kernel.kernel().schedule();
            boolean wide =
                    schedule.nest().tiles().stream().anyMatch(tile -> tile.dtype() == DType.F64);
            double peak = schedule.hardware().rate("fma", wide ? DType.F64 : DType.F32);
            return measuredSeconds
                    .filter(seconds -> seconds > 0)
                    .map(seconds -> schedule.cost().flops() / seconds / peak);
        }

        /// Whether every byte that was counted was predicted.
        public boolean bytesAgree() {
            return counted.map(
                            c ->
                                    c.globalRead() == predicted.globalRead()
                                            && c.globalWrite() == predicted.globalWrite()
                                            && (c.localRead() == Moved.NOT_COUNTED
                                                    || c.localRead() == predicted.localRead())
                                            && (c.localWrite() == Moved.NOT_COUNTED
                                                    || c.localWrite() == predicted.localWrite()))
                    .orElse(true);
        }
    }

    /// One output against the evaluator.
    ///
    /// @param whole whether every element was compared
    /// @param error as a {@link org.heddle.model.eval.Judge} finds it
    /// @param tolerance the relative error allowed, see {@link Tolerances}
    public record OutputRow(String wire, ErrorMeasure error, boolean whole, double tolerance) {
        public boolean ok() {
            return error.withinWhereFinite(tolerance);
        }
    }

    public boolean correct() {
        return problems.isEmpty() && outputs.stream().allMatch(OutputRow::ok);
    }

    public boolean bytesAgree() {
        return kernels.stream().allMatch(KernelRow::bytesAgree);
    }

    /// Correct, and every counted byte predicted.
    public boolean ok() {
        return correct() && bytesAgree();
    }

    public double predictedSeconds() {
        return derivation.seconds();
    }

    /// The median of the measured times; NaN where there are none.
    public double measuredSeconds() {
        return Statistics.median(seconds);
    }
}
