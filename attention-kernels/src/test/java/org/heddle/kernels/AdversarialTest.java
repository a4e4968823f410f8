package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.library.Unfold;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/// Every diagram of the catalogue as derived, in f32 and with axes cut, on inputs made to break it: where the evaluator is finite and f32 can hold its value, the
/// kernel agrees with it.
class AdversarialTest {
    private static final boolean SOAK = Boolean.getBoolean("heddle.soak");
    private static final double BEYOND_F32 = 3e38;
    private static final long MANY_DIMENSIONS = 256;

    /// Diagrams whose derived forms differ, to run on a device; all of them with `-Dheddle.soak=true`.
    private static final Set<String> DIFFERENT =
            Set.of(
                    "logsumexp",
                    "entropy",
                    "attention",
                    "causal-attention",
                    "sink-attention",
                    "document-attention",
                    "linear-attention",
                    "retention",
                    "kernel-density",
                    "k-means-assignment",
                    "nearest-neighbours",
                    "layernorm",
                    "rmsnorm-matmul",
                    "cosine-attention",
                    "saturated-sum",
                    "tropical-matmul");

    /// What inputs hold.
    enum Filling {
        /// Every element the same.
        TIES,
        /// Half of them 0, in runs.
        ZEROS,
        /// 10,000 and a deviation of 1, in the first input.
        LARGE_MEAN,
        /// Signs alternate, so that running sums cross zero.
        CROSSING,
        /// ±200: exponentials leave the range of f32.
        WIDE,
        /// ±1e30 here and there, in the first input: products of two would be beyond f32.
        HUGE,
        /// Runs and whole rows of -inf.
        MASKED,
        /// +inf here and there.
        INFINITE,
        /// NaN here and there.
        NAN;

        private boolean isOfOneInput() {
            return this == LARGE_MEAN || this == HUGE;
        }
    }

