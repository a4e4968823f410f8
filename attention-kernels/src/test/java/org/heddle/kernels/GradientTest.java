package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.model.check.Checker;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.eval.ErrorMeasure;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.grad.Gradient;
import org.heddle.rules.grad.Passes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.testdata.FiniteDifferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Gradients of the catalogue.
final class GradientTest {
    /// Diagrams whose inputs or outputs are integers.
    private static final Set<String> WITHOUT = Set.of("k-means-assignment", "exact-median");

    static List<String> differentiable() {
        return Catalogue.names().stream().filter(name -> !WITHOUT.contains(name)).toList();
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void isWhatCentralDifferencesSay(String name) throws Exception {
        Diagram diagram = FiniteDifferences.inF64(diagram(name));
        Diagram gradient = Gradient.of(diagram, List.of());
        assertThat(Checker.check(gradient)).filteredOn(Diagnostic::isError).isEmpty();
        Map<String, Long> chosen = new LinkedHashMap<>(Settings.generic(diagram));
        chosen.computeIfPresent("k", (_, size) -> Math.min(size, 3));
        Sizes sizes = SizeBinder.bind(diagram, chosen);
        Sizes gradientSizes = SizeBinder.bind(gradient, of(gradient, chosen));
        Map<String, Tensor> inputs = inputs(diagram, sizes);
        List<FiniteDifferences.Comparison> compared =
                FiniteDifferences.compare(
                        diagram, gradient, sizes, gradientSizes, inputs, Map.of(), 12, 3);
        assertThat(compared).isNotEmpty();
        assertThat(compared).as(gradient.toString()).allMatch(c -> c.error() < 1e-6);
    }

    /// The backward pass, given what the forward pass saves.
    @ParameterizedTest
    @MethodSource("differentiable")
    void isTheSameWithWhatIsSaved(String name) throws Exception {
        Diagram diagram = FiniteDifferences.inF64(diagram(name));
        Passes passes = Passes.of(diagram, List.of());
        Diagram backward = passes.backward();
        Map<String, Long> chosen = new LinkedHashMap<>(Settings.generic(diagram));
        chosen.computeIfPresent("k", (_, size) -> Math.min(size, 3));
        Sizes sizes = SizeBinder.bind(diagram, chosen);
        Map<String, Tensor> inputs = inputs(diagram, sizes);
        Sizes forwardSizes = SizeBinder.bind(passes.forward(), of(passes.forward(), chosen));
        Map<String, Tensor> saved = Evaluator.of(passes.forward(), forwardSizes, inputs).evaluate();
        assertThat(saved.keySet()).containsAll(passes.saved());
        List<FiniteDifferences.Comparison> compared =
                FiniteDifferences.compare(
                        diagram,
                        backward,
                        sizes,
                        SizeBinder.bind(backward, of(backward, chosen)),
                        inputs,
                        saved,
                        6,
                        5);
        assertThat(compared).as(backward.toString()).allMatch(c -> c.error() < 1e-6);
    }

    @Test
    void theBackwardPassOfAttentionReadsWhatOneExpects() throws Exception {
        Passes passes = Passes.of(diagram("attention"), List.of("Q", "K", "V"));
        assertThat(passes.saved()).containsExactlyInAnyOrder("O", "P_l");
        assertThat(passes.forward().outputs()).containsExactly("O", "P_l");
        assertThat(passes.backward().inputs()).containsExactly("Q", "K", "V", "dO", "O", "P_l");
        assertThat(TextWriter.write(passes.backward()))
                .endsWith(
                        """
                        dP[h, q, x] = V[h, x, e] * dO[h, q, e]
                        dV[h, x, e] = P[h, q, x] * dO[h, q, e]
                        dP_z_P_p[h, q] = dO[h, q, e] * O[h, q, e]
                        dS[h, q, x] = P[h, q, x] * (dP[h, q, x] - dP_z_P_p[h, q]) / sqrt(|d|)
                        dQ[h, q, d] = K[h, x, d] * dS[h, q, x]
                        dK[h, x, d] = Q[h, q, d] * dS[h, q, x]
                        """);
    }

    /// What is written as a sum of products is a contraction all the same.
    @Test
    void theBackwardPassOfSumsIsThatOfContractions() throws Exception {
        String sums =
                """
                attention(Q: f32[h, q, d], K: f32[h, x, d], V: f32[h, x, e]) -> O
                axis h default 8, q default 512, x default 512, d default 64, e default 64
                S[h, q, x] = sum[d](Q[h, q, d] * K[h, x, d])
                T[h, q, x] = S[h, q, x] / sqrt(|d|)
                P[h, q, x] = softmax[x](T[h, q, x])
                O[h, q, e] = sum[x](P[h, q, x] * V[h, x, e])
                """;
        Diagram written = TextReader.read(new SourceText("sums.hd", sums)).orThrow();
        Passes passes = Passes.of(written, List.of("Q", "K", "V"));
        assertThat(TextWriter.write(passes.backward()))
                .isEqualTo(
                        TextWriter.write(
                                Passes.of(diagram("attention"), List.of("Q", "K", "V"))
                                        .backward()));
    }

    /// The author's own shift by the largest score leaves no trace: the backward pass is the same, but for names.
    @Test
    void theBackwardPassOfTheStableFormIsTheSame() throws Exception {
        Passes passes = Passes.of(diagram("attention-stable"), List.of("Q", "K", "V"));
        assertThat(passes.backward().inputs()).containsExactly("Q", "K", "V", "dO", "O", "W_Z_l");
        assertThat(TextWriter.write(passes.backward()))
                .endsWith(
                        """
                        dZ_O[h, q] = O[h, q, e] * dO[h, q, e]
                        dW_U[h, q, x] = V[h, x, e] * dO[h, q, e]
                        W_Z[h, q, x] = where(W_Z_l[h, q] != -inf, exp(min(T[h, q, x] - W_Z_l[h, q], 0)), 0)
                        dV[h, x, e] = W_Z[h, q, x] * dO[h, q, e]
                        dS[h, q, x] = W_Z[h, q, x] * (dW_U[h, q, x] - dZ_O[h, q]) / sqrt(|d|)
                        dQ[h, q, d] = K[h, x, d] * dS[h, q, x]
                        dK[h, x, d] = Q[h, q, d] * dS[h, q, x]
                        """);
    }

    /// A maximum that is taken off again gets no gradient; so items are compared with one only where it is what is wanted.
    @Test
    void itemsAreComparedWithExtremaOnlyWhereThoseCount() throws Exception {
        List<String> compared = new ArrayList<>();
        for (String name : differentiable()) {
            Diagram backward = Gradient.of(diagram(name), List.of());
            if (backward.wires().keySet().stream().anyMatch(wire -> wire.endsWith("_ties"))) {
                compared.add(name);
            }
        }
        assertThat(compared)
                .containsExactlyInAnyOrder(
                        "bellman-ford-step",
                        "margin-mass",
                        "max-pooling",
                        "saturated-sum",
                        "scaled-power-sum",
                        "tropical-matmul",
                        "viterbi-step");
    }

    /// Scores are nowhere stored: one kernel streams keys past queries, the other queries past keys.
    @Test
    void theBackwardPassOfAttentionIsComputedAgain() throws Exception {
        Diagram backward = Passes.of(diagram("attention"), List.of("Q", "K", "V")).backward();
        Sizes sizes = SizeBinder.bind(backward, Map.of("q", 4096L, "x", 4096L));
        Derivation derivation = Deriver.derive(backward, sizes, cpu());
        assertThat(derivation.onePass()).isTrue();
        Map<String, List<String>> streamed = new LinkedHashMap<>();
        for (Kernel kernel : derivation.kernels()) {
            kernel.body().outputs().forEach(wire -> streamed.put(wire, kernel.form().stream()));
            assertThat(kernel.body().outputs())
                    .allMatch(
                            wire ->
                                    !kernel.body()
                                            .wire(wire)
                                            .axes()
                                            .containsAll(List.of("q", "x")));
        }
        assertThat(streamed).containsEntry("dQ", List.of("x"));
        assertThat(streamed).containsEntry("dK", List.of("q"));
        assertThat(streamed).containsEntry("dV", List.of("q"));
    }

    @Test
    void theBackwardPassOfAttentionIsDerivedInTwoSeconds() throws Exception {
        Diagram backward = Passes.of(diagram("attention"), List.of("Q", "K", "V")).backward();
        Sizes sizes = SizeBinder.bind(backward, Map.of());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 6; i++) {
            long start = threads.getCurrentThreadCpuTime();
            Deriver.derive(backward, sizes, cpu());
            Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
        }
        assertThat(fastest).isLessThan(Duration.ofSeconds(2));
    }

