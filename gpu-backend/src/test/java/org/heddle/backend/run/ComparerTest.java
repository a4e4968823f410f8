package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.RunOptions;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.junit.jupiter.api.Test;

/// A comparison that finds nothing is worth something only if it finds what is there.
final class ComparerTest {
    private static final Comparer.Options OPTIONS = new Comparer.Options(3, 0, 1000);

    private static Sketch sums(long rows, long columns) {
        return new Sketch("sums")
                .axis("i", rows)
                .axis("j", columns)
                .input("X[i, j]")
                .reduce(Monoid.Scalar.SUM, "y[i]", "x -> x * 3", "X[i, j]")
                .output("y");
    }

    private static Compiled compiled(Sketch sketch) throws DiagnosticException {
        return Compiler.compile(
                sketch.diagram(), sketch.sizes(), Machines.roomy(), Target.OPENCL_SIMD);
    }

    /// The same with the source text of its kernels changed.
    private static Compiled altered(Compiled compiled, UnaryOperator<String> change) {
        List<CompiledKernel> kernels =
                compiled.kernels().stream()
                        .map(
                                kernel -> {
                                    String source = change.apply(kernel.text().source());
                                    assertThat(source).isNotEqualTo(kernel.text().source());
                                    KernelText text =
                                            KernelText.openCl(kernel.text().entry(), source);
                                    return new CompiledKernel(
                                            kernel.kernel(),
                                            kernel.program(),
                                            text,
                                            kernel.origins(),
                                            kernel.launch(),
                                            kernel.localBytes());
                                })
                        .toList();
        return new Compiled(compiled.derivation(), compiled.target(), kernels);
    }

    @Test
    void acceptsARightKernel() throws Exception {
        try (Device device = Machines.pocl()) {
            Comparison comparison = Comparer.compare(compiled(sums(40, 50)), device, OPTIONS);
            assertThat(comparison.ok()).isTrue();
            assertThat(comparison.outputs()).allMatch(Comparison.OutputRow::whole);
            assertThat(comparison.kernels()).allMatch(kernel -> kernel.counted().isPresent());
            assertThat(comparison.deviceBytes()).isEqualTo(4 * (40 * 50 + 40));
        }
    }

    @Test
    void findsAWrongFactor() throws Exception {
        try (Device device = Machines.pocl()) {
            Compiled wrong =
                    altered(compiled(sums(40, 50)), text -> text.replace("3.0f", "3.0001f"));
            Comparison comparison = Comparer.compare(wrong, device, OPTIONS);
            assertThat(comparison.ok()).isFalse();
            assertThat(comparison.outputs().getFirst().error().maxRelative()).isBetween(1e-5, 1e-3);
        }
    }

    /// Rounding a large argument of a sine in f32 moves its result by more than sums do. That much is allowed where the diagram itself does it, and no more.
    @Test
    void theConditionOfADiagramIsMeasured() throws Exception {
        Sketch sketch =
                new Sketch("steep")
                        .axis("i", 4)
                        .axis("x", 300)
                        .input("a[i, x]")
                        .map("t[i, x]", "a -> 20000 * a", "a[i, x]")
                        .reduce(Monoid.Scalar.SUM, "y[i]", "t -> exp(sin(t))", "t[i, x]")
                        .output("y");
        try (Device device = Machines.pocl()) {
            Compiled right = compiled(sketch);
            Comparison.OutputRow row =
                    Comparer.compare(right, device, OPTIONS).outputs().getFirst();
            assertThat(row.error().maxAbsolute() / row.error().rms()).isBetween(1e-5, 1e-2);
            assertThat(row.error().determined()).isEqualTo(4);
            assertThat(row.ok()).isTrue();
            Compiled wrong = altered(right, text -> text.replace("20000.0f", "20010.0f"));
            assertThat(Comparer.compare(wrong, device, OPTIONS).correct()).isFalse();
        }
    }

