package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.backend.interpret.Interpreter;
import org.heddle.backend.interpret.Options;
import org.heddle.backend.tile.TileProgram;
import org.heddle.backend.tile.TileVerifier;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.derive.Step;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Cost;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.schedule.Scheduler;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.Split;
import org.heddle.rules.stream.StreamForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two kernels for one streamed axis compute what one does: whatever the parts are, also where some hold no items, on every executor.
final class SplitKernelsTest {
    private static final String INPUT =
            "f(X: f32[i, x], V: f32[x, e], Q: f32[q, d], K: f32[x, d]) -> ";

    /// It commutes.
    private static final String MOMENTS =
            """
            monoid moments {
              n: f64 = 0  merge n + n'
              m: f64 = 0  merge where(n + n' == 0, 0, (n * m + n' * m') / (n + n'))
              s: f64 = 0  merge where(n + n' == 0, 0, s + s' + (m' - m) * (m' - m) * n * n' / (n + n'))
            }
            """;

    /// It does not: parts are merged in order.
    private static final String AFFINE =
            """
            monoid affine {
              a: f32 = 1 merge a * a'
              b: f32 = 0 merge b * a' + b'
            }
            """;

    static Stream<String> forms() {
        String scores = "S[q, x] = Q[q, d] * K[x, d] / sqrt(|d|); ";
        return Stream.of(
                "f(X: f32[x]) -> y\ny = sum[x](X[x])",
                "f(X: f32[i, x]) -> y\ny[i] = min[x](X[i, x] * X[i, x])",
                "f(X: i32[i, x]) -> y\ny[i] : i64 = sum[x](X[i, x])",
                "f(X: f32[i, x], V: f32[x, e]) -> y\ny[i, e] = X[i, x] * V[x, e]",
                "f(X: f32[i, x]) -> y\ny[i] = logsumexp[x](X[i, x])",
                "f(X: f32[i, x]) -> y\ny[i] : i64 = argmax[x](X[i, x])",
                "f(X: f32[i, x]) -> a, m\na[i] : i64 = argmin[x](X[i, x]); m[i] = min[x](X[i, x])",
                "f(X: f32[i, x]) -> t, p\naxis k = 3\nt[i, k], p[i, k] : i64 = topk(k)[x](X[i, x])",
                "f(X: f32[i, x]) -> n, m, s\n"
                        + MOMENTS
                        + "n[i] : f64, m[i] : f64, s[i] : f64 = reduce moments[x](1, X[i, x], 0)",
                "f(X: f32[i, x]) -> r\n"
                        + AFFINE
                        + "p[i], h[i] = reduce affine[x](0.9 + 0.1 * sigmoid(X[i, x]), X[i, x]); r[i] = p[i] + h[i]",
                "f(X: f32[i, x]) -> v\nm[i] = sum[x](X[i, x]) / |x|; v[i] = sum[x]((X[i, x] - m[i]) * (X[i, x] - m[i])) / |x|",
                "f(X: f32[i, x]) -> h\nm[i] = max[x](X[i, x]); w[i, x] = exp(X[i, x] - m[i]); z[i] = sum[x](w[i, x]); "
                        + "h[i] = log(z[i]) - sum[x](w[i, x] * (X[i, x] - m[i])) / z[i]",
                "f(X: f32[i, x]) -> y, z\ny[i] = sum[x](X[i, x]); z[i] = sum[x](X[i, x] * X[i, x]) - y[i]",
                INPUT.replace("X: f32[i, x], ", "")
                        + "O\n"
                        + scores
                        + "P[q, x] = softmax[x](S[q, x]); O[q, e] = P[q, x] * V[x, e]",
                INPUT.replace("X: f32[i, x], ", "")
                        + "O\n"
                        + scores
                        + "T[q, x] = where(#x <= #q + |x| - |q| - 5, S[q, x], -inf); P[q, x] = softmax[x](T[q, x]); O[q, e] = P[q, x] * V[x, e]");
    }

    /// A row has items in one part, or in two.
    private static final String WINDOW =
            "f(V: f32[x, e], Q: f32[q, d], K: f32[x, d]) -> O\n"
                    + "S[q, x] = Q[q, d] * K[x, d]; T[q, x] = where(#x <= 9 * #q and #x > 9 * #q - 6, S[q, x], -inf); "
                    + "P[q, x] = softmax[x](T[q, x]); O[q, e] = P[q, x] * V[x, e]";