    /// Small settings give sizes to at most seven axes.
    static List<String> small() throws Exception {
        List<String> small = new ArrayList<>();
        for (String name : differentiable()) {
            if (diagram(name).axes().size() < 7) {
                small.add(name);
            }
        }
        assertThat(small).hasSizeGreaterThan(40);
        return small;
    }

    @ParameterizedTest
    @MethodSource("small")
    void kernelsComputeIt(String name) throws Exception {
        Diagram backward = Gradient.of(diagram(name), List.of());
        Map<String, Long> chosen = of(backward, Settings.generic(diagram(name)));
        try (InterpretDevice device = new InterpretDevice(cpu())) {
            Comparison comparison =
                    Comparer.compare(backward, chosen, device, Comparer.Options.DEFAULT);
            assertThat(comparison.problems()).as(name).isEmpty();
            assertThat(comparison.outputs())
                    .as(name)
                    .allMatch(row -> row.ok() || isNothing(row.error()));
            assertThat(comparison.bytesAgree()).as("%s %s", name, comparison.kernels()).isTrue();
        }
    }

    /// Whether what was computed and what was expected are both what rounding leaves of 0: relative to that, nothing can be right.
    private static boolean isNothing(ErrorMeasure error) {
        return error.mismatches() == 0 && error.rms() < 1e-14 && error.maxAbsolute() < 1e-6;
    }