    static Stream<Arguments> all() {
        return Catalogue.names().stream()
                .flatMap(
                        name ->
                                Stream.of(Filling.values())
                                        .map(filling -> Arguments.of(name, filling)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("all")
    void interpreterAgreesWhereTheEvaluatorIsFinite(String name, Filling filling) throws Exception {
        Subject subject = Subject.of(name);
        try (InterpretDevice device =
                new InterpretDevice(subject.compiled().derivation().hardware())) {
            assumeTrue(subject.agrees(filling, device), "an interior wire is beyond f32");
        }
    }

    static Stream<String> onDevice() {
        return Catalogue.names().stream().filter(name -> SOAK || DIFFERENT.contains(name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onDevice")
    void openClAgreesWhereTheEvaluatorIsFinite(String name) throws Exception {
        Subject subject = Subject.of(name);
        List<Filling> compared = new ArrayList<>();
        try (Device device = openCl()) {
            for (Filling filling : Filling.values()) {
                if (subject.agrees(filling, device)) {
                    compared.add(filling);
                }
            }
        }
        assertThat(compared).contains(Filling.TIES, Filling.ZEROS, Filling.CROSSING);
    }

    private static Device openCl() {
        try {
            return Devices.open("opencl:pocl");
        } catch (DriverException e) {
            System.out.println("[SKIP] " + e.getMessage() + ": " + e.hint());
            throw new TestAbortedException("no device opencl:pocl", e);
        }
    }

    /// A diagram at ragged sizes, compiled once.
    private record Subject(Diagram diagram, Sizes sizes, Compiled compiled) {
        static Subject of(String name) throws DiagnosticException {
            Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
            Sizes sizes = SizeBinder.bind(diagram, sizes(diagram));
            return new Subject(diagram, sizes, Tight.compile(diagram, sizes));
        }

        private static Map<String, Long> sizes(Diagram diagram) {
            Map<String, Long> sizes = new LinkedHashMap<>(Settings.generic(diagram));
            if (diagram.name().equals("kernel-density")) {
                sizes.put("d", MANY_DIMENSIONS);
            }
            return sizes;
        }

        /// Fails unless the device agrees; false where there is nothing that it could agree with.
        boolean agrees(Filling filling, Device device) throws Exception {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            Comparer.inputs(diagram, sizes, 3)
                    .forEach(
                            (wire, tensor) ->
                                    inputs.put(
                                            wire,
                                            filling.isOfOneInput() && !inputs.isEmpty()
                                                    ? tensor
                                                    : filled(tensor, filling)));
            Optional<Map<String, Tensor>> expected = everything(diagram, sizes, inputs);
            double largest = expected.map(wires -> largest(wires, diagram)).orElse(BEYOND_F32);
            if (largest >= BEYOND_F32) {
                return false;
            }
            Map<String, Tensor> actual = device.run(compiled, inputs, RunOptions.ONCE).outputs();
            for (String output : diagram.outputs()) {
                compare(filling, output, expected.get().get(output), actual.get(output), largest);
            }
            return true;
        }
    }

    /// All wires of the unfolded diagram, by the evaluator; empty where it has no value.
    private static Optional<Map<String, Tensor>> everything(
            Diagram diagram, Sizes sizes, Map<String, Tensor> inputs) {
        Diagram plain = Unfold.all(diagram);
        List<String> written =
                plain.boxes().stream()
                        .flatMap(box -> box.outputs().stream())
                        .map(port -> port.wire())
                        .toList();
        Diagram open =
                new Diagram(
                        plain.name(),
                        plain.axes().values(),
                        plain.wires().values(),
                        plain.inputs(),
                        written,
                        List.of(),
                        plain.boxes(),
                        List.of());
        try {
            return Optional.of(Evaluator.of(open, sizes, inputs).evaluate());
        } catch (EvaluationException _) {
            return Optional.empty();
        }
    }

    /// The largest finite magnitude of an interior wire or an input.
    private static double largest(Map<String, Tensor> wires, Diagram diagram) {
        double largest = 0;
        for (Map.Entry<String, Tensor> wire : wires.entrySet()) {
            for (long i = 0; i < wire.getValue().elements(); i++) {
                double v = Math.abs(wire.getValue().get(i));
                if (Double.isFinite(v) && !diagram.outputs().contains(wire.getKey())) {
                    largest = Math.max(largest, v);
                }
            }
        }
        return largest;
    }

    /// Rounding is allowed at the magnitude of every interior wire: what cancels has been rounded before.
    private static void compare(
            Filling filling, String wire, Tensor expected, Tensor actual, double largest) {
        double scale = 0;
        int finite = 0;
        for (long i = 0; i < expected.elements(); i++) {
            if (representable(expected.get(i), actual.dtype())) {
                scale += expected.get(i) * expected.get(i);
                finite++;
            }
        }
        double relative = actual.dtype() == DType.F16 ? 4e-3 : 1e-4;
        double absolute = 16 * 0x1p-24 * largest + 1e-37;
        double rms = Math.sqrt(scale / Math.max(1, finite));
        List<String> wrong = new ArrayList<>();
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            double a = actual.get(i);
            if (representable(e, actual.dtype())
                    && !(Math.abs(a - e) <= relative * Math.max(Math.abs(e), rms) + absolute)) {
                wrong.add(wire + "[" + i + "] is " + a + ", not " + e);
            }
        }
        assertThat(wrong).as("%s", filling).isEmpty();
    }

    private static boolean representable(double value, DType dtype) {
        return Double.isFinite(value)
                && (dtype == DType.F64 || Math.abs(value) < (dtype == DType.F16 ? 6e4 : 3e38));
    }

    /// The same array with its floats replaced; a symmetric promise is not kept by the others, so all elements follow from sums of indices.
    private static Tensor filled(Tensor tensor, Filling filling) {
        if (!tensor.dtype().isFloating()) {
            return tensor;
        }
        Tensor result = Tensor.allocate(tensor.dtype(), tensor.shape());
        SplittableRandom random =
                new SplittableRandom(tensor.elements() + filling.name().hashCode());
        for (long i = 0; i < tensor.elements(); i++) {
            double v = tensor.get(i);
            result.set(i, value(filling, v, i, tensor, random));
        }
        return result;
    }

    private static double value(
            Filling filling, double v, long i, Tensor tensor, SplittableRandom random) {
        long row = tensor.shape().isEmpty() ? 1 : Math.max(1, tensor.shape().getLast());
        return switch (filling) {
            case TIES -> 0.5;
            case ZEROS -> i / 3 % 2 == 0 ? 0 : v;
            case LARGE_MEAN -> 1e4 + v;
            case CROSSING -> i % 2 == 0 ? 1 + Math.abs(v) / 8 : -1 - Math.abs(v) / 8;
            case WIDE -> 200 * v;
            case HUGE -> random.nextInt(8) == 0 ? (i % 2 == 0 ? 1e30 : -1e30) : v;
            case MASKED ->
                    i / row % 3 == 1 || random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : v;
            case INFINITE -> random.nextInt(12) == 0 ? Double.POSITIVE_INFINITY : v;
            case NAN -> random.nextInt(12) == 0 ? Double.NaN : v;
        };
    }
}
