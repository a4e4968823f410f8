package org.heddle.backend.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.interpret.Interpreter;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.Positions;
import org.heddle.model.library.Unfold;
import org.heddle.rules.derive.Derivation;
import org.jspecify.annotations.Nullable;

/// Runs a diagram on a device on fresh random inputs, checks the result against the f64 evaluator, and sets predicted beside counted and measured.
public final class Comparer {
    private Comparer() {}

    /// How to compare.
    ///
    /// @param seed of the random inputs
    /// @param repetitions timed passes after the warm-up; 0 for none
    /// @param samples elements of each large output that are checked, at least
    public record Options(long seed, int repetitions, int samples) {
        public static final Options DEFAULT = new Options(1, 9, 1000);
    }

    /// Compares at one setting of sizes.
    ///
    /// @param overrides sizes given by the user, by axis
    public static Comparison compare(
            Diagram diagram, Map<String, Long> overrides, Device device, Options options)
            throws DiagnosticException, DriverException {
        Sizes sizes = SizeBinder.bind(diagram, overrides);
        return compare(
                Compiler.compile(diagram, sizes, device.hardware(), device.target()),
                device,
                options);
    }

    /// Compares what was compiled before, perhaps for other hardware.
    public static Comparison compare(Compiled compiled, Device device, Options options)
            throws DiagnosticException, DriverException {
        return compare(
                compiled,
                device,
                inputs(compiled.diagram(), compiled.derivation().sizes(), options.seed()),
                options);
    }

    /// Compares on given inputs.
    ///
    /// @param inputs by wire
    public static Comparison compare(
            Compiled compiled, Device device, Map<String, Tensor> inputs, Options options)
            throws DiagnosticException, DriverException {
        Execution execution =
                device.run(
                        compiled,
                        inputs,
                        new RunOptions(options.repetitions() > 0 ? 2 : 0, options.repetitions()));
        long peak = peakResidentBytes();
        Counting counting = Counting.of(execution, device, () -> countOnly(compiled, inputs));
        Optional<Profile> profile = device.profile(compiled, inputs);
        Compiled known = compiled.given(inputs);
        return new Comparison(
                known.derivation(),
                device.id(),
                device.description(),
                compiled.target(),
                rows(known, execution, counting.moved(), profile),
                Referee.of(compiled, inputs, options).judge(execution.outputs()),
                counting.by(),
                profile,
                execution.seconds(),
                execution.deviceBytes(),
                compiled.workspaceBytes(),
                largestWire(compiled.derivation()),
                peak,
                execution.problems());
    }

    /// Random inputs: normal for floating types, positions inside their axis where others are read at them, small integers otherwise.
    public static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes, long seed) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, Long> positions = Positions.of(diagram, sizes);
        for (String name : diagram.inputs()) {
            Wire wire = diagram.wire(name);
            Distribution distribution =
                    wire.dtype().isFloating() ? Distribution.NORMAL : Distribution.INTEGER;
            long own = seed * 31 + inputs.size();
            Tensor tensor =
                    Tensor.random(wire.dtype(), Arrays.shape(wire, sizes), own, distribution);
            Long size = positions.get(name);
            if (size != null) {
                Positions.draw(tensor, size, own);
            }
            inputs.put(name, tensor);
        }
        return inputs;
    }

    /// Bytes of every kernel, and who has counted them.
    private record Counting(Map<String, Moved> moved, String by) {
        private static final String INTERPRETER = "interp, on the same tile programs";

        /// What the device has counted; the rest is the interpreter's.
        static Counting of(
                Execution execution, Device device, Supplier<Map<String, Moved>> interpreter) {
            Optional<Map<String, Moved>> own = execution.moved();
            if (own.isEmpty()) {
                return new Counting(interpreter.get(), INTERPRETER);
            }
            if (own.get().values().stream().allMatch(Moved::isLocalCounted)) {
                return new Counting(own.get(), device.id());
            }
            Map<String, Moved> counted = interpreter.get();
            Map<String, Moved> both = new LinkedHashMap<>();
            own.get()
                    .forEach(
                            (entry, moved) ->
                                    both.put(entry, completed(moved, counted.get(entry))));
            return new Counting(both, device.id() + "; local memory by " + INTERPRETER);
        }

        private static Moved completed(Moved moved, @Nullable Moved counted) {
            return moved.isLocalCounted() || counted == null ? moved : moved.withLocal(counted);
        }
    }

    /// Executes the transfers of the tile programs without their arithmetic, to count them.
    private static Map<String, Moved> countOnly(Compiled compiled, Map<String, Tensor> inputs) {
        Map<String, Moved> moved = new LinkedHashMap<>();
        for (CompiledKernel kernel : compiled.kernels()) {
            moved.put(
                    kernel.text().entry(),
                    Moved.of(Interpreter.count(kernel.program(), inputs, kernel.interpreted())));
        }
        return moved;
    }

    private static List<Comparison.KernelRow> rows(
            Compiled compiled,
            Execution execution,
            Map<String, Moved> counted,
            Optional<Profile> profile) {
        List<Comparison.KernelRow> rows = new ArrayList<>();
        int launch = 0;
        for (CompiledKernel kernel : compiled.kernels()) {
            Moved predicted = kernel.predicted();
            Optional<Double> seconds = Optional.empty();
            if (kernel.launch().isPresent()) {
                if (launch < execution.kernelSeconds().size()) {
                    seconds = Optional.of(execution.kernelSeconds().get(launch));
                }
                launch++;
            }
            Optional<Moved> own = Optional.ofNullable(counted.get(kernel.text().entry()));
            Optional<LocalAccesses> accesses =
                    Optional.ofNullable(execution.accesses().get(kernel.text().entry()));
            Optional<Profile.DeviceBytes> profiled =
                    profile.flatMap(seen -> profiled(seen, kernel.text().entry()));
            rows.add(new Comparison.KernelRow(kernel, predicted, own, accesses, profiled, seconds));
        }
        return rows;
    }

    private static Optional<Profile.DeviceBytes> profiled(Profile profile, String entry) {
        return switch (profile) {
            case Profile.Counted(_, var kernels) -> Optional.ofNullable(kernels.get(entry));
            case Profile.NotCounted _ -> Optional.empty();
        };
    }

    private static long largestWire(Derivation derivation) {
        Diagram expanded = Unfold.all(derivation.source());
        return expanded.wires().values().stream()
                .mapToLong(wire -> derivation.sizes().bytes(wire))
                .max()
                .orElse(0);
    }

    /// The high-water mark of this process's resident memory, as the kernel keeps it.
    static long peakResidentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException _) {
            return -1;
        }
        return -1;
    }
}