    private static Hardware cpu() {
        return HardwareReader.shipped("cpu").orElseThrow();
    }

    /// Scores with a bias that lacks any of their axes.
    @ParameterizedTest
    @ValueSource(strings = {"h, q, x", "q, x", "h, x", "h, q", "h", "q", "x", ""})
    void additiveBiasesHaveGradients(String axes) throws Exception {
        String text =
                """
                biased(Q: f64[h, q, d], K: f64[h, x, d], V: f64[h, x, e], B: f64[%s]) -> O
                axis h default 2, q default 3, x default 4, d default 2, e default 3
                S[h, q, x] = Q[h, q, d] * K[h, x, d]
                T[h, q, x] = S[h, q, x] / sqrt(|d|) + B[%s]
                P[h, q, x] = softmax[x](T[h, q, x])
                O[h, q, e] = P[h, q, x] * V[h, x, e]
                """
                        .formatted(axes, axes);
        Diagram diagram = TextReader.read(new SourceText("biased.hd", text)).orThrow();
        Diagram gradient = Gradient.of(diagram, List.of("B"));
        Sizes sizes = SizeBinder.bind(diagram, Map.of());
        List<FiniteDifferences.Comparison> compared =
                FiniteDifferences.compare(
                        FiniteDifferences.inF64(diagram),
                        gradient,
                        sizes,
                        SizeBinder.bind(gradient, Map.of()),
                        inputs(diagram, sizes),
                        Map.of(),
                        12,
                        7);
        assertThat(compared).isNotEmpty().allMatch(c -> c.error() < 1e-6);
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void isADiagramFile(String name) throws Exception {
        Diagram gradient = Gradient.of(diagram(name), List.of());
        Diagram again =
                DiagramReader.read(new SourceText("again.json", DiagramWriter.write(gradient)))
                        .orThrow();
        assertThat(again).isEqualTo(gradient);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k-means-assignment", "exact-median"})
    void integersHaveNoGradient(String name) throws Exception {
        Diagram diagram = diagram(name);
        assertThatThrownBy(() -> Gradient.of(diagram, List.of()))
                .isInstanceOf(DiagnosticException.class)
                .hasMessageContaining("R703");
        assertThat(WITHOUT).contains(name);
    }

    private static Map<String, Long> of(Diagram diagram, Map<String, Long> sizes) {
        Map<String, Long> known = new LinkedHashMap<>(sizes);
        known.keySet().retainAll(diagram.axes().keySet());
        return known;
    }

    private static Diagram diagram(String name) throws DiagnosticException {
        return DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
    }

    /// Random inputs; positions inside what they are gathered from.
    private static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Comparer.inputs(diagram, sizes, 11)
                .forEach(
                        (wire, tensor) ->
                                inputs.put(
                                        wire,
                                        Tensor.of(
                                                diagram.wire(wire).dtype().isFloating()
                                                        ? DType.F64
                                                        : tensor.dtype(),
                                                tensor.shape(),
                                                tensor.toDoubles())));
        for (Box box : diagram.boxes()) {
            for (Port port : box.inputs()) {
                for (int i = 0; i < port.subscripts().size(); i++) {
                    if (port.subscripts().get(i) instanceof Subscript.Gather(Port index)) {
                        long bound = sizes.of(diagram.wire(port.wire()).axes().get(i));
                        Tensor positions = inputs.get(index.wire());
                        for (long k = 0; k < positions.elements(); k++) {
                            positions.set(
                                    k, (double) Math.floorMod((long) positions.get(k), bound));
                        }
                    }
                }
            }
        }
        return inputs;
    }
}