    /// An output that another kernel reads is rounded in between as a wire between kernels is; what is made of it may err by that, what is not may not.
    @Test
    void anOutputThatIsReadAgainRoundsWhatReadsIt() throws Exception {
        Sketch sketch =
                new Sketch("again")
                        .axis("i", 300)
                        .axis("x", 300)
                        .axis("j", 300)
                        .input("a[i, x]", "b[x, j]")
                        .wire(DType.BF16, "P[i, j]")
                        .contract("P[i, j]", "a[i, x]", "b[x, j]")
                        .reduce(Monoid.Scalar.SUM, "y[i]", "p, q -> p * q", "P[i, j]", "P[i, j]")
                        .reduce(Monoid.Scalar.MAX, "z[j]", "p -> p", "P[i, j]")
                        .output("P", "y", "z");
        try (Device device = Machines.pocl()) {
            Compiled compiled = compiled(sketch);
            assertThat(compiled.kernels()).hasSizeGreaterThan(1);
            assertThat(compiled.workspace()).isEmpty();
            Comparison comparison = Comparer.compare(compiled, device, OPTIONS);
            assertThat(comparison.correct()).isTrue();
            assertThat(comparison.outputs())
                    .filteredOn(output -> output.tolerance() < 1e-4)
                    .extracting(Comparison.OutputRow::wire)
                    .containsExactly("z");
        }
    }

    /// An f64 output of an f32 sum is as precise as the sum; one of f64 values alone is held to f64.
    @Test
    void theLeastPreciseValueOnTheWayCounts() throws Exception {
        Sketch sketch =
                new Sketch("mixed")
                        .axis("i", 40)
                        .axis("x", 1000)
                        .input("a[i, x]")
                        .reduce(Monoid.Scalar.SUM, "s[i]", "a -> a", "a[i, x]")
                        .wire(DType.F64, "y[i]", "w[i]")
                        .map("y[i]", "s -> s * 2", "s[i]")
                        .reduce(Monoid.Scalar.SUM, "w[i]", "a -> a", "a[i, x]")
                        .output("y", "w");
        try (Device device = Machines.pocl()) {
            Comparison comparison = Comparer.compare(compiled(sketch), device, OPTIONS);
            assertThat(comparison.correct()).isTrue();
            assertThat(comparison.outputs().getFirst().tolerance()).isGreaterThanOrEqualTo(1e-5);
            assertThat(comparison.outputs().getLast().tolerance()).isLessThan(1e-11);
        }
    }

    /// An element that no kernel writes keeps the poison that devices fill outputs with.
    @Test
    void findsElementsNeverWritten() throws Exception {
        try (Device device = Machines.pocl()) {
            Compiled idle =
                    altered(
                            compiled(sums(40, 50)),
                            text ->
                                    text.replaceFirst(
                                            "\\{\n    __local", "{\n    return;\n    __local"));
            Comparison comparison = Comparer.compare(idle, device, OPTIONS);
            assertThat(comparison.correct()).isFalse();
            assertThat(comparison.outputs().getFirst().error().nanMismatches()).isEqualTo(40);
        }
    }

    /// Too large to be evaluated whole: samples find a wrong kernel, too.
    @Test
    void samplesFindAWrongFactor() throws Exception {
        Sketch sketch =
                new Sketch("product")
                        .axis("i", 600)
                        .axis("j", 600)
                        .axis("k", 600)
                        .input("A[i, k]", "B[k, j]")
                        .contract("C[i, j]", "A[i, k]", "B[k, j]")
                        .output("C");
        try (Device device = Machines.pocl()) {
            Comparison right = Comparer.compare(compiled(sketch), device, OPTIONS);
            assertThat(right.outputs().getFirst().whole()).isFalse();
            assertThat(right.outputs().getFirst().error().count()).isGreaterThanOrEqualTo(1000);
            assertThat(right.ok()).isTrue();
            Compiled wrong =
                    altered(compiled(sketch), text -> text.replace("fma(", "1.001f * fma("));
            assertThat(Comparer.compare(wrong, device, OPTIONS).ok()).isFalse();
        }
    }

    /// Nothing to sum has the logarithm -inf by definition; a finite value is wrong.
    @Test
    void infinitiesThatAreMeantMustBeThere() throws Exception {
        Sketch sketch =
                new Sketch("empty")
                        .axis("i", 5)
                        .axis("x", 0)
                        .input("S[i, x]")
                        .call("logsumexp", List.of("x"), "y[i]", "S[i, x]")
                        .output("y");
        try (Device device = Machines.pocl()) {
            Compiled right = compiled(sketch);
            assertThat(Comparer.compare(right, device, OPTIONS).ok()).isTrue();
            Comparison wrong =
                    Comparer.compare(
                            altered(
                                    right,
                                    text -> text.replaceAll("(y_array\\[.*\\] =) .*;", "$1 7;")),
                            device,
                            OPTIONS);
            assertThat(wrong.correct()).isFalse();
            assertThat(wrong.outputs().getFirst().error().licensed()).isZero();
        }
    }