    static Stream<String> allForms() {
        return Stream.concat(forms(), Stream.of(WINDOW));
    }

    private static final List<Map<String, Long>> SIZES =
            List.of(sizes(0), sizes(1), sizes(37), sizes(130));

    private static Map<String, Long> sizes(long items) {
        return Map.of("i", 2L, "x", items, "e", 5L, "q", 3L, "d", 4L);
    }

    private static Diagram diagram(String text) throws Exception {
        return TextReader.read(new SourceText("f.hd", text)).orThrow();
    }

    private static Sizes bound(Diagram diagram, Map<String, Long> wanted) throws Exception {
        Map<String, Long> own = new LinkedHashMap<>(wanted);
        own.keySet().retainAll(diagram.axes().keySet());
        return SizeBinder.bind(diagram, own);
    }

    private static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : diagram.inputs()) {
            Wire wire = diagram.wire(name);
            inputs.put(
                    name,
                    Tensor.random(
                            wire.dtype(),
                            Arrays.shape(wire, sizes),
                            inputs.size() + 3,
                            wire.dtype().isFloating()
                                    ? Distribution.NORMAL
                                    : Distribution.INTEGER));
        }
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("allForms")
    void partsOfEveryLengthGiveTheSame(String text) throws Exception {
        Diagram diagram = diagram(text);
        int split = 0;
        for (Map<String, Long> wanted : SIZES) {
            Sizes sizes = bound(diagram, wanted);
            Derivation whole = Compiler.derive(diagram, sizes, Machines.tight());
            for (long length : new long[] {1, 3, 16, 50}) {
                for (long more : new long[] {0, 2}) {
                    split += check(whole, length, more);
                }
            }
        }
        assertThat(split).as("kernels in parts").isPositive();
    }

    /// Runs the kernels of a derivation, those with a form that merges in parts.
    ///
    /// @param more parts behind the end of the axis
    /// @return how many kernels were split
    private static int check(Derivation whole, long length, long more) throws Exception {
        Map<String, Tensor> arrays = new LinkedHashMap<>(inputs(whole.source(), whole.sizes()));
        Map<String, Tensor> expected =
                Evaluator.of(Unfold.all(whole.source()), whole.sizes(), arrays).evaluate();
        int split = 0;
        for (Kernel kernel : whole.kernels()) {
            Optional<List<Schedule>> parts = parts(kernel, whole, length, more);
            split += parts.isPresent() ? 1 : 0;
            for (Schedule schedule : parts.orElse(List.of(kernel.schedule()))) {
                run(schedule, arrays);
            }
        }
        for (String output : whole.source().outputs()) {
            compare(
                    whole.source().name() + " " + whole.sizes() + " by " + length + " " + output,
                    expected.get(output),
                    arrays.get(output));
        }
        return split;
    }

    private static Optional<List<Schedule>> parts(
            Kernel kernel, Derivation whole, long length, long more) {
        StreamForm form = kernel.form();
        Optional<String> axis =
                form.stream().stream()
                        .filter(a -> a.equals("x") && Split.obstacle(form, a).isEmpty())
                        .findFirst();
        if (axis.isEmpty()) {
            return Optional.empty();
        }
        Set<String> taken = new LinkedHashSet<>(whole.result().wires().keySet());
        Split split = Split.of(form, axis.get(), length, taken);
        Map<String, Long> all = new LinkedHashMap<>(whole.sizes().byAxis());
        all.put(split.part(), Math.ceilDiv(whole.sizes().of("x"), length) + more);
        Sizes sizes = new Sizes(all);
        List<Schedule> schedules = new ArrayList<>();
        for (StreamForm each : List.of(split.partial(), split.merge())) {
            schedules.add(
                    ((Scheduler.Found) Scheduler.schedule(each, sizes, Machines.tight()))
                            .schedule());
        }
        return Optional.of(schedules);
    }

    private static void run(Schedule schedule, Map<String, Tensor> arrays) {
        Region region = schedule.region();
        TileProgram program = new TileProgram("k", schedule, schedule.blocking().diagram());
        assertThat(TileVerifier.verify(program)).isEmpty();
        for (String output : region.outputs()) {
            Region.Array array = region.array(output);
            arrays.put(
                    output,
                    Arrays.poisoned(
                            new Wire(output, array.dtype(), array.axes()), program.sizes()));
        }
        Map<String, Tensor> own = new LinkedHashMap<>(arrays);
        own.keySet().retainAll(region.arrays().keySet());
        Moved counted = Moved.of(Interpreter.run(program, own, Options.unlimited()));
        assertThat(counted).as(program.toString()).isEqualTo(predicted(schedule.cost()));
    }

    private static Moved predicted(Cost cost) {
        return new Moved(
                cost.globalReadBytes(),
                cost.globalWriteBytes(),
                cost.localReadBytes(),
                cost.localWriteBytes());
    }

    /// A machine that launches for nothing and has many units, so that splitting pays.
    private static Hardware wide(Hardware base, int units, long localBytes) {
        return HardwareBuilder.of(base)
                .name("wide")
                .description("test")
                .units(units)
                .local(level -> level.withCapacity(localBytes))
                .launchSeconds(1e-9)
                .source("test")
                .build();
    }

    private static final Map<String, Long> LONG =
            Map.of("i", 2L, "x", 603L, "e", 20L, "q", 3L, "d", 8L);

    @ParameterizedTest
    @MethodSource("forms")
    void asSearchedForCpus(String text) throws Exception {
        try (Device pocl = Machines.pocl()) {
            searched(text, pocl, Target.OPENCL_SIMD, wide(Machines.roomy(), 24, 512 << 10));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void asSearchedForGpus(String text) throws Exception {
        Hardware hardware = wide(HardwareReader.shipped("h200").orElseThrow(), 24, 32 << 10);
        try (Device simulator =
                new DriverDevice(
                        DriverTesting.openOrSkip(() -> Drivers.open("simulate")),
                        hardware,
                        Target.OPENCL_SIMT,
                        false)) {
            searched(text, simulator, Target.OPENCL_SIMT, hardware);
        }
    }

    private static void searched(String text, Device device, Target target, Hardware hardware)
            throws Exception {
        Diagram diagram = diagram(text);
        Sizes sizes = bound(diagram, LONG);
        Compiled compiled = Compiler.compile(diagram, sizes, hardware, target);
        assertThat(compiled.derivation().steps().stream().map(Step::rule))
                .as(
                        compiled.derivation().kernels().stream()
                                .map(kernel -> kernel.schedule().reasons().getFirst())
                                .toList()
                                .toString())
                .contains("split");
        Map<String, Tensor> inputs = inputs(diagram, sizes);
        Execution execution = device.run(compiled, inputs, RunOptions.ONCE);
        assertThat(execution.problems()).isEmpty();
        Map<String, Tensor> expected = Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate();
        expected.forEach(
                (wire, tensor) ->
                        compare(text + " " + wire, tensor, execution.outputs().get(wire)));
        execution
                .moved()
                .ifPresent(
                        moved ->
                                compiled.kernels()
                                        .forEach(
                                                kernel ->
                                                        assertThat(moved.get(kernel.text().entry()))
                                                                .isEqualTo(global(kernel))));
    }

    private static Moved global(CompiledKernel kernel) {
        Cost cost = kernel.kernel().schedule().cost();
        return new Moved(
                cost.globalReadBytes(),
                cost.globalWriteBytes(),
                Moved.NOT_COUNTED,
                Moved.NOT_COUNTED);
    }

    private static void compare(String what, Tensor expected, Tensor actual) {
        double squares = 0;
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            squares += Double.isFinite(e) ? e * e : 0;
        }
        double rms = Math.sqrt(squares / Math.max(1, expected.elements()));
        for (long i = 0; i < expected.elements(); i++) {
            double e = expected.get(i);
            double a = actual.get(i);
            if (Double.isFinite(e)) {
                double relative =
                        actual.dtype() == DType.F32
                                ? 1e-5
                                : actual.dtype() == DType.F64 ? 1e-12 : 0;
                double tolerance = relative * Math.max(Math.abs(e), rms);
                assertThat(a).as("%s[%d]", what, i).isBetween(e - tolerance, e + tolerance);
            } else if (Double.isInfinite(e)) {
                assertThat(a).as("%s[%d]", what, i).isEqualTo(e);
            }
        }
    }
}
