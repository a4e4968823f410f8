package org.heddle.cli.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.Moved;
import org.heddle.backend.run.Target;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.hardware.HardwareReader;

/// Comparisons for tests: run in the interpreter, and altered.
public final class Compared {
    public static final String SOFTMAX_MEAN =
            """
            mean(S: f32[q, x], V: f32[x, e]) -> O
            axis q default 9, x default 20, e default 4
            T[q, x] = S[q, x] / 8
            P[q, x] = softmax[x](T[q, x])
            O[q, e] = P[q, x] * V[x, e]
            """;

    private Compared() {}

    public static Diagram diagram(String text) throws Exception {
        return TextReader.read(new SourceText("test.hd", text)).orThrow();
    }

    /// Run in the interpreter.
    public static Comparison interpreted(String text, Map<String, Long> sizes) throws Exception {
        try (Device device = Devices.open("interp")) {
            return Comparer.compare(diagram(text), sizes, device, new Comparer.Options(1, 0, 1000));
        }
    }

    /// Kernels for a shipped machine, not run.
    public static Compiled compiled(Diagram diagram, String machine, Target target)
            throws Exception {
        return Compiler.compile(
                diagram,
                SizeBinder.bind(diagram, Map.of()),
                HardwareReader.shipped(machine).orElseThrow(),
                target);
    }

    /// With other kernels and times.
    public static Comparison with(
            Comparison c, UnaryOperator<Comparison.KernelRow> change, List<Double> seconds) {
        return new Comparison(
                c.derivation(),
                c.device(),
                c.deviceDescription(),
                c.target(),
                c.kernels().stream().map(change).toList(),
                c.outputs(),
                c.countedBy(),
                c.profile(),
                seconds,
                c.deviceBytes(),
                c.workspaceBytes(),
                c.largestWireBytes(),
                c.peakResidentBytes(),
                c.problems());
    }

    /// With problems told by the device.
    public static Comparison with(Comparison c, List<String> problems) {
        return new Comparison(
                c.derivation(),
                c.device(),
                c.deviceDescription(),
                c.target(),
                c.kernels(),
                c.outputs(),
                c.countedBy(),
                c.profile(),
                c.seconds(),
                c.deviceBytes(),
                c.workspaceBytes(),
                c.largestWireBytes(),
                c.peakResidentBytes(),
                problems);
    }

    public static Comparison.KernelRow counted(Comparison.KernelRow row, Moved counted) {
        return new Comparison.KernelRow(
                row.kernel(),
                row.predicted(),
                Optional.of(counted),
                Optional.empty(),
                row.profiled(),
                row.measuredSeconds());
    }

    public static Comparison.KernelRow uncounted(Comparison.KernelRow row) {
        return new Comparison.KernelRow(
                row.kernel(),
                row.predicted(),
                Optional.empty(),
                Optional.empty(),
                row.profiled(),
                row.measuredSeconds());
    }

    public static Comparison.KernelRow timed(Comparison.KernelRow row, double seconds) {
        return new Comparison.KernelRow(
                row.kernel(),
                row.predicted(),
                row.counted(),
                Optional.empty(),
                row.profiled(),
                Optional.of(seconds));
    }

    /// As if a profiler had counted the same bytes of every kernel, or had said why it does not.
    public static Comparison profiled(
            Comparison c, Profile profile, Optional<Profile.DeviceBytes> bytes) {
        return new Comparison(
                c.derivation(),
                c.device(),
                c.deviceDescription(),
                c.target(),
                c.kernels().stream().map(row -> profiled(row, bytes)).toList(),
                c.outputs(),
                c.countedBy(),
                Optional.of(profile),
                c.seconds(),
                c.deviceBytes(),
                c.workspaceBytes(),
                c.largestWireBytes(),
                c.peakResidentBytes(),
                c.problems());
    }

    private static Comparison.KernelRow profiled(
            Comparison.KernelRow row, Optional<Profile.DeviceBytes> bytes) {
        return new Comparison.KernelRow(
                row.kernel(),
                row.predicted(),
                row.counted(),
                row.accesses(),
                bytes,
                row.measuredSeconds());
    }
}
