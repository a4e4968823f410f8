package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.Target;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Wire;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every diagram of the catalogue, derived, emitted and executed: equal to the evaluator, and every counted byte predicted.
///
/// Those with sizes of their own are, at five of them, and stored in f16 besides; every other one is at one. The small settings are compiled for a machine with little local memory, so that axes are cut and blocks are ragged; one compilation runs on the interpreter, on
/// OpenCL and under the simulator, so that the kernels are the same to the letter.
class ExecutionTest {
    private static final Comparer.Options OPTIONS = new Comparer.Options(7, 0, 1000);

    /// By name and sizes, for a machine with little local memory.
    private static final Map<List<String>, Compiled> COMPILED = new HashMap<>();

    static Stream<Arguments> small() {
        return Settings.listed().stream()
                .sorted()
                .flatMap(name -> Settings.small(name).map(sizes -> Arguments.of(name, sizes)));
    }

    /// The diagrams that have no sizes of their own.
    static Stream<String> others() {
        return Catalogue.names().stream().filter(name -> !Settings.listed().contains(name));
    }

    /// Those of f32 that are to be stored in f16 as well.
    static Stream<Arguments> halves() {
        return Stream.of(
                        "matmul",
                        "batched-matmul",
                        "softmax",
                        "logsumexp",
                        "attention",
                        "causal-attention",
                        "gqa-attention",
                        "matmul-chain",
                        "rmsnorm-matmul",
                        "kernel-density")
                .flatMap(name -> Settings.small(name).map(sizes -> Arguments.of(name, sizes)));
    }

    static Stream<Arguments> large() {
        return Catalogue.names().stream()
                .flatMap(name -> Settings.large(name).map(sizes -> Arguments.of(name, sizes)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("small")
    void interpreterAgreesAndCountsWhatIsPredicted(String name, String sizes) throws Exception {
        Comparison comparison = compare(forLittleMemory(name, sizes), "interp");
        assertThat(comparison.kernels()).allMatch(kernel -> kernel.counted().isPresent());
        verifyClosely(comparison);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("small")
    void openClAgrees(String name, String sizes) throws Exception {
        verifyClosely(compare(forLittleMemory(name, sizes), "opencl:pocl"));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("small")
    void simulatorFindsNoRaceAndCountsWhatIsPredicted(String name, String sizes) throws Exception {
        Comparison comparison = compare(forLittleMemory(name, sizes), "simulate");
        assertThat(comparison.problems()).isEmpty();
        verifyClosely(comparison);
    }

    @ParameterizedTest(name = "{0} at {1}, stored in f16")
    @MethodSource("halves")
    void halvesAgreeWithinTheirRounding(String name, String sizes) throws Exception {
        Compiled compiled = compiled(stored(diagram(name), DType.F16), sizes, tight());
        for (String device : List.of("interp", "opencl:pocl")) {
            Comparison comparison = compare(compiled, device);
            verify(comparison);
            assertThat(comparison.outputs()).allMatch(output -> output.tolerance() == 2e-3);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void everyOtherDiagramAgrees(String name) throws Exception {
        Diagram diagram = diagram(name);
        Compiled compiled =
                Compiler.compile(
                        diagram,
                        SizeBinder.bind(diagram, Settings.generic(diagram)),
                        tight(),
                        Target.OPENCL_SIMD);
        verify(compare(compiled, "interp"));
        verify(compare(compiled, "opencl:pocl"));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("large")
    void openClAgreesAtRaggedSizesOfThisMachine(String name, String sizes) throws Exception {
        verifyClosely(compare(compiled(name, sizes, shipped()), "opencl:pocl"));
    }

    /// Also holds f32 results to 1e-5 of themselves or of the root mean square of their array, whatever longer sums or a diagram's condition would be allowed.
    private static void verifyClosely(Comparison comparison) {
        verify(comparison);
        assertThat(comparison.outputs())
                .filteredOn(output -> output.tolerance() < 1e-3)
                .allSatisfy(
                        output ->
                                assertThat(
                                                output.error().withinWhereFinite(1e-5)
                                                        || output.error().maxAbsolute()
                                                                <= 1e-5 * output.error().rms())
                                        .as("%s: %s", output.wire(), output.error())
                                        .isTrue());
    }

    private static void verify(Comparison comparison) {
        assertThat(comparison.outputs())
                .isNotEmpty()
                .allSatisfy(
                        output ->
                                assertThat(output.ok())
                                        .as("%s: %s", output.wire(), output.error())
                                        .isTrue());
        assertThat(comparison.kernels())
                .allSatisfy(
                        kernel ->
                                assertThat(kernel.bytesAgree())
                                        .as(
                                                "%s predicted, %s counted",
                                                kernel.predicted(), kernel.counted())
                                        .isTrue());
    }

    private static Diagram diagram(String name) throws DiagnosticException {
        return DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
    }

    /// The same diagram with the floats of its inputs and outputs stored in another format.
    private static Diagram stored(Diagram diagram, DType dtype) {
        List<Wire> wires =
                diagram.wires().values().stream()
                        .map(
                                wire ->
                                        wire.dtype().isFloating()
                                                        && (diagram.inputs().contains(wire.name())
                                                                || diagram.outputs()
                                                                        .contains(wire.name()))
                                                ? new Wire(wire.name(), dtype, wire.axes())
                                                : wire)
                        .toList();
        return diagram.with(wires, diagram.boxes());
    }

    private static Compiled forLittleMemory(String name, String sizes) throws DiagnosticException {
        List<String> key = List.of(name, sizes);
        Compiled known = COMPILED.get(key);
        if (known == null) {
            known = compiled(name, sizes, tight());
            COMPILED.put(key, known);
        }
        return known;
    }

    private static Compiled compiled(String name, String sizes, Hardware hardware)
            throws DiagnosticException {
        return compiled(diagram(name), sizes, hardware);
    }

    private static Compiled compiled(Diagram diagram, String sizes, Hardware hardware)
            throws DiagnosticException {
        return Compiler.compile(
                diagram,
                SizeBinder.bind(diagram, Settings.parse(sizes)),
                hardware,
                Target.OPENCL_SIMD);
    }

    private static Comparison compare(Compiled compiled, String device) throws DiagnosticException {
        Optional<Device> opened = open(device);
        Assumptions.assumeTrue(opened.isPresent(), () -> "no device " + device);
        try (Device open = opened.get()) {
            return Comparer.compare(compiled, open, OPTIONS);
        } catch (DriverException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static Optional<Device> open(String device) {
        try {
            return Optional.of(Devices.open(device));
        } catch (DriverException e) {
            System.out.println("[SKIP] " + e.getMessage() + ": " + e.hint());
            return Optional.empty();
        }
    }

    private static Hardware shipped() {
        return HardwareReader.shipped("cpu").orElseThrow();
    }

    private static Hardware tight() {
        return Tight.machine(8 << 10);
    }
}