    /// Where the evaluator overflows in between, a finite value is licensed; where it does not, an infinity is not.
    @Test
    void overflowLicensesFiniteValuesAndNeverTheReverse() throws Exception {
        try (Device device = Machines.pocl()) {
            for (int exponent : List.of(1000, 10)) {
                Sketch sketch =
                        new Sketch("powers")
                                .axis("i", 5)
                                .input("x[i]")
                                .map("y[i]", "x -> exp(x * 0 + " + exponent + ")", "x[i]")
                                .output("y");
                Compiled right = compiled(sketch);
                assertThat(Comparer.compare(right, device, OPTIONS).ok()).isTrue();
                String value = exponent == 1000 ? "7" : "INFINITY";
                Comparison other =
                        Comparer.compare(
                                altered(
                                        right,
                                        text ->
                                                text.replaceAll(
                                                        "(y_array\\[.*\\] =) .*;",
                                                        "$1 " + value + ";")),
                                device,
                                OPTIONS);
                assertThat(other.correct()).isEqualTo(exponent == 1000);
            }
        }
    }

    /// A device that counts other bytes than the interpreter.
    private record Miscounting(Device inner) implements Device {
        @Override
        public String id() {
            return inner.id();
        }

        @Override
        public String description() {
            return inner.description();
        }

        @Override
        public org.heddle.rules.hardware.Hardware hardware() {
            return inner.hardware();
        }

        @Override
        public Target target() {
            return inner.target();
        }

        @Override
        public Execution run(Compiled compiled, Map<String, Tensor> inputs, RunOptions options)
                throws DriverException {
            Execution e = inner.run(compiled, inputs, options);
            Map<String, Moved> more = new LinkedHashMap<>();
            e.moved()
                    .orElseThrow()
                    .forEach(
                            (kernel, m) ->
                                    more.put(
                                            kernel,
                                            new Moved(
                                                    m.globalRead() + 4,
                                                    m.globalWrite(),
                                                    m.localRead(),
                                                    m.localWrite())));
            return new Execution(
                    e.outputs(),
                    e.seconds(),
                    e.kernelSeconds(),
                    Optional.of(more),
                    e.accesses(),
                    e.problems(),
                    e.deviceBytes(),
                    e.builds());
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void findsBytesThatWereNotPredicted() throws Exception {
        try (Device interpreter = new InterpretDevice(Machines.roomy());
                Device device = new Miscounting(interpreter)) {
            Comparison right = Comparer.compare(compiled(sums(9, 20)), interpreter, OPTIONS);
            assertThat(right.ok()).isTrue();
            Comparison wrong = Comparer.compare(compiled(sums(9, 20)), device, OPTIONS);
            assertThat(wrong.correct()).isTrue();
            assertThat(wrong.bytesAgree()).isFalse();
            assertThat(wrong.ok()).isFalse();
        }
    }

    @Test
    void timesAreThereWhereAskedFor() throws Exception {
        try (Device device = Machines.pocl()) {
            Comparison comparison =
                    Comparer.compare(
                            compiled(sums(40, 50)), device, new Comparer.Options(3, 5, 1000));
            assertThat(comparison.seconds()).hasSize(5).allMatch(seconds -> seconds > 0);
            assertThat(comparison.measuredSeconds()).isPositive();
            assertThat(comparison.kernels().getFirst().measuredSeconds()).isPresent();
        }
    }

    @Test
    void missingAndWrongInputsAreNamed() throws Exception {
        Compiled compiled = compiled(sums(4, 5));
        try (Device interpreter = new InterpretDevice(Machines.roomy());
                Device pocl = Machines.pocl()) {
            for (Device device : List.of(interpreter, pocl)) {
                assertThatThrownBy(() -> device.run(compiled, Map.of(), RunOptions.ONCE))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("no array for input X");
                Map<String, Tensor> transposed =
                        Map.of("X", Tensor.allocate(DType.F32, List.of(5L, 4L)));
                assertThatThrownBy(() -> device.run(compiled, transposed, RunOptions.ONCE))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("input X is f32[4, 5], its array is f32[5, 4]");
                Map<String, Tensor> whole =
                        Map.of("X", Tensor.allocate(DType.I32, List.of(4L, 5L)));
                assertThatThrownBy(() -> device.run(compiled, whole, RunOptions.ONCE))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("its array is i32");
            }
        }
    }
}
